"""Spans by OTLP over HTTP, to a collector of our own."""
import http.client
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conftest import creditgraph, start, stop

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector:
    def __init__(self):
        self.bodies, self.headers, self.status, self.delay = [], [], 200, 0
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(collector.delay)
                if collector.status == 200:
                    collector.bodies.append((self.path, json.loads(body)))
                    collector.headers.append(dict(self.headers))
                self.send_response(collector.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/traces"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def spans(self):
        return [span for _, body in list(self.bodies) for resource in body["resourceSpans"]
                for scope in resource["scopeSpans"] for span in scope["spans"]]

    def wait(self, wanted, seconds=15):
        for _ in range(seconds * 20):
            found = [span for span in self.spans if wanted(span)]
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"no such span among {[span['name'] for span in self.spans]}")


@pytest.fixture
def collector():
    made = Collector()
    yield made
    made.server.shutdown()


def attributes(span):
    return {entry["key"]: next(iter(entry["value"].values())) for entry in span["attributes"]}


def ask(server, query, trace=None, name=None):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {server.key}"}
    if trace:
        headers["traceparent"] = trace
    return server.request(body=json.dumps({"query": query}).encode(), headers=headers)


def test_spans_of_a_request(filled, collector):
    server = start(filled, "--trace-endpoint", collector.url, "--trace-headers", "X-Api-Key=secret-header,X-Other=a b")
    try:
        begin = time.time_ns()
        _, headers, _ = ask(server, "query Traced { customers(first: 5) { nodes { name } } credits(period: {month: \"2026-10\"}) { totals { earned } } }",
                            f"00-{TRACE}-{PARENT}-01")
        end = time.time_ns()
        request = collector.wait(lambda span: span["traceId"] == TRACE and span["kind"] == 2)[0]
        assert request["parentSpanId"] == PARENT and request["name"] == "POST /graphql"
        assert headers["traceparent"] == f"00-{TRACE}-{request['spanId']}-01"
        about = attributes(request)
        assert about["graphql.operation.name"] == "Traced" and about["graphql.operation.type"] == "query"
        assert about["http.response.status_code"] == "200" and about["creditgraph.outcome"] == "ok"
        inner = {span["name"]: span for span in collector.spans if span["traceId"] == TRACE and span is not request and span["kind"] == 1}
        assert set(inner) == {"graphql.prepare", "graphql.execute"}
        spans = [request, *inner.values()]
        assert len({span["spanId"] for span in spans}) == 3 and all(len(span["spanId"]) == 16 and int(span["spanId"], 16) for span in spans)
        for span in spans:
            first, last = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
            # The clock that never jumps and the wall's may differ by a little.
            assert begin - 2_000_000 <= first <= last <= end + 2_000_000, span["name"]
            assert int(request["startTimeUnixNano"]) <= first and last <= int(request["endTimeUnixNano"])
        for span in inner.values():
            assert span["parentSpanId"] == request["spanId"]
        assert int(inner["graphql.prepare"]["endTimeUnixNano"]) <= int(inner["graphql.execute"]["startTimeUnixNano"])
        resource = collector.bodies[0][1]["resourceSpans"][0]["resource"]
        assert {"key": "service.name", "value": {"stringValue": "creditgraph"}} in resource["attributes"]
        assert collector.bodies[0][0] == "/v1/traces"
        assert collector.headers[0]["X-Api-Key"] == "secret-header" and collector.headers[0]["X-Other"] == "a b"
        assert collector.headers[0]["Content-Type"] == "application/json"
    finally:
        stop(server)
    assert "secret-header" not in server.process.stderr.read().decode()


def test_what_the_caller_does_not_sample_is_not_sent_and_what_has_no_caller_begins_a_trace(filled, collector):
    server = start(filled, "--trace-endpoint", collector.url)
    try:
        ask(server, "query Unsampled { __typename }", f"00-{TRACE}-{PARENT}-00")
        ask(server, "query Fresh { __typename }")
        fresh = collector.wait(lambda span: attributes(span).get("graphql.operation.name") == "Fresh")[0]
        assert "parentSpanId" not in fresh and len(fresh["traceId"]) == 32 and fresh["traceId"] != TRACE
        assert not [span for span in collector.spans if span["traceId"] == TRACE]
    finally:
        stop(server)


def test_what_still_waits_is_sent_at_the_end(filled, collector):
    server = start(filled, "--trace-endpoint", collector.url)
    ask(server, "query Last { __typename }")
    assert stop(server) == 0
    assert [span for span in collector.spans if attributes(span).get("graphql.operation.name") == "Last"]


def test_a_share_of_none_sends_only_what_callers_ask_for(filled, collector):
    server = start(filled, "--trace-endpoint", collector.url, "--trace-percent", "0")
    try:
        ask(server, "query Fresh { __typename }")
        ask(server, "query Asked { __typename }", f"00-{TRACE}-{PARENT}-01")
        collector.wait(lambda span: span["traceId"] == TRACE)
        assert {span["traceId"] for span in collector.spans} == {TRACE}
    finally:
        stop(server)


@pytest.mark.parametrize("status, delay", [(503, 0), (200, 3)])
def test_a_collector_that_fails_or_is_slow_stops_no_request(filled, collector, status, delay):
    collector.status, collector.delay = status, delay
    server = start(filled, "--trace-endpoint", collector.url, "--metrics", "open")
    try:
        begin = time.time()
        for _ in range(300):
            assert ask(server, "{ __typename }")[0] == 200
        assert time.time() - begin < 20
        if status == 503:
            for _ in range(200):
                text = server.request("/metrics")[2].decode()
                if 'creditgraph_trace_spans_total{result="failed"}' in text and 'result="failed"} 0' not in text:
                    break
                time.sleep(0.05)
            assert 'result="failed"} 0' not in text
        else:
            # More than the queue takes while a batch is under way: the rest is dropped, and said so.
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            for _ in range(5000):
                connection.request("POST", "/graphql", b'{"query":"{ __typename }"}',
                                   {"Content-Type": "application/json", "Authorization": f"Bearer {server.key}"})
                assert connection.getresponse().read() == b'{"data":{"__typename":"Query"}}'
            text = server.request("/metrics")[2].decode()
            assert int(re.search(r'trace_spans_total\{result="dropped"\} (\d+)', text)[1]) > 0
    finally:
        assert stop(server) == 0
    told = server.process.stderr.read().decode()
    if status == 200:
        assert "spans were not exported before the end" in told
    if status == 503:
        assert told.count("spans cannot be exported") == 1 and collector.url not in told


@pytest.mark.parametrize("settings, code", [
    (["--trace-endpoint", "collector:4318"], "SETTING_TRACEENDPOINT"),
    (["--trace-endpoint", "http://127.0.0.1:1/v1/traces", "--trace-headers", "nonsense"], "SETTING_TRACEHEADERS"),
    (["--trace-endpoint", "http://127.0.0.1:1/v1/traces", "--trace-percent", "101"], "SETTING_TRACEPERCENT"),
])
def test_wrong_settings_are_told(settings, code, store):
    assert code in creditgraph("serve", "--store", store, "--listen", "127.0.0.1:0", *settings, check=64).stderr
