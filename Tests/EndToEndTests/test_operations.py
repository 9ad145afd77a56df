"""What a server tells those who run it: metrics, logs, traces, and how it stops."""
import json
import re
import signal
import time

import pytest

from conftest import creditgraph, new_key, start, stop

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def watched(filled, tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    server = start(filled, "--access-log", folder / "access.log", "--audit-log", folder / "audit.log",
                   "--slow-milliseconds", "1", "--log-format", "json")
    server.folder, server.store = folder, filled
    yield server
    if server.process.poll() is None:
        stop(server)


def samples(text):
    """Metrics by name and labels; every line must be one, or a comment."""
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+", line), line
            continue
        match = re.fullmatch(r"([a-z_]+(?:\{[^}]*\})?) ([0-9.]+)", line)
        assert match, line
        assert match[1] not in found, line
        found[match[1]] = float(match[2])
    return found


def metrics(server, key=None):
    status, headers, body = server.request("/metrics", headers={"Authorization": f"Bearer {key or server.key}"})
    assert status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return samples(body.decode())


def test_metrics_count_what_was_asked(watched):
    before = metrics(watched)
    for _ in range(5):
        watched.data("query Named { months }")
    watched.ask("{ nope }")
    after = metrics(watched)
    name = 'creditgraph_graphql_requests_total{kind="query",outcome="ok"}'
    assert after[name] - before[name] == 5
    assert after['creditgraph_operation_requests_total{operation="Named"}'] == 5
    wrong = 'creditgraph_graphql_requests_total{kind="none",outcome="request_error"}'
    assert after[wrong] - before[wrong] == 1
    assert after["creditgraph_http_request_seconds_count"] > before["creditgraph_http_request_seconds_count"]
    assert after["creditgraph_store_readable"] == 1 and after["creditgraph_store_revision"] > 0
    assert after['creditgraph_plan_cache_lookups_total{result="hit"}'] >= 4
    assert after["process_resident_memory_bytes"] > 1e6 and after["creditgraph_connections"] >= 1
    assert after['creditgraph_imports{state="DONE"}'] > 0
    buckets = [value for name, value in after.items() if name.startswith("creditgraph_http_request_seconds_bucket")]
    assert buckets == sorted(buckets) and buckets[-1] == after["creditgraph_http_request_seconds_count"]


def test_metrics_need_a_key_without_a_customer_scope(watched):
    assert watched.request("/metrics")[0] == 401
    customer = watched.data("{ customers(first: 1) { nodes { tenantId } } }")["customers"]["nodes"][0]["tenantId"]
    key = new_key(watched.store, "--customers", customer)
    assert watched.request("/metrics", headers={"Authorization": f"Bearer {key}"})[0] == 403
    assert watched.request("/metrics", b"", {"Authorization": f"Bearer {watched.key}"}, "POST")[0] == 405


def test_a_trace_is_taken_up_and_logged(watched):
    _, headers, _ = watched.request(
        body=b'{"query":"query Traced { months }"}', headers={
            "Content-Type": "application/json", "Authorization": f"Bearer {watched.key}",
            "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
    assert re.fullmatch(f"00-{TRACE}-[0-9a-f]{{16}}-01", headers["traceparent"])
    assert "00f067aa0ba902b7" not in headers["traceparent"]
    for _ in range(50):
        traced = [line for line in lines(watched.folder / "access.log") if line.get("operation") == "Traced"]
        if traced:
            break
        time.sleep(0.1)
    line = traced[0]
    assert line["trace"] == TRACE and line["status"] == 200 and line["outcome"] == "ok" and line["kind"] == "query"
    assert line["address"] == "127.0.0.1" and line["path"] == "/graphql" and line["microseconds"] > 0
    assert watched.key not in (watched.folder / "access.log").read_text()


def test_mutations_and_refusals_are_in_the_audit_log(watched):
    watched.ask('mutation Gone { removeAccess(input: {clientMutationId: "a", grant: "x", at: "2099-01-01T00:00:00Z"}) { userErrors { code } } }')
    watched.request(body=b'{"query":"{ months }"}', headers={"Content-Type": "application/json"})
    watched.data("{ months }")
    audit = lines(watched.folder / "audit.log")
    assert {line["status"] for line in audit if line.get("operation") != "Gone"} <= {401, 403}
    gone = [line for line in audit if line.get("operation") == "Gone"]
    assert len(gone) == 1 and gone[0]["viewer"] and gone[0]["kind"] == "mutation"


def test_logs_are_opened_anew_on_sighup(watched):
    (watched.folder / "audit.log").rename(watched.folder / "audit.log.1")
    watched.process.send_signal(signal.SIGHUP)
    for _ in range(50):
        if (watched.folder / "audit.log").exists():
            break
        time.sleep(0.1)
    watched.request(body=b"{}", headers={"Content-Type": "application/json"})
    assert [line["status"] for line in lines(watched.folder / "audit.log")] == [401]


def test_a_stop_first_says_not_ready_and_finishes_what_runs(watched):
    month = watched.data("{ months }")["months"][0]
    watched.data("""query Slow($m: Month!) { credits(period: {month: $m}) { by(dimension: PRODUCT, first: 1000) { nodes {
      key totals { earned } } } lines(first: 1000) { nodes { id reason explanation { summary } } } } }""", {"m": month})
    assert stop(watched) == 0
    log = watched.process.stderr.read().decode()
    slow = [json.loads(line) for line in log.splitlines() if '"a slow request"' in line]
    mine = next(line for line in slow if line.get("operation") == "Slow")
    assert int(mine["cost"]) > 1000 and "waits for the store" in mine["plan"]
    assert mine["document"].startswith("query Slow($m: Month!) { credits(period") and month not in mine["document"]
    assert lines(watched.folder / "access.log")[-1]["operation"] == "Slow"


def test_readiness_goes_first(filled):
    server = start(filled, "--drain-delay-seconds", "2")
    server.process.send_signal(signal.SIGTERM)
    for _ in range(40):
        if server.request("/readyz")[0] == 503:
            break
        time.sleep(0.05)
    assert server.request("/readyz")[0] == 503
    assert "HEALTH_NOT_READY: it answers 503" in creditgraph("health", "--listen", f"127.0.0.1:{server.port}", check=69).stderr
    # It still answers, until the balancer has seen it.
    assert server.data("{ __typename }") == {"__typename": "Query"}
    assert server.process.wait(timeout=10) == 0


@pytest.mark.parametrize("arguments, code", [(["--metrics", "some"], 64), (["--slow-milliseconds", "x"], 64),
                                             (["--access-log", "/nowhere/at/all"], 73)])
def test_settings_are_checked(arguments, code, tmp_path):
    result = creditgraph("serve", *arguments, "--store", f"sqlite:{tmp_path}/x.db", check=code)
    assert "SETTING_" in result.stderr
