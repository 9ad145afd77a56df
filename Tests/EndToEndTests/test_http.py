"""GraphQL over HTTP beyond one request and one answer: arrays, the draft's codes, events, answers in parts."""
import http.client
import json
import signal
import socket
import subprocess
import threading
import time

import pytest

from conftest import PROGRAM, creditgraph, files_of, new_key, start, stop

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def live(sample, tmp_path_factory):
    """A server of its own with everything on, over a store that may change."""
    store = f"sqlite:{tmp_path_factory.mktemp('live') / 'live.db'}"
    creditgraph("import", "--store", store, "--progress", "none", *files_of(sample))
    server = start(store, "--max-batch", "5", "--status-codes", "draft", "--incremental", "on", "--max-streams-per-viewer", "20",
                   "--heartbeat-seconds", "1")
    server.store = store
    yield server
    assert stop(server) == 0


def post(server, body, path="/graphql", key=None, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.request(path, json.dumps(body).encode(), {**JSON, "Authorization": f"Bearer {key or server.key}", **names})


class Events:
    """A stream of events, read line by line."""

    def __init__(self, server, query, path="/graphql", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
        self.connection.request("POST", path, json.dumps({"query": query}), {
            **JSON, "Accept": "text/event-stream", "Authorization": f"Bearer {server.key}", **names})
        self.answer = self.connection.getresponse()

    def next(self):
        """The next event as a dictionary; None at the end of the stream. Comments are skipped."""
        event = {}
        for line in self.answer:
            text = line.decode().rstrip("\n")
            if text.startswith(":"):
                continue
            if text:
                name, _, value = text.partition(": ")
                event[name] = value
            elif event:
                return event
        return event or None

    def close(self):
        # The answer holds the socket too.
        self.answer.close()
        self.connection.close()


def test_an_array_of_requests(live):
    status, headers, body = post(live, [{"query": "{ __typename }"}, {"query": "{ nope }"}, {"query": "{ months }"}])
    answers = json.loads(body)
    assert status == 200 and headers["Content-Type"].startswith("application/json")
    assert answers[0] == {"data": {"__typename": "Query"}} and "errors" in answers[1] and answers[2]["data"]["months"]
    status, _, body = post(live, [{"query": "{ __typename }"}] * 6)
    assert status == 400 and json.loads(body)["errors"][0]["extensions"]["code"] == "BATCH_TOO_LARGE"


@pytest.mark.parametrize("query, status", [("{ __typename }", 200), ("{", 400), ("{ nope }", 422),
                                           ("{ customers(first: 9999) { nodes { id } } }", 294)])
def test_the_codes_of_the_draft(live, query, status):
    assert post(live, {"query": query}, Accept="application/graphql-response+json")[0] == status
    assert post(live, {"query": query}, Accept="application/json")[0] == 200


def test_deferred_parts(live):
    query = "{ partner { name } ... @defer { months } }"
    status, headers, body = post(live, {"query": query}, Accept="multipart/mixed")
    assert status == 200 and headers["Content-Type"] == 'multipart/mixed; boundary="graphql"'
    parts = [json.loads(part.partition(b"\r\n\r\n")[2]) for part in body.split(b"--graphql")[1:-1]]
    assert "months" not in parts[0]["data"] and parts[0]["hasNext"] is True
    assert parts[-1]["hasNext"] is False and any("months" in str(part.get("incremental")) for part in parts[1:])
    assert json.loads(post(live, {"query": query})[2])["data"]["months"]


def grant_of(server):
    grants = server.data("""{ customers(first: 100) { nodes { accessGrants(first: 100) { nodes { id until
      } } } } }""")["customers"]["nodes"]
    return [g["id"] for c in grants for g in c["accessGrants"]["nodes"] if g["until"] is None]


def test_credit_at_risk_arrives_when_access_is_removed(live):
    events = Events(live, "subscription { creditAtRisk { reason subscription { name } perDay { amount } text } }")
    try:
        assert events.answer.status == 200
        for number, grant in enumerate(grant_of(live)):
            live.data("""mutation($i: RemoveAccessInput!) { removeAccess(input: $i) { userErrors { code } } }""",
                      {"i": {"clientMutationId": f"risk-{number}", "grant": grant, "at": "2026-11-05T00:00:00Z"}})
        event = events.next()
        assert event["event"] == "next" and event["id"]
        risk = json.loads(event["data"])["data"]["creditAtRisk"]
        assert risk["reason"] and risk["text"] and float(risk["perDay"]["amount"]) >= 0
    finally:
        events.close()


def test_import_progress_is_told_to_its_end(live, tmp_path):
    """An import of another process: heard of while it runs, then as done, with all its lines."""
    creditgraph("sample", "--out", tmp_path / "more", "--lines", "400000")
    usage = max(tmp_path.joinpath("more").glob("daily-rated-usage*"), key=lambda file: file.stat().st_size)
    running = "{ imports(first: 5) { nodes { id name state rows progress { bytesRead } } } }"
    importing = subprocess.Popen([PROGRAM, "import", "--store", live.store, "--progress", "none", str(usage)], stdout=subprocess.PIPE)
    try:
        found, until = [], time.monotonic() + 60
        while not found and importing.poll() is None and time.monotonic() < until:
            found = [n for n in live.data(running)["imports"]["nodes"] if n["state"] == "RUNNING"]
        assert found and found[0]["name"] == usage.name and found[0]["progress"], found
        # It stands still until somebody listens.
        importing.send_signal(signal.SIGSTOP)
        events = Events(live, f'subscription {{ importProgress(id: "{found[0]["id"]}") {{ id name state rows }} }}')
        assert events.answer.status == 200
        importing.send_signal(signal.SIGCONT)
        heard = []
        while not heard or heard[-1]["state"] == "RUNNING":
            heard.append(json.loads(events.next()["data"])["data"]["importProgress"])
        events.close()
    finally:
        importing.send_signal(signal.SIGCONT)
        report = json.loads(importing.communicate(timeout=120)[0].splitlines()[0])
    assert report["state"] == "DONE" and {event["id"] for event in heard} == {found[0]["id"]}
    assert heard[-1] == {"id": found[0]["id"], "name": usage.name, "state": "DONE", "rows": report["rows"]}
    rows = [event["rows"] for event in heard]
    assert rows == sorted(rows)


def test_the_progress_of_nothing_is_refused_as_an_event(live):
    refused = Events(live, 'subscription { importProgress(id: "rubbish") { id } }')
    event = refused.next()
    assert "errors" in json.loads(event["data"]) and refused.next()["event"] == "complete" and refused.next() is None


def test_more_streams_than_allowed_and_the_server_goes_on(live):
    # 5,000 streams are asked for; 20 are given, all others hear why.
    given, refused, lock, key = [], [], threading.Lock(), new_key(live.store)

    def ask(count):
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", live.port), 20)
            body = b'{"query":"subscription { creditAtRisk { reason } }"}'
            connection.sendall(b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
                               b"Authorization: Bearer " + key.encode() + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            head = connection.recv(300)
            with lock:
                if b" 200 " in head.split(b"\r\n")[0]:
                    given.append(connection)
                else:
                    assert b" 429 " in head.split(b"\r\n")[0], head
                    refused.append(1)
                    connection.close()

    threads = [threading.Thread(target=ask, args=(500,)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < len(given) <= 20 and len(given) + len(refused) == 5000
    assert live.data("{ __typename }") == {"__typename": "Query"}
    for connection in given:
        connection.close()


def test_the_single_connection_mode(live):
    token = live.request("/graphql/stream", headers={"Authorization": f"Bearer {live.key}"}, method="PUT")[2].decode()
    listener = http.client.HTTPConnection("127.0.0.1", live.port, timeout=15)
    listener.request("GET", f"/graphql/stream?token={token}", headers={"Accept": "text/event-stream"})
    answer = listener.getresponse()
    assert answer.status == 200
    status, _, body = post(live, {"query": "{ __typename }", "extensions": {"operationId": "one"}}, "/graphql/stream",
                           X_GraphQL_Event_Stream_Token=token)
    assert status == 202 and body == b""
    text = b""
    while b"event: complete" not in text:
        text += answer.readline()
    assert b'data: {"id":"one","payload":{"data":{"__typename":"Query"}}}' in text
    listener.close()


def test_a_stop_tells_streams_to_connect_again(filled):
    server = start(filled)
    events = Events(server, "subscription { creditAtRisk { reason } }")
    assert events.answer.status == 200
    server.process.send_signal(signal.SIGTERM)
    event = events.next()
    assert event == {"retry": "1000"} and events.next() is None
    assert server.process.wait(timeout=10) == 0


def test_a_stream_shows_that_it_lives(live):
    events = Events(live, "subscription { creditAtRisk { reason } }")
    began = time.time()
    lines = [events.answer.readline() for _ in range(4)]
    assert b": still here\n" in lines and time.time() - began < 6
    events.close()


@pytest.mark.parametrize("arguments", [["--max-batch", "10001"], ["--status-codes", "new"], ["--incremental", "yes"],
                                       ["--max-streams", "x"], ["--heartbeat-seconds", "0"], ["--stream-minutes", "0"]])
def test_settings_are_checked(arguments, tmp_path):
    result = creditgraph("serve", *arguments, "--store", f"sqlite:{tmp_path}/x.db", check=64)
    assert f"SETTING_{arguments[0][2:].replace('-', '').upper()}" in result.stderr
