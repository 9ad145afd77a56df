"""What pages of other origins, and people with few rights, can get out of a server."""
import json
import sqlite3
import urllib.parse

import pytest

from conftest import creditgraph, new_key, start, stop

ORIGIN = "https://app.example"


@pytest.fixture(scope="module")
def guarded(filled):
    server = start(filled, "--cors-origins", f"{ORIGIN},http://localhost:3000", "--introspection", "ADMIN_AGENT",
                   "--suggestions", "ADMIN_AGENT,GLOBAL_ADMIN")
    server.store = filled
    yield server
    assert stop(server) == 0


def test_only_named_origins_may_read(guarded):
    for origin, allowed in ((ORIGIN, True), ("https://evil.example", False)):
        status, headers, _ = guarded.request(method="OPTIONS", headers={
            "Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"})
        assert (status, headers.get("Access-Control-Allow-Origin")) == ((204, origin) if allowed else (403, None))
        _, headers, _ = guarded.request(body=b'{"query":"{ months }"}', headers={
            "Origin": origin, "Content-Type": "application/json", "Authorization": f"Bearer {guarded.key}"})
        assert headers.get("Access-Control-Allow-Origin") == (origin if allowed else None) and headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in headers


def test_every_answer_says_what_browsers_may_not_do(guarded):
    for path, body in (("/graphql", b'{"query":"{ months }"}'), ("/graphql", b"{"), ("/graphql?query=%7Bnope%7D", None), ("/healthz", None),
                       ("/nowhere", None)):
        for key in (guarded.key, "bad"):
            _, headers, _ = guarded.request(path, body, {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
            assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
            assert headers["Referrer-Policy"] == "no-referrer" and headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
            assert headers["Strict-Transport-Security"] is None
    # The page has its own, once.
    _, headers, _ = guarded.request("/")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert len(headers.get_all(name)) == 1
    assert "script-src" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None])
def test_no_simple_request_does_anything(guarded, kind):
    """What a foreign page can send without asking first has no Authorization, so it is never executed; and a form's
    content types are not requests, even with a key."""
    query = 'mutation { removeAccess(input: {clientMutationId: "x", grant: "x", at: "2099-01-01T00:00:00Z"}) { userErrors { code } } }'
    body = json.dumps({"query": query}).encode()
    headers = {"Content-Type": kind} if kind else {"Content-Type": ""}
    status, _, answer = guarded.request(body=body, headers=headers)
    assert status == 401 and b"data" not in answer
    status, _, answer = guarded.request(body=body, headers={**headers, "Authorization": f"Bearer {guarded.key}"})
    assert status == 415 and b"data" not in answer
    url = "/graphql?query=" + urllib.parse.quote("{ months }")
    assert guarded.request(url)[0] == 401
    assert guarded.request("/graphql?query=" + urllib.parse.quote(query), headers={"Authorization": f"Bearer {guarded.key}"})[0] == 405


def test_introspection_and_suggestions_go_by_role(guarded):
    sales = creditgraph("key", "new", "--store", guarded.store, "--name", "s", "--roles", "SALES_AGENT").stdout.strip()
    for key, allowed in ((guarded.key, True), (sales, False)):
        answer = guarded.ask("{ __schema { types { name } } }", key=key)
        assert ("data" in answer) == allowed
        if not allowed:
            assert answer["errors"][0]["extensions"]["code"] == "INTROSPECTION_NOT_ALLOWED"
        message = guarded.ask("{ partnr { name } }", key=key)["errors"][0]["message"]
        assert ("Did you mean" in message) == allowed and ("partner" in message) == allowed
    assert guarded.data("{ __typename }", key=sales) == {"__typename": "Query"}


def test_an_internal_error_is_masked_with_an_id_that_the_log_knows(sample, tmp_path):
    path = tmp_path / "broken.db"
    store = f"sqlite:{path}"
    from conftest import files_of
    creditgraph("import", "--store", store, "--progress", "none", *files_of(sample))
    server = start(store)
    month = server.data("{ months }")["months"][0]
    with sqlite3.connect(path) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in tables:
            if "group" in name or "sum" in name or "line" in name:
                database.execute(f"DROP TABLE {name}")
    answer = server.ask("query($m: Month!) { credits(period: {month: $m}) { totals { earned } lines(first: 1) { nodes { id } } } }", {"m": month})
    stop(server)
    log = server.process.stderr.read().decode()
    masked = [error["message"] for error in answer["errors"] if error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"]
    assert masked, answer
    for message in masked:
        identity = message.rsplit(" ", 1)[1].rstrip(".")
        assert f"id={identity}" in log
    text = json.dumps(answer)
    assert "SELECT" not in text and str(tmp_path) not in text and "no such table" not in text


@pytest.mark.parametrize("arguments", [["--cors-origins", "*"], ["--cors-origins", "https://a.example/path"],
                                       ["--cors-origins", "a.example"], ["--introspection", "BOSS"], ["--suggestions", "maybe"]])
def test_settings_are_checked(arguments, tmp_path):
    result = creditgraph("serve", *arguments, "--store", f"sqlite:{tmp_path}/x.db", check=64)
    assert f"SETTING_{arguments[0][2:].replace('-', '').upper()}" in result.stderr
