"""Transform plugins as partners write and administrators run them."""
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from decimal import ROUND_HALF_EVEN, Decimal, getcontext
from pathlib import Path

import pytest
from conftest import PROGRAM, creditgraph, start, stop

getcontext().prec = 80

ROOT = Path(__file__).parents[2]
PLUGINS = ROOT / "Plugins"


def until(condition, seconds=10):
    """Waits until something holds; what it gave."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come to hold")


def put(source, directory):
    """Copies a plugin the way the tutorial says: aside, then moved."""
    aside = directory / ("." + source.name + ".new")
    shutil.copytree(source, aside)
    old = directory / source.name
    if old.exists():
        shutil.rmtree(old)
    aside.rename(old)


def workers_of(server):
    """The processes in which the server's plugins run."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            status = (process / "status").read_text()
        except OSError:
            continue
        if f"PPid:\t{server.process.pid}\n" in status and "Name:\tcreditgraph-plu" in status and "State:\tZ" not in status:
            found.append(int(process.name))
    return found


def test_the_tutorial_does_what_it_says(tmp_path, filled):
    text = (PLUGINS / "README.md").read_text()
    commands = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    assert len(commands) >= 6
    environment = {**os.environ, "PATH": f"{Path(PROGRAM).parent}:{os.environ['PATH']}"}
    server = None
    outputs = {}
    for command in commands:
        if command.startswith("creditgraph serve"):
            assert command == "creditgraph serve --plugins plugins"
            server = start(filled, "--plugins", str(tmp_path / "plugins"))
            continue
        result = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, (command, result.stdout, result.stderr)
        outputs[command] = result.stdout
    shown = re.search(r"```\n(manifest .*?)```", text, re.S).group(1).splitlines()
    checked = outputs["creditgraph plugin check customer-price"].splitlines()
    assert checked[:len(shown)] == shown
    # The rule of the page is the rule that the command made.
    rule = re.search(r"```lua\n-- rule.lua.*?\n(.*?)```", text, re.S).group(1).strip()
    assert rule in (tmp_path / "customer-price/rule.lua").read_text()
    try:
        query = re.search(r"```graphql\n(.*?)```", text, re.S).group(1)
        month = server.data("{ months }")["months"][0]
        answer = server.data(query.replace("2026-09", month))
        line = answer["credits"]["lines"]["nodes"][0]
        step = line["transforms"][0]
        assert step["plugin"] == "customer-price" and step["field"] == "customerPrice" and step["after"] == line["customerPrice"]
        assert Decimal(step["before"]) == Decimal(line["billingPreTaxTotal"]["amount"])
        assert answer["plugins"] == [{"name": "customer-price", "version": "0.1.0", "state": "ACTIVE", "error": None}]
        # The page's other questions are about stored values, which come beside requests.
        for other in re.findall(r"```graphql\n(.*?)```", text, re.S)[1:]:
            until(lambda: "errors" not in server.ask(other.replace("2026-09", month)))
        cents = Decimal("0.01")
        prices = {(Decimal(line["billingPreTaxTotal"]["amount"]) * Decimal(f)).quantize(cents, ROUND_HALF_EVEN) for f in ("1.05", "1.10")}
        assert Decimal(line["customerPrice"]) in prices
    finally:
        assert stop(server) == 0


@pytest.mark.parametrize("runtime", ["table", "lua", "c", "swift"])
def test_a_new_plugin_works_as_it_is(runtime, tmp_path):
    creditgraph("plugin", "new", "my-rule", "--runtime", runtime, "--into", tmp_path)
    if runtime in ("c", "swift"):
        subprocess.run([tmp_path / "my-rule/build", PLUGINS], check=True, timeout=120)
    checked = creditgraph("plugin", "check", tmp_path / "my-rule").stdout
    assert "3 records of 1 files pass" in checked and "adds CreditLine.myRulePrice" in checked


def test_a_mistake_names_its_line(tmp_path):
    creditgraph("plugin", "new", "my-rule", "--into", tmp_path)
    rule = tmp_path / "my-rule/rule.lua"
    rule.write_text(rule.read_text().replace("local amount =", "local amount = ="))
    failed = creditgraph("plugin", "check", tmp_path / "my-rule", check=1)
    assert "rule.lua:4: unexpected symbol near '='" in failed.stderr
    creditgraph("plugin", "new", "my-rule", "--into", tmp_path, check=73)
    creditgraph("plugin", "new", "My Rule", check=64)
    creditgraph("serve", "--plugins", tmp_path / "nowhere", "--store", f"sqlite:{tmp_path}/x.db", check=66)


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples")
    subprocess.run([PLUGINS / "Examples/build", folder], check=True, timeout=300)
    return folder


def test_the_examples_answer_over_real_lines(examples, filled, tmp_path):
    schema = creditgraph("schema", "--plugins", examples).stdout
    assert "customerPrice: Decimal" in schema and "enum CostCentreSource" in schema
    server = start(filled, "--plugins", str(examples))
    try:
        assert [p["name"] for p in server.data("{ plugins { name } }")["plugins"]] == [
            "customer-markup", "contract-discount", "reseller-split", "cost-centre", "local-rounding", "minimum-margin",
            "customer-tier"]
        month = server.data("{ months }")["months"][0]
        lines = server.data("""query($m: Month!) { credits(period: {month: $m}) { lines(first: 500) { nodes {
            billingPreTaxTotal { amount currency } unitPrice { amount } effectiveUnitPrice { amount } earned { amount }
            usage { meterCategory tags resourceGroup }
            markupTier customerPrice contractDiscount contractPrice providerCredit resellerCredit
            costCentre costCentreSource localPrice margin marginAlert
            transforms { plugin field before after note } } } } }""", {"m": month})["credits"]["lines"]["nodes"]
        assert len(lines) == 500
        for line in lines:
            net = Decimal(line["billingPreTaxTotal"]["amount"]).quantize(Decimal(1).scaleb(-30), "ROUND_DOWN")
            factor = Decimal("1.125") * (Decimal("1.05") if line["usage"]["meterCategory"] == "Bandwidth" else 1)
            assert line["markupTier"] == "standard"
            assert Decimal(line["customerPrice"]) == (net * factor).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
            whole = Decimal(line["earned"]["amount"])
            cut = whole.quantize(Decimal(1).scaleb(-30), "ROUND_DOWN")
            assert Decimal(line["providerCredit"]) + Decimal(line["resellerCredit"]) == cut
            listed = Decimal(line["unitPrice"]["amount"])
            if listed:
                margin = ((listed - Decimal(line["effectiveUnitPrice"]["amount"])) / listed).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
                assert Decimal(line["margin"]) == margin and line["marginAlert"] == (margin < Decimal("0.10"))
            assert [step["plugin"] for step in line["transforms"]] == [
                "customer-markup", "customer-markup", "contract-discount", "contract-discount", "reseller-split", "reseller-split",
                "cost-centre", "cost-centre", "local-rounding", "minimum-margin", "minimum-margin"]
        customers = server.data("{ customers(first: 3) { nodes { supportTier { name markup } } } }")["customers"]["nodes"]
        assert {customer["supportTier"]["name"] for customer in customers} <= {"GOLD", "STANDARD"}
        groups = server.data("""query($m: Month!) { credits(period: {month: $m}) { by(dimension: CUSTOMER) { nodes {
            totals { net } netWithMarkup(rate: "0.1") } } } }""", {"m": month})["credits"]["by"]["nodes"]
        for group in groups:
            assert Decimal(group["netWithMarkup"]) == (Decimal(group["totals"]["net"]) * Decimal("1.1")).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
        refused = server.ask("""query($m: Month!) { credits(period: {month: $m}) { by(dimension: CUSTOMER) { nodes {
            netWithMarkup(rate: "-1") } } } }""", {"m": month})
        assert refused["data"]["credits"]["by"]["nodes"][0]["netWithMarkup"] is None
    finally:
        assert stop(server) == 0
    assert workers_of(server) == []


@pytest.fixture
def markup(tmp_path):
    """A directory of plugins with one in Lua, and a way to make versions of it."""
    directory = tmp_path / "plugins"
    directory.mkdir()
    creditgraph("plugin", "new", "my-rule", "--into", tmp_path)

    def version(number, mend=lambda rule: rule):
        source = tmp_path / "my-rule"
        manifest = json.loads((source / "plugin.json").read_text())
        manifest["version"] = f"1.0.{number}"
        (source / "plugin.json").write_text(json.dumps(manifest))
        rule = source / "rule.lua"
        rule.write_text(mend(rule.read_text()))
        put(source, directory)

    version(0)
    return directory, version


LINES = ("query($m: Month!) { credits(period: {month: $m}) { lines(first: 100) { nodes { myRulePrice } } } }",
         lambda data: [node["myRulePrice"] for node in data["credits"]["lines"]["nodes"]])
# What no import has stored: each answer asks the plugin.
TIERS = ("{ customers(first: 100) { nodes { supportTier { name } } } }",
         lambda data: [node["supportTier"]["name"] for node in data["customers"]["nodes"]])


def load(server, month, question, over, failures, times):
    """Asks until the list `over` is not empty any more."""
    query, values = question
    body = json.dumps({"query": query, "variables": {"m": month} if "$m" in query else {}}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {server.key}"}
    while not over:
        began = time.monotonic()
        status, _, answer = server.request(body=body, headers=headers)
        times.append(time.monotonic() - began)
        data = json.loads(answer)
        if status != 200 or "errors" in data or None in values(data["data"]):
            failures.append(answer[:300])


def under_load(server, work, question=LINES):
    """Runs work while two clients ask; what failed, and how long each answer took."""
    month = server.data("{ months }")["months"][0]
    failures, times, over = [], [], []
    clients = [threading.Thread(target=load, args=(server, month, question, over, failures, times)) for _ in range(2)]
    for client in clients:
        client.start()
    try:
        work()
    finally:
        over.append(True)
        for client in clients:
            client.join()
    return failures, times


def test_new_versions_are_taken_without_a_failed_request(markup, filled):
    directory, version = markup
    server = start(filled, "--plugins", str(directory))
    try:
        def reloads():
            for number in range(1, 11):
                version(number)
                until(lambda: server.data("{ plugins { version } }")["plugins"][0]["version"] == f"1.0.{number}")

        failures, times = under_load(server, reloads)
        assert failures == [] and len(times) > 20
        assert server.data("mutation { reloadPlugins { plugins { name version } } }")["reloadPlugins"]["plugins"] == [
            {"name": "my-rule", "version": "1.0.10"}]
        server.process.send_signal(signal.SIGHUP)
        assert server.data("{ plugins { state } }")["plugins"] == [{"state": "ACTIVE"}]
    finally:
        assert stop(server) == 0


def test_a_broken_version_leaves_the_old_one_serving(markup, filled):
    directory, version = markup
    server = start(filled, "--plugins", str(directory))
    try:
        version(1, lambda rule: rule.replace('"half_even"', '"sideways"'))
        plugin = until(lambda: (p := server.data("{ plugins { version state error } }")["plugins"][0])["error"] and p)
        assert plugin["version"] == "1.0.0" and plugin["state"] == "ACTIVE"
        assert "is no rounding" in plugin["error"] and "cases/markup.json:" in plugin["error"]
        assert b"plugin my-rule: cases/markup.json" in server.request("/readyz")[2]
        version(2, lambda rule: rule.replace('"sideways"', '"half_even"'))
        until(lambda: server.data("{ plugins { version error } }")["plugins"][0] == {"version": "1.0.2", "error": None})
        assert server.request("/readyz")[2] == b"ready\n"
        counters = server.data("{ plugins { counters { records crashes timeouts quarantined breakerOpened } } }")["plugins"][0]["counters"]
        assert int(counters.pop("records")) > 0 and set(counters.values()) == {0}
        shutil.rmtree(directory / "my-rule")
        until(lambda: server.data("{ plugins { name } }")["plugins"] == [])
        assert "Cannot query field" in server.ask("{ credits(period: {month: \"2026-09\"}) { lines { nodes { myRulePrice } } } }")["errors"][0]["message"]
    finally:
        assert stop(server) == 0


def test_killed_workers_cost_no_request(filled, tmp_path):
    directory = tmp_path / "plugins"
    directory.mkdir()
    put(PLUGINS / "Examples/customer-tier", directory)
    server = start(filled, "--plugins", str(directory))
    try:
        killed = []

        def kills():
            for _ in range(15):
                for worker in until(lambda: workers_of(server)):
                    os.kill(worker, signal.SIGKILL)
                    killed.append(worker)
                time.sleep(0.03)

        failures, times = under_load(server, kills, TIERS)
        assert failures == [] and len(set(killed)) >= 10
    finally:
        assert stop(server) == 0


def test_workers_end_with_the_server(markup, filled):
    directory, _ = markup
    server = start(filled, "--plugins", str(directory))
    workers = until(lambda: workers_of(server))
    server.process.kill()
    server.process.wait()
    until(lambda: not any(Path(f"/proc/{worker}").exists() and "State:\tZ" not in Path(f"/proc/{worker}/status").read_text()
                          for worker in workers if Path(f"/proc/{worker}").exists()))
