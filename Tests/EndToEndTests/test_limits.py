"""What one client may take from the server, and what it hears when it wants more."""
import json
import socket
import threading
import time

import pytest

from conftest import creditgraph, new_key, start, stop

HEAVY = """query Heavy($m: Month!) { credits(period: {month: $m}) { by(dimension: PRODUCT, first: 1000) { nodes { key totals { earned } } }
  lines(first: 1000) { nodes { id reason explanation { summary steps { text } } } } } }"""


@pytest.fixture(scope="module")
def tight(filled):
    server = start(filled, "--max-body-bytes", "5000", "--max-header-bytes", "4096", "--receive-seconds", "1",
                   "--idle-seconds", "2", "--max-connections-per-address", "50", "--max-cost", "1000", "--max-errors", "3",
                   "--cost-budget", "2000", "--cost-per-second", "1")
    server.store = filled
    yield server
    assert stop(server) == 0


def post(server, body, key=None):
    status, headers, answer = server.request(body=json.dumps(body).encode(), headers={
        "Content-Type": "application/json", "Authorization": f"Bearer {key or server.key}"})
    return status, headers, json.loads(answer)


def raw(server, data, timeout=10, ends=False):
    """What the server says to bytes, until it closes; `ends`: the client says that it sends no more."""
    with socket.create_connection(("127.0.0.1", server.port), timeout) as connection:
        connection.sendall(data)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
        except ConnectionResetError:
            pass
        return answer


def test_cost_is_checked_before_and_told(tight):
    key = new_key(tight.store)
    status, _, answer = post(tight, {"query": "{ customers(first: 1000) { nodes { subscriptions(first: 100) { nodes { id } } } } }"}, key)
    assert status == 200 and answer["errors"][0]["extensions"]["code"] == "COST_LIMIT_EXCEEDED" and "data" not in answer
    status, _, answer = post(tight, {"query": "{ customers(first: 5) { nodes { id } } }", "extensions": {"cost": True}}, key)
    cost = answer["extensions"]["cost"]
    assert 0 < cost["actual"] <= cost["estimated"] <= 1000
    assert cost["budget"]["limit"] == 2000 and 2000 - cost["estimated"] <= cost["budget"]["left"] <= 2000


def test_a_budget_is_per_key(tight):
    key = new_key(tight.store)
    query = {"query": "{ %s }" % " ".join(f"c{n}: customers(first: 20) {{ nodes {{ id }} }}" for n in range(30))}
    for _ in range(100):
        status, headers, answer = post(tight, query, key)
        if status == 429:
            break
    assert status == 429 and answer["errors"][0]["extensions"]["code"] == "COST_BUDGET_EXCEEDED" and int(headers["Retry-After"]) > 0
    assert post(tight, query, new_key(tight.store))[0] == 200


def test_bodies_and_headers_have_limits(tight):
    assert tight.request(body=b" " * 6000, headers={"Content-Type": "application/json"})[0] == 413
    assert b" 431 " in raw(tight, b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 10000 + b"\r\n\r\n").split(b"\r\n")[0]
    assert b" 414 " in raw(tight, b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: a\r\n\r\n").split(b"\r\n")[0]
    assert raw(tight, b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 10000 + b"\r\n").split(b" ")[1:2] in ([b"431"], [])
    assert tight.data("{ __typename }") == {"__typename": "Query"}


@pytest.fixture(scope="module")
def small(filled):
    server = start(filled, "--max-fields", "20", "--max-root-fields", "5", "--max-aliases", "4", "--max-directives", "3",
                   "--max-page-size", "60", "--max-depth", "8")
    yield server
    assert stop(server) == 0


def asking(server, query="{ __typename }", length=None, extra=b""):
    body = json.dumps({"query": query}).encode()
    return (f"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer {server.key}\r\n"
            f"Content-Length: {len(body) if length is None else length}\r\n").encode() + extra + b"\r\n" + body


TYPE, OTHER = b'{"data":{"__typename":"Query"}}', b'{"data":{"other":"Query"}}'


# What is sent, after which the client says that it sends no more, and what the answers are: statuses and parts of bodies.
@pytest.mark.parametrize("make, statuses, parts", [
    (lambda s: asking(s), [200], [TYPE]),
    (lambda s: asking(s, "{ other: __typename }"), [200], [OTHER]),
    # One behind the other: the library takes the first of them for the last.
    (lambda s: asking(s) + asking(s, "{ other: __typename }") + asking(s), [200], [TYPE]),
    (lambda s: asking(s)[:-5], [], []),
    (lambda s: asking(s)[:40], [], []),
    (lambda s: b"", [], []),
    (lambda s: asking(s, length=10_000), [], []),
    # Shorter than the body: the rest is no request.
    (lambda s: asking(s, length=10), [400], [b"not valid JSON"]),
    (lambda s: asking(s, length=-1), [400], []),
    (lambda s: asking(s, length=str(2 ** 70)), [413], []),
    (lambda s: asking(s, extra=b"X: a\x00b\r\n"), [200], [TYPE]),
    (lambda s: asking(s, extra=b"X: \xff\xfe\r\n"), [200], [TYPE]),
    (lambda s: b"GET /heal\x00thz HTTP/1.1\r\nHost: a\r\n\r\n", [404], []),
    (lambda s: b"GET /%00%ff%zz HTTP/1.1\r\nHost: a\r\n\r\n", [404], []),
    (lambda s: b"\x00" * 2000, [], []),
    (lambda s: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x11" * 500, [], []),
])
def test_clients_that_send_no_more_and_what_is_no_request(server, make, statuses, parts):
    answer = raw(server, make(server), ends=True)
    assert [int(line.split()[1]) for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")][:len(statuses) or None] == statuses, answer
    place = 0
    for part in parts:
        assert part in answer[place:], answer
        place = answer.index(part, place) + len(part)
    assert server.data("{ __typename }") == {"__typename": "Query"}


@pytest.mark.parametrize("query, code", [
    ("{ a: months b: months c: months d: months }", None),
    ("{ a: months b: months c: months d: months e: months }", "TOO_MANY_ALIASES"),
    ("{ months a: months b: months ...F } fragment F on Query { c: months d: months months }", "TOO_MANY_ROOT_FIELDS"),
    ("{ customers(first: 1) { nodes { ...A ...A ...A } } } fragment A on Customer { id name country { code } agreements { nodes { id } } }",
     "TOO_MANY_FIELDS"),
    ("{ months @skip(if: false) @include(if: true) ...F @include(if: true) } fragment F on Query { months @skip(if: false) }",
     "TOO_MANY_DIRECTIVES"),
    ("{ customers(first: 60) { nodes { id } } }", None),
    ("{ customers(first: 61) { nodes { id } } }", "PAGE_TOO_LARGE"),
    ("{ customers(last: 61) { nodes { id } } }", "PAGE_TOO_LARGE"),
    ("{ customers { nodes { subscriptions(first: 100) { nodes { id } } } } }", "PAGE_TOO_LARGE"),
    ("{ imports(first: 100) { nodes { id } } }", "PAGE_TOO_LARGE"),
    ("{ customers { nodes { id } } }", None),
])
def test_operations_have_a_size(small, query, code):
    answer = small.ask(query)
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    assert codes == ({code} if code else set()), answer


def test_errors_are_listed_up_to_the_limit(tight):
    fields = " ".join(f"a{n}: nope{n}" for n in range(20))
    answer = post(tight, {"query": "{ %s }" % fields}, new_key(tight.store))[2]
    assert len(answer["errors"]) <= 4


@pytest.mark.parametrize("begin", [b"", b"GET /healthz HT", b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"])
def test_who_sends_drop_by_drop_is_cut_off(tight, begin):
    with socket.create_connection(("127.0.0.1", tight.port), 10) as connection:
        connection.sendall(begin)
        began = time.time()
        with pytest.raises(OSError):
            while time.time() - began < 8:
                connection.sendall(b"x")
                time.sleep(0.2)
        assert time.time() - began < 6


def test_one_address_has_so_many_connections(tight):
    connections = []
    try:
        for _ in range(80):
            connections.append(socket.create_connection(("127.0.0.1", tight.port), 5))
        answered = 0
        for connection in connections:
            try:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                answered += connection.recv(100).startswith(b"HTTP/1.1 200")
            except OSError:
                pass
        assert 0 < answered <= 50
    finally:
        for connection in connections:
            connection.close()
    time.sleep(0.2)
    assert tight.request("/healthz")[0] == 200


def test_a_deadline_stops_the_work(filled):
    server = start(filled, "--request-seconds", "1", "--max-cost", "0")
    month = server.data("{ months }")["months"][0]
    # Each part explains a thousand lines, which takes tenths of a second; all of them would take many seconds.
    part = "credits(period: {month: $m}) { lines(first: 1000) { nodes { explanation { summary steps { text } } } } }"
    query = "query($m: Month!) { " + " ".join(f"c{number}: {part}" for number in range(60)) + " }"
    began = time.monotonic()
    answer = server.ask(query, {"m": month})
    took = time.monotonic() - began
    assert "DEADLINE_EXCEEDED" in {error["extensions"]["code"] for error in answer["errors"]}
    assert 0.9 < took < 5, took
    assert server.data("{ months }") and stop(server) == 0


# One that is heavy, and an array of two that are heavy together.
@pytest.mark.parametrize("parts", [1, 2])
def test_small_queries_stay_quick_while_heavy_ones_wait_and_too_many_hear_503(filled, server, parts):
    month = server.data("{ months }")["months"][0]
    one = {"query": HEAVY, "variables": {"m": month}}
    told = server.request(body=json.dumps({**one, "extensions": {"cost": True}}).encode(), headers={
        "Content-Type": "application/json", "Authorization": f"Bearer {server.key}"})[2]
    cost = json.loads(told)["extensions"]["cost"]["estimated"]
    server = start(filled, "--heavy-cost", str(cost * (parts + 1) // 2), "--max-waiting", "8", "--workers", "2", "--max-batch", "2")
    statuses, halt = [], threading.Event()

    def heavy():
        while not halt.is_set():
            status, headers, _ = server.request(body=json.dumps(one if parts == 1 else [one, one]).encode(), headers={
                "Content-Type": "application/json", "Authorization": f"Bearer {server.key}"})
            statuses.append(status)
            assert status != 503 or int(headers["Retry-After"]) >= 1

    threads = [threading.Thread(target=heavy) for _ in range(24)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    times = []
    for _ in range(100):
        began = time.time()
        assert server.data('query($m: Month!) { credits(period: {month: $m}) { totals { earned } } }', {"m": month})
        times.append(time.time() - began)
    halt.set()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200, 503}
    # Without a line of their own the heavy ones would stand before each of these, eight at a time.
    assert sorted(times)[50] < 0.25
    assert stop(server) == 0


@pytest.mark.parametrize("arguments", [["--max-body-bytes", "0"], ["--max-cost", "x"], ["--idle-seconds", "0"],
                                       ["--max-header-bytes", "1"], ["--max-fields", "many"],
                                       ["--max-aliases", "x"], ["--max-page-size", "49"], ["--max-page-size", "1001"], ["--cost-per-second", "0"], ["--request-seconds", "a"]])
def test_settings_are_checked(arguments, tmp_path):
    result = creditgraph("serve", *arguments, "--store", f"sqlite:{tmp_path}/x.db", check=64)
    assert f"SETTING_{arguments[0][2:].replace('-', '').upper()}" in result.stderr
