"""The page at / in a real browser."""
import json
import os
import re
import shutil
from decimal import Decimal

import pytest
from conftest import start, stop

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
pytestmark = pytest.mark.skipif(BROWSER is None, reason="Debian's chromium is not installed")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as engine:
        running = engine.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def opened(browser, server):
    """The page with a key, and what it said on its console and asked for."""
    page = browser.new_context(locale="en-US", viewport={"width": 1500, "height": 900}).new_page()
    page.set_default_timeout(10_000)
    said, asked = [], []
    # A browser writes refused requests to its console by itself.
    page.on("console", lambda message: None if "401" in message.text else said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url.removesuffix("graphql"))
    return page, said, asked


@pytest.fixture
def page(opened, server):
    """At the end of each test nothing was written to the console and nothing asked of another host."""
    page, said, asked = opened
    page.emulate_media(media="screen", color_scheme="light")
    page.click("#tab-explorer")
    if page.input_value("#key") != server.key or page.locator("#documentation .columns").count() == 0:
        page.fill("#key", server.key)
        page.click("#key-form button")
        page.wait_for_selector("#documentation .columns")
    yield page
    folder = os.environ.get("CREDITGRAPH_SCREENSHOTS")
    if folder:
        name = re.sub(r"\W+", "-", os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split(" ")[0])
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert said == []
    assert all(url.startswith(server.url.removesuffix("graphql")) for url in asked)


def put(page, text):
    """A document into the editor, with the caret at the end or where `|` stands."""
    at = text.index("|") if "|" in text else len(text)
    page.fill("#query", text.replace("|", "", 1))
    page.evaluate("at => { const area = document.getElementById('query'); area.focus(); area.setSelectionRange(at, at) }", at)


def completions(page, text):
    put(page, text)
    page.keyboard.press("Control+Space")
    return page.locator("#completions .completion-name").all_inner_texts()


def problems(page):
    return page.locator("#problems li").all_inner_texts()


def test_a_query_runs_and_shows_the_servers_bytes(page, server):
    page.select_option("#examples", "0")
    expect(page.locator("#variables")).not_to_have_value("")
    page.click("#run")
    expect(page.locator("#answer")).to_contain_text("totals")
    shown = json.loads(page.inner_text("#answer"), parse_float=str, parse_int=str)
    asked = server.ask(page.input_value("#query"), json.loads(page.input_value("#variables")))
    assert shown["data"]["credits"]["totals"]["earned"] == asked["data"]["credits"]["totals"]["earned"]
    assert page.inner_text("#status").startswith("200")
    assert page.locator("#history option").count() == 3


@pytest.mark.parametrize("text,expected", [
    ("{ cust| }", ["customer", "customers"]),
    ("{ customers { nodes { countr| } } }", ["country"]),
    ("{ customers(fir|) { totalCount } }", ["first"]),
    ("query($p: PeriodInput!) { credits(period: $p) { by(dimension: RES|) { nodes { key } } } }", ["RESOURCE_GROUP", "RESELLER"]),
    ("query($month: Month!) { credits(period: {month: $m|}) { totals { list } } }", ["$month"]),
    ("{ node(id: \"x\") { ... on CreditLi| { id } } }", ["CreditLine", "CreditLineConnection", "CreditLineEdge"]),
    ("{ partner { name @inc| } }", ["@include"]),
    ("quer|", ["query"]),
])
def test_completion_offers_what_the_schema_has_there(page, text, expected):
    assert sorted(completions(page, text)) == sorted(expected)


def test_completion_is_taken_by_the_keyboard(page):
    put(page, "{\n  custo|\n}")
    page.keyboard.type("m")
    page.wait_for_selector("#completions:not([hidden])")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#query") == "{\n  customers {  }\n}"
    page.keyboard.press("Enter")
    assert page.input_value("#query") == "{\n  customers {\n    \n  }\n}"


@pytest.mark.parametrize("text,message", [
    ("{ partner { nme } }", 'Cannot query field "nme" on type "Partner". Did you mean "name"'),
    ("{ customers { totalCount ", 'Syntax Error: Expected "}", found <EOF>.'),
    ("{ customers }", "must have a selection of subfields"),
    ("{ partner { name { x } } }", "has no subfields"),
    ("{ customer { name } }", 'Argument "by" of type "CustomerBy!" is required'),
    ("query($a: Int) { partner { name } }", 'Variable "$a" is never used.'),
    ("{ priceList(market: $m, month: \"2026-10\") { market } }", 'Variable "$m" is not defined.'),
    ("{ ...F }", 'Unknown fragment "F".'),
    ("{ azureRoles(eligible: true, serch: \"x\") { name } }", 'Unknown argument "serch"'),
])
def test_mistakes_are_said_while_typing(page, text, message):
    put(page, text)
    assert any(message in problem for problem in problems(page)), problems(page)


def test_every_example_is_right_and_answers(page):
    count = page.locator("#examples option").count()
    assert count > 4
    for index in range(count - 1):
        page.select_option("#examples", str(index))
        assert problems(page) == []
        page.click("#run")
        expect(page.locator("#status")).to_have_text(re.compile("^200 "))
        assert '"errors"' not in page.inner_text("#answer")


def test_the_documentation_is_searched(page):
    page.fill("#search", "missedList")
    page.click(".hits button >> nth=0")
    assert "CreditLine" in page.inner_text("#documentation h3")
    page.click("#documentation .link >> nth=0")


def test_credits_are_drawn_with_the_servers_sums(page, server):
    page.click("#tab-credits")
    page.wait_for_selector("#credits .cards")
    month = server.data("{ months }")["months"][0]
    report = server.data("""query($m: Month!) { credits(period: {month: $m}) { totals { earned missed }
      by(dimension: DAY, first: 31) { totalCount } } }""", {"m": month})["credits"]
    assert page.get_attribute(".card.earned dd >> nth=0", "title") == report["totals"]["earned"]
    assert page.get_attribute(".card.missed dd >> nth=0", "title") == report["totals"]["missed"]
    assert page.locator("#credits figure g.bar").count() == report["by"]["totalCount"]
    table = page.locator("#credits figure tbody td:nth-of-type(1)")
    assert sum(Decimal(cell.get_attribute("title")) for cell in table.all()) == Decimal(report["totals"]["earned"])
    assert page.locator("#credits figure svg").get_attribute("aria-label")
    name = page.inner_text(".bars button >> nth=0")
    page.click(".bars button >> nth=0")
    expect(page.locator("#credits h1")).to_have_text(name)
    assert "null" not in page.inner_text("#credits")


def test_credits_print_with_their_bars(page):
    page.click("#tab-credits")
    page.wait_for_selector("#credits .cards")
    page.emulate_media(media="print")
    assert page.locator("#credits figure g.bar rect.earned").first.is_visible()
    assert not page.locator("header.top").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_have_contrast(page, scheme):
    """WCAG 2.2, 1.4.3: at least 4.5 to 1 for text."""
    page.emulate_media(color_scheme=scheme)
    put(page, "query A($m: Month!) { credits(period: {month: $m}) { totals { list } } }")

    def luminance(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    style = "(name) => getComputedStyle(document.querySelector(name))"
    ground = page.evaluate(f"({style})('body').backgroundColor")
    for name in ["body", "#status", ".t-keyword", ".t-name", ".t-argument", ".t-variable", "#documentation .link"]:
        one, other = luminance(page.evaluate(f"({style})('{name}').color")), luminance(ground)
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 4.5, name


def test_a_wrong_key_is_told(page):
    page.fill("#key", "wrong")
    page.click("#key-form button")
    expect(page.locator("#status")).to_contain_text("unknown, expired or revoked")


def test_names_of_customers_never_become_markup(page):
    page.click("#tab-credits")
    page.wait_for_selector("#credits .bars")
    assert page.evaluate("document.querySelectorAll('#credits script, #credits img').length") == 0


def test_the_page_is_cached_by_tag_and_strict(server):
    status, headers, body = server.request("/")
    assert status == 200 and b"<title>creditgraph</title>" in body
    assert "script-src 'self'" in headers["Content-Security-Policy"] and "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
    assert server.request("/", headers={"If-None-Match": headers["ETag"]})[0] == 304
    assert server.request("/", body=b"x", method="POST")[0] == 405
    for path in ("/explorer/", "/explorer/../Package.swift", "/explorer/%2e%2e/app.js", "/index.html"):
        assert server.request(path)[0] == 404


def test_graphiql_is_served_from_a_directory(filled, tmp_path):
    (tmp_path / "index.html").write_text("<!doctype html><title>GraphiQL</title>")
    (tmp_path / "init.js").write_text("1")
    (tmp_path / "key.pem").write_text("secret")
    os.symlink("/etc/hostname", tmp_path / "host.txt")
    server = start(filled, "--graphiql-dir", str(tmp_path), "--explorer", "off")
    try:
        status, headers, body = server.request("/graphiql/")
        assert status == 200 and b"GraphiQL" in body and "'unsafe-eval'" in headers["Content-Security-Policy"]
        assert server.request("/graphiql/init.js")[0] == 200
        for path in ("/graphiql/key.pem", "/graphiql/host.txt", "/graphiql/../key.pem", "/", "/explorer/app.js"):
            assert server.request(path)[0] == 404
    finally:
        assert stop(server) == 0
