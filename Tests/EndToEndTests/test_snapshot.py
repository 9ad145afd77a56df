"""Answers that name what they were made from, and answers from such a state after the data has moved."""
import csv
import json
import time

import pytest

from conftest import creditgraph, files_of, new_key, reports, start, stop, usage_files

JSON = {"Content-Type": "application/json"}

QUERIES = {
    "customers": "{ customers(first: 100) { totalCount nodes { id name tenantId accessGrants(first: 50) { nodes { id from until } } } } }",
    "credits": """{ credits(period: {month: "2026-10"}) { totals { list net earned missed lines eligibleLines }
        by(dimension: CUSTOMER) { nodes { key label totals { earned missed } } } incomplete { kind text lines } } }""",
    "usage": """{ usage(period: {month: "2026-10"}, first: 40) { totalCount pageInfo { endCursor } nodes { id date quantity
        unitPrice { amount currency } credit { reason earned { amount } missed { amount } explanation { summary } } source { line import { name } } } } }""",
    "imports": "{ imports(first: 200) { totalCount nodes { id kind state name rows rejected } } }",
    "audit": "{ audit { totalCount nodes { id at by action object { id } } } }",
    "today": "{ partner { name programAgreement { active from } } serviceFindings { on operatedNotEarning { id } earningNotOperated { id } } }",
}


@pytest.fixture
def moving(sample, tmp_path):
    """A server over a store that may change, and the usage file that was imported into it."""
    store = f"sqlite:{tmp_path / 'moving.db'}"
    creditgraph("import", "--store", store, "--progress", "none", *files_of(sample))
    server = start(store)
    server.store = store
    yield server
    assert stop(server) == 0


def post(server, query, snapshot, key=None, **more):
    body = json.dumps({"query": query, "extensions": {"snapshot": snapshot}, **more}).encode()
    return server.request(body=body, headers={**JSON, "Authorization": f"Bearer {key or server.key}"})


def correct(server, sample, tmp_path):
    """Imports the same usage once more with another quantity in one line, as a later file of the same invoice."""
    for file in usage_files(sample):
        with file.open(newline="") as source:
            rows = list(csv.reader(source))
        october = [row for row in rows[1:] if "10/" in row[rows[0].index("UsageDate")][:3] or row[rows[0].index("UsageDate")][:7] == "2026-10"]
        if october:
            break
    october[0][rows[0].index("Quantity")] = "12345.678"
    changed = tmp_path / file.name
    with changed.open("w", newline="") as target:
        csv.writer(target).writerows(rows)
    result = creditgraph("import", "--store", server.store, "--progress", "none", "--as-of", "2031-01-01T00:00:00Z", changed)
    assert [report["state"] for report in reports(result)] == ["DONE"], result.stdout


def seen(server, query, before):
    """Waits until the server shows what another process has imported."""
    for _ in range(100):
        if server.ask(query) != before:
            return
        time.sleep(0.1)
    raise AssertionError("the change never showed")


def test_the_same_snapshot_gives_the_same_bytes_after_a_correction(moving, sample, tmp_path):
    kept, restricted = {}, {}
    tenant = moving.data("{ customers(first: 1) { nodes { tenantId } } }")["customers"]["nodes"][0]["tenantId"]
    narrow = new_key(moving.store, "--customers", tenant)
    time.sleep(0.3)
    for name, query in QUERIES.items():
        status, _, body = post(moving, query, True)
        answer = json.loads(body)
        assert status == 200 and "errors" not in answer, (name, answer.get("errors"))
        token = answer["extensions"]["snapshot"]
        assert token.count("/") == 4
        kept[name] = (token, body)
        assert post(moving, query, token)[2] == body, name
        _, _, narrowed = post(moving, query, token, key=narrow)
        restricted[name] = narrowed
    before = moving.ask(QUERIES["credits"])
    correct(moving, sample, tmp_path)
    seen(moving, QUERIES["credits"], before)
    # A change by mutation too: access, ledger and audit.
    grants = moving.data("{ customers(first: 100) { nodes { accessGrants(first: 50) { nodes { id until from } } } } }")
    grant = next(g for c in grants["customers"]["nodes"] for g in c["accessGrants"]["nodes"] if g["until"] is None)
    changed = moving.data("""mutation($g: ID!) { removeAccess(input: {clientMutationId: "s1", grant: $g, at: "2026-10-20T00:00:00Z"}) {
        grant { until } userErrors { code } } }""", {"g": grant["id"]})
    assert changed["removeAccess"]["userErrors"] == []
    for name, (token, body) in kept.items():
        status, _, again = post(moving, QUERIES[name], token)
        assert status == 200 and again == body, (name, again[:400], body[:400])
        assert post(moving, QUERIES[name], token, key=narrow)[2] == restricted[name], name
    # Without the token the answers are others.
    assert moving.ask(QUERIES["credits"]) != before
    assert json.loads(kept["imports"][1])["data"] != moving.data(QUERIES["imports"])


def test_a_mutation_names_what_came_of_it(moving):
    grants = moving.data("{ customers(first: 100) { nodes { accessGrants(first: 50) { nodes { id until } } } } }")
    grant = next(g for c in grants["customers"]["nodes"] for g in c["accessGrants"]["nodes"] if g["until"] is None)
    query = """mutation($g: ID!) { removeAccess(input: {clientMutationId: "m1", grant: $g, at: "2026-10-20T00:00:00Z"}) { grant { until } } }"""
    token = json.loads(post(moving, query, True, variables={"g": grant["id"]})[2])["extensions"]["snapshot"]
    shown = json.loads(post(moving, "{ audit { totalCount } }", token)[2])
    assert shown["data"]["audit"]["totalCount"] == 1 and shown["extensions"]["snapshot"] == token


@pytest.mark.parametrize("snapshot, code", [
    ("nonsense", "BAD_SNAPSHOT"), ("1/2/3/4/5", "BAD_SNAPSHOT"), (7, "BAD_REQUEST"),
    ("1/0000000000000000@2026-01-01T00:00:00Z/s000000000000/p0/2026-01-01T00:00:00Z", "SNAPSHOT_GONE"),
])
def test_what_is_no_snapshot(server, snapshot, code):
    _, _, body = post(server, "{ months }", snapshot)
    answer = json.loads(body)
    assert answer["errors"][0]["extensions"]["code"] == code and "data" not in answer


def test_a_state_that_never_was_is_gone(server):
    token = json.loads(post(server, "{ months }", True)[2])["extensions"]["snapshot"]
    revision, data, *rest = token.split("/")
    forged = "/".join([revision, "0123456789abcdef@" + data.split("@")[1], *rest])
    answer = json.loads(post(server, "{ months }", forged)[2])
    assert answer["errors"][0]["extensions"]["code"] == "SNAPSHOT_GONE"


def test_what_no_snapshot_keeps(server):
    token = json.loads(post(server, "{ months }", True)[2])["extensions"]["snapshot"]
    for query, snapshot in [("{ plugins { counters { batches } } }", True), ("mutation { reloadPlugins { plugins { name } } }", token)]:
        answer = json.loads(post(server, query, snapshot)[2])
        assert answer["errors"][0]["extensions"]["code"] == "SNAPSHOT_NOT_OFFERED", answer


def test_who_does_not_ask_is_told_nothing(server):
    assert "extensions" not in server.ask("{ months }")
    body = json.dumps({"query": "{ months }", "extensions": {"snapshot": False}}).encode()
    assert b"extensions" not in server.request(body=body, headers={**JSON, "Authorization": f"Bearer {server.key}"})[2]
