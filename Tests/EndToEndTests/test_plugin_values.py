"""What plugins derive from lines, stored with them: import, queries, filters, groups, new versions, accidents."""
import json
import os
import random
import shutil
import signal
import subprocess
import time
from decimal import Decimal

import pytest
from conftest import PROGRAM, creditgraph, files_of, start, stop, usage_files
from test_plugins import PLUGINS, put, until

LINES = """query($m: Month!, $f: CreditFilter) { credits(period: {month: $m}, filter: $f) { lines(first: 1000) { totalCount nodes {
    id costCentre costCentreSource providerCredit earned { amount } transforms { plugin version field after } } } } }"""
GROUPS = """query($m: Month!, $d: CreditDimension!, $f: CreditFilter) { credits(period: {month: $m}, filter: $f) {
    by(dimension: $d, first: 1000) { nodes { key label totals { lines earned } } } totals { lines earned } } }"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    directory = tmp_path_factory.mktemp("rules") / "plugins"
    directory.mkdir()
    for name in ("cost-centre", "reseller-split", "contract-discount"):
        put(PLUGINS / "Examples" / name, directory)
    return directory


@pytest.fixture(scope="module")
def stored(sample, rules, tmp_path_factory):
    """A store that was filled with plugins."""
    store = f"sqlite:{tmp_path_factory.mktemp('stored') / 'creditgraph.db'}"
    result = creditgraph("import", "--store", store, "--progress", "none", "--plugins", rules, *files_of(sample))
    assert "cost-centre 1.0.0: " in result.stderr and "answers from now on" in result.stderr
    return store


def records(server):
    return {p["name"]: int(p["counters"]["records"]) for p in server.data("{ plugins { name counters { records } } }")["plugins"]}


def settled(answer):
    """The answer, or nothing where values of a plugin are still being stored."""
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    return None if "PLUGIN_VALUES_PENDING" in codes else answer


def all_lines(server, month, condition=None):
    page = server.data(LINES, {"m": month, "f": condition})["credits"]["lines"]
    return page["nodes"], page["totalCount"]


def test_queries_read_what_the_import_stored(stored, filled, rules):
    server = start(stored, "--plugins", str(rules))
    try:
        month = server.data("{ months }")["months"][0]
        before = records(server)
        lines, _ = all_lines(server, month)
        assert records(server) == before, "a query asked a plugin"
        other = start(filled, "--plugins", str(rules))
        try:
            # Worked out when asked, or by the pass beside requests: the same either way.
            assert [line["transforms"] for line in all_lines(other, month)[0]] == [line["transforms"] for line in lines]
        finally:
            stop(other)
    finally:
        assert stop(server) == 0
    creditgraph("verify", "--store", stored)


def test_filters_and_groups_over_stored_values(stored, rules):
    server = start(stored, "--plugins", str(rules))
    try:
        for month in server.data("{ months }")["months"]:
            body = server.data(GROUPS, {"m": month, "d": "COST_CENTRE"})["credits"]
            assert sum(g["totals"]["lines"] for g in body["by"]["nodes"]) == body["totals"]["lines"]
            assert sum(Decimal(g["totals"]["earned"]) for g in body["by"]["nodes"]) == Decimal(body["totals"]["earned"])
            for group in body["by"]["nodes"][:5]:
                lines, count = all_lines(server, month, {"costCentre": {"in": [group["key"]]}})
                assert count == group["totals"]["lines"] and {line["costCentre"] for line in lines} == {group["key"]}
    finally:
        assert stop(server) == 0


PAGED = """query($m: Month!, $f: CreditFilter, $a: String) { credits(period: {month: $m}, filter: $f) {
    lines(first: 1000, after: $a) { totalCount pageInfo { endCursor hasNextPage } nodes {
    id costCentre costCentreSource providerCredit resellerCredit } } } }"""


def test_conditions_give_the_lines_that_a_client_would_pick(stored, rules):
    server = start(stored, "--plugins", str(rules))
    try:
        month = server.data("{ months }")["months"][-1]

        def paged(condition=None):
            nodes, after = [], None
            while True:
                page = server.data(PAGED, {"m": month, "f": condition, "a": after})["credits"]["lines"]
                nodes += page["nodes"]
                after = page["pageInfo"]["endCursor"]
                if not page["pageInfo"]["hasNextPage"]:
                    assert page["totalCount"] == len(nodes)
                    return nodes

        lines = paged()
        values = sorted(Decimal(line["providerCredit"]) for line in lines)
        low, high = values[len(values) // 3], values[-len(values) // 10]
        source = lines[0]["costCentreSource"]
        part = lines[0]["costCentre"][1:3]
        picked = 0
        for condition, fits in [
            ({"providerCredit": {"min": str(low)}}, lambda x: Decimal(x["providerCredit"]) >= low),
            ({"providerCredit": {"min": str(low), "max": str(high)}}, lambda x: low <= Decimal(x["providerCredit"]) <= high),
            ({"resellerCredit": {"max": 0}}, lambda x: Decimal(x["resellerCredit"]) <= 0),
            ({"costCentreSource": {"in": [source]}, "providerCredit": {"min": str(low)}},
             lambda x: x["costCentreSource"] == source and Decimal(x["providerCredit"]) >= low),
            ({"costCentre": {"contains": part.swapcase()}}, lambda x: part.lower() in x["costCentre"].lower()),
            ({"costCentreSource": {"in": ["no such source"]}}, lambda x: False),
            ({"providerCredit": {"isNull": True}}, lambda x: x["providerCredit"] is None),
            ({"providerCredit": {"isNull": False}}, lambda x: x["providerCredit"] is not None),
        ]:
            expected = [line for line in lines if fits(line)]
            assert paged(condition) == expected, condition
            picked += 0 < len(expected) < len(lines)
        assert picked >= 3, "the sample has too little to pick from"
        refused = server.ask(PAGED, {"m": month, "f": {"providerCredit": {"min": "9" * 60}}})
        assert {error["extensions"]["code"] for error in refused["errors"]} == {"BAD_FILTER"}
    finally:
        assert stop(server) == 0


@pytest.mark.parametrize("policy", ["null", "reject_row"])
def test_a_record_that_a_plugin_gives_up_is_stored_as_that(filled, policy, tmp_path):
    plugins = tmp_path / "plugins"
    rule = plugins / "picky"
    (rule / "cases").mkdir(parents=True)
    (rule / "plugin.json").write_text(json.dumps({
        "name": "picky", "version": "1.0.0", "description": "Gives some lines up.", "abi": "1.0", "runtime": "lua",
        "code": "rule.lua", "order": 1, "failure": {"policy": policy},
        "hooks": {"lines": {"inputs": ["resourceGroup"], "outputs": {"pickyGroup": {"type": "text"}}}}}))
    (rule / "rule.lua").write_text("""function lines(row, out)
  local group = row.resourceGroup
  if not group or not group:has_prefix("rg-") then reject "it has no group of ours" end
  out.pickyGroup = group
end
""")
    (rule / "cases" / "one.json").write_text(json.dumps({
        "call": "lines", "input": [{"resourceGroup": "rg-a"}], "expected": [{"pickyGroup": "rg-a"}]}))
    store = f"sqlite:{tmp_path / 'copy.db'}"
    creditgraph("backup", "--store", filled, tmp_path / "copy.db")
    month = "2026-10"
    result = creditgraph("compute", "--store", store, "--month", month, "--plugins", plugins)
    assert "picky 1.0.0: " in result.stderr
    server = start(store, "--plugins", str(plugins))
    try:
        query = """query($m: Month!, $f: CreditFilter) { credits(period: {month: $m}, filter: $f) {
            lines(first: 1000) { totalCount nodes { id pickyGroup } } } }"""
        answer = server.ask(query, {"m": month})
        nodes = answer["data"]["credits"]["lines"]["nodes"]
        given_up = [node["id"] for node in nodes if node["pickyGroup"] is None]
        assert 0 < len(given_up) < len(nodes)
        errors = answer.get("errors", [])
        if policy == "null":
            assert errors == []
        else:
            assert errors and all("it has no group of ours" in error["message"] for error in errors)
        # Filters are answered once the server has stored the other months too; until then it says so.
        for asked in (True, False):
            answer = until(lambda: settled(server.ask(query, {"m": month, "f": {"pickyGroup": {"isNull": asked}}})))
            page = answer["data"]["credits"]["lines"]
            assert page["totalCount"] > 0 and all((node["pickyGroup"] is None) == asked for node in page["nodes"])
            expected = [node["id"] for node in nodes if (node["id"] in given_up) == asked]
            assert [node["id"] for node in page["nodes"]][:len(expected)] == expected
    finally:
        assert stop(server) == 0
    creditgraph("verify", "--store", store)


def test_a_new_version_is_worked_out_beside_requests_and_the_old_one_explained(stored, sample, rules, tmp_path):
    store = f"sqlite:{tmp_path / 'copy.db'}"
    creditgraph("backup", "--store", stored, tmp_path / "copy.db")
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    put(rules / "cost-centre", plugins)
    server = start(store, "--plugins", str(plugins))
    try:
        month = server.data("{ months }")["months"][0]
        query = """query($m: Month!, $at: DateTime) { credits(period: {month: $m}, asOf: $at) { lines(first: 300) { nodes {
            transforms { plugin version field after } } } } }"""

        def versions(at=None):
            nodes = server.data(query, {"m": month, "at": at})["credits"]["lines"]["nodes"]
            return nodes, {s["version"] for n in nodes for s in n["transforms"] if s["plugin"] == "cost-centre"}

        before, found = versions()
        assert found == {"1.0.0"}
        instant = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        time.sleep(1.1)
        newer = tmp_path / "cost-centre"
        shutil.copytree(rules / "cost-centre", newer)
        manifest = json.loads((newer / "plugin.json").read_text())
        manifest["version"] = "2.0.0"
        (newer / "plugin.json").write_text(json.dumps(manifest))
        put(newer, plugins)
        until(lambda: versions()[1] == {"2.0.0"}, 30)
        # An old invoice is explained by the version that made it.
        old, found = versions(instant)
        assert found == {"1.0.0"} and [
            [s for s in n["transforms"] if s["plugin"] == "cost-centre"] for n in old] == [
            [s for s in n["transforms"] if s["plugin"] == "cost-centre"] for n in before]
    finally:
        assert stop(server) == 0
    creditgraph("verify", "--store", store)


def test_a_killed_import_leaves_nothing_of_its_columns(sample, rules, tmp_path):
    store = f"sqlite:{tmp_path / 'store.db'}"
    files = files_of(sample)
    usage = set(usage_files(sample))
    creditgraph("import", "--store", store, "--progress", "none", *[f for f in files if f not in usage])
    command = [PROGRAM, "import", "--store", store, "--progress", "none", "--plugins", str(rules), *map(str, sorted(usage))]
    for seed in range(6):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.Random(seed).uniform(0.05, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        creditgraph("verify", "--store", store)
    creditgraph("import", "--store", store, "--progress", "none", "--plugins", rules, *usage)
    creditgraph("verify", "--store", store)


def test_sighup_takes_what_no_watch_can_see(rules, filled, tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    for directory, version in ((first, "1.0.0"), (second, "1.1.0")):
        directory.mkdir()
        put(rules / "cost-centre", directory)
        manifest = json.loads((directory / "cost-centre/plugin.json").read_text())
        manifest["version"] = version
        (directory / "cost-centre/plugin.json").write_text(json.dumps(manifest))
    link = tmp_path / "current"
    link.symlink_to(first)
    server = start(filled, "--plugins", str(link))
    try:
        def version():
            return server.data("{ plugins { version state } }")["plugins"]

        # The watched directory is the one behind the link, which does not change.
        aside = tmp_path / "next"
        aside.symlink_to(second)
        os.replace(aside, link)
        time.sleep(1)
        assert version() == [{"version": "1.0.0", "state": "ACTIVE"}]
        server.process.send_signal(signal.SIGHUP)
        until(lambda: version() == [{"version": "1.1.0", "state": "ACTIVE"}])
    finally:
        assert stop(server) == 0


def test_fields_on_every_type(filled, tmp_path):
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    source = tmp_path / "every-type"
    (source / "cases").mkdir(parents=True)
    fields = {"Customer.echoCustomer": ["tenantId", "name"], "Subscription.echoSubscription": ["subscriptionId", "status", "customerTenantId"],
              "PriceItem.echoPrice": ["productId", "unitPrice"], "UsageLine.echoUsage": ["date", "quantity", "meterCategory"],
              "CreditLine.echoCredit": ["eligible", "reason", "earned"], "CreditGroup.echoGroup": ["key", "net", "lines"]}
    (source / "plugin.json").write_text(json.dumps({
        "name": "every-type", "version": "1.0.0", "abi": "1.0", "runtime": "lua", "code": "rule.lua", "schema": "schema.graphql",
        "prefix": "Every", "hooks": {"fields": {
            name: {"inputs": inputs, "outputs": {name.split(".")[1]: {"type": "text"}}} for name, inputs in fields.items()}}}))
    (source / "schema.graphql").write_text("\n".join(
        f'extend type {name.split(".")[0]} {{ "The inputs, with an argument before them." {name.split(".")[1]}(sign: String!, times: Int): String }}'
        for name in fields))
    (source / "rule.lua").write_text("\n".join(
        f"function {name.replace('.', '_')}(row, out, args)\n  out.{name.split('.')[1]} = args.sign .. tostring(args.times or 0) .. "
        + ' .. "|" .. '.join(f"tostring(row.{i})" for i in inputs) + "\nend" for name, inputs in fields.items()))
    given = {"date": "2026-10-01", "quantity": "2", "unitPrice": "2", "earned": "2", "net": "2", "lines": 3, "eligible": True}
    for name, inputs in fields.items():
        record = {i: given.get(i, "a") for i in inputs}
        shown = "|".join(str(value).lower() if value is True else str(value) for value in record.values())
        (source / f"cases/{name}.json").write_text(json.dumps({
            "call": name, "input": [{**record, "args.sign": "+", "args.times": 2}], "expected": [{name.split(".")[1]: f"+2{shown}"}]}))
    put(source, plugins)
    checked = creditgraph("plugin", "check", source, check=None)
    assert checked.returncode == 0, checked.stderr
    server = start(filled, "--plugins", str(plugins))
    try:
        month = server.data("{ months }")["months"][0]
        answer = server.data("""query($m: Month!) {
            customers(first: 5) { nodes { tenantId name echoCustomer(sign: "+", times: 2) } }
            subscriptions(first: 5) { nodes { subscriptionId status customer { tenantId } echoSubscription(sign: "-") } }
            usage(period: {month: $m}, first: 5) { nodes { date quantity meterCategory echoUsage(sign: "*")
              publishedPrices { productId unitPrice { amount } echoPrice(sign: "/", times: 1) } } }
            credits(period: {month: $m}) { lines(first: 5) { nodes { eligible reason earned { amount } echoCredit(sign: "=") } }
              by(dimension: CUSTOMER, first: 3) { nodes { key totals { net lines } echoGroup(sign: "%", times: 3) } } } }""", {"m": month})
        for node in answer["customers"]["nodes"]:
            assert node["echoCustomer"] == f"+2{node['tenantId']}|{node['name']}"
        for node in answer["subscriptions"]["nodes"]:
            assert node["echoSubscription"] == f"-0{node['subscriptionId']}|{node['status']}|{node['customer']['tenantId']}"

        def same(text, sign, amount, *others):
            assert text.startswith(sign), text
            parts = text[len(sign):].split("|")
            place = next(index for index, part in enumerate(parts) if part not in others)
            assert Decimal(parts.pop(place)) == Decimal(amount) and parts == list(others), text

        prices = 0
        for node in answer["usage"]["nodes"]:
            same(node["echoUsage"], "*0", node["quantity"], node["date"], node["meterCategory"])
            for price in node["publishedPrices"]:
                same(price["echoPrice"], "/1", price["unitPrice"]["amount"], price["productId"])
                prices += 1
        assert prices > 0
        for node in answer["credits"]["lines"]["nodes"]:
            same(node["echoCredit"], "=0", node["earned"]["amount"], "true" if node["eligible"] else "false", node["reason"])
        for node in answer["credits"]["by"]["nodes"]:
            same(node["echoGroup"], "%3", node["totals"]["net"], node["key"], str(node["totals"]["lines"]))
        refused = server.ask('{ customers(first: 1) { nodes { echoCustomer } } }')
        assert "echoCustomer(sign:)" in refused["errors"][0]["message"]
    finally:
        assert stop(server) == 0
