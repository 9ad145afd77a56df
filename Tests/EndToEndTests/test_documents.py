"""Documents that requests name: automatic persisted queries, trusted documents, and a server that takes nothing else."""
import hashlib
import json
import signal
import time
import urllib.parse

import pytest

from conftest import creditgraph, new_key, start, stop

CUSTOMERS = "query Customers($n: Int!) { customers(first: $n) { totalCount nodes { name } } }"
MONTHS = "{ months }"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def persisted(text):
    return {"persistedQuery": {"version": 1, "sha256Hash": digest(text)}}


def post(server, body, key=None, **headers):
    status, answer_headers, answer = server.request(body=json.dumps(body).encode(), headers={
        "Content-Type": "application/json", "Authorization": f"Bearer {key or server.key}", **headers})
    return status, answer_headers, json.loads(answer)


def code(answer):
    return answer["errors"][0]["extensions"]["code"]


def test_a_client_sends_its_document_once(server):
    """What Apollo's client does: the digest alone, then both, then the digest alone."""
    request = {"variables": {"n": 3}, "extensions": persisted(CUSTOMERS)}
    assert code(post(server, request)[2]) == "PERSISTED_QUERY_NOT_FOUND"
    expected = post(server, {**request, "query": CUSTOMERS})[2]
    assert expected["data"]["customers"]["totalCount"] > 0
    assert post(server, request)[2] == expected
    url = "/graphql?" + urllib.parse.urlencode({name: json.dumps(value, separators=(",", ":")) for name, value in request.items()})
    status, _, answer = server.request(url, headers={"Authorization": f"Bearer {server.key}"})
    assert status == 200 and json.loads(answer) == expected
    assert code(post(server, {**request, "query": CUSTOMERS + " "})[2]) == "PERSISTED_QUERY_HASH_MISMATCH"


def test_a_digest_does_not_lend_the_rights_of_who_sent_it(server, filled):
    query = "{ audit(first: 1) { nodes { at } } }"
    narrow = creditgraph("key", "new", "--store", filled, "--name", "n", "--roles", "SALES_AGENT").stdout.strip()
    sent = post(server, {"query": query, "extensions": persisted(query)})[2]
    refused = post(server, {"query": query}, narrow)[2]
    assert "errors" not in sent and "errors" in refused
    assert post(server, {"extensions": persisted(query)}, narrow)[2] == refused
    assert server.request(body=json.dumps({"extensions": persisted(query)}).encode(), headers={"Content-Type": "application/json"})[0] == 401


def test_memory_is_bounded(filled):
    server = start(filled, "--persisted-query-bytes", "65536", "--metrics", "open")
    for number in range(300):
        text = f"{{ a{number}: months }}" + " " * 1000
        assert "data" in post(server, {"query": text, "extensions": persisted(text)})[2]
    metrics = server.request("/metrics")[2].decode()
    values = {line.split(" ")[0]: float(line.split(" ")[1]) for line in metrics.splitlines() if line.startswith("creditgraph_persisted")}
    assert 20 < values["creditgraph_persisted_queries"] < 66 and values["creditgraph_persisted_query_bytes"] <= 65536
    assert "data" in post(server, {"extensions": persisted(text)})[2]
    assert stop(server) == 0
    server = start(filled, "--persisted-query-bytes", "0")
    assert code(post(server, {"extensions": persisted(MONTHS)})[2]) == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert "data" in post(server, {"query": MONTHS, "extensions": persisted(MONTHS)})[2]
    assert stop(server) == 0


@pytest.fixture
def directory(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    # With the line end that editors leave, and a client that does not send it.
    (tmp_path / "elsewhere").write_text(CUSTOMERS + "\n")
    # A link, as orchestrators mount files.
    (folder / "customers.graphql").symlink_to(tmp_path / "elsewhere")
    (folder / "manifest.json").write_text(json.dumps({"months-1": MONTHS, "sha256:" + digest("{ __typename }"): "{ __typename }"}))
    (folder / "README.txt").write_text("left out")
    return folder


def test_only_what_is_trusted_is_executed(filled, directory):
    server = start(filled, "--trusted-documents", str(directory), "--only-trusted", "on")
    for body in ({"documentId": "months-1"}, {"documentId": "sha256:" + digest(MONTHS)}, {"query": MONTHS}, {"extensions": persisted(MONTHS)}):
        assert post(server, body)[2]["data"]["months"]
    for text in (CUSTOMERS, CUSTOMERS + "\n"):
        answer = post(server, {"documentId": "sha256:" + digest(text), "variables": {"n": 2}})[2]
        assert len(answer["data"]["customers"]["nodes"]) == 2
    assert post(server, {"documentId": "sha256:" + digest("{ __typename }")})[2] == {"data": {"__typename": "Query"}}
    for text in ("{ partner { name } }", "{ __schema { types { name } } }", MONTHS + " "):
        for body in ({"query": text}, {"query": text, "extensions": persisted(text)}):
            status, _, answer = post(server, body)
            assert status == 200 and code(answer) == "DOCUMENT_NOT_TRUSTED" and "data" not in answer
        assert code(post(server, {"extensions": persisted(text)})[2]) == "PERSISTED_QUERY_NOT_FOUND"
        assert code(post(server, {"documentId": "sha256:" + digest(text)})[2]) == "DOCUMENT_NOT_FOUND"
    status, _, answer = post(server, {"query": "{ partner { name } }"}, Accept="application/graphql-response+json")
    assert status == 400 and code(answer) == "DOCUMENT_NOT_TRUSTED"

    def kept(tag=None):
        return server.request("/graphql?documentId=months-1", headers={
            "Authorization": f"Bearer {server.key}", **({"If-None-Match": tag} if tag else {})})

    tag = kept()[1]["ETag"]
    assert tag and kept(tag)[0] == 304
    # A reload takes some away and adds others; a broken file changes nothing.
    (directory / "manifest.json").write_text("{")
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.6)
    assert post(server, {"documentId": "months-1"})[2]["data"]["months"]
    # The same name for another document: what a client kept of the first is not its answer.
    (directory / "manifest.json").write_text(json.dumps({"months-1": "{ partner { name } }"}))
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.6)
    status, _, answer = kept(tag)
    assert status == 200 and json.loads(answer)["data"]["partner"]["name"]
    (directory / "manifest.json").write_text(json.dumps({"partner": "{ partner { name } }", "old": "{ gone }"}))
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.6)
    assert post(server, {"query": "{ partner { name } }"})[2]["data"]["partner"]["name"]
    for body in ({"documentId": "months-1"}, {"documentId": "sha256:" + digest(MONTHS)}, {"query": MONTHS}, {"extensions": persisted(MONTHS)}):
        assert "data" not in post(server, body)[2]
    assert stop(server) == 0
    log = server.process.stderr.read().decode()
    assert "could not be reloaded" in log and "manifest.json is no manifest" in log
    assert f"the schema does not allow a trusted document" in log and digest("{ gone }") in log


def test_trusted_documents_beside_others_in_arrays_and_events(filled, directory):
    (directory / "events.gql").write_text("subscription { creditAtRisk { reason } }")
    server = start(filled, "--trusted-documents", str(directory), "--max-batch", "5")
    assert post(server, {"query": "{ partner { name } }"})[2]["data"]
    answers = post(server, [{"documentId": "months-1"}, {"documentId": "nothing"}, {"extensions": persisted(MONTHS)}])[2]
    assert answers[0] == answers[2] and answers[0]["data"]["months"] and code(answers[1]) == "DOCUMENT_NOT_FOUND"
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("POST", "/graphql", json.dumps({"documentId": "sha256:" + digest("subscription { creditAtRisk { reason } }")}), {
        "Content-Type": "application/json", "Accept": "text/event-stream", "Authorization": f"Bearer {server.key}"})
    answer = connection.getresponse()
    assert answer.status == 200 and answer.getheader("Content-Type").startswith("text/event-stream") and answer.readline() == b":\n"
    connection.close()
    assert stop(server) == 0


@pytest.mark.parametrize("files, exit_code, words", [
    (None, 66, "TRUSTED_DOCUMENTS"),
    ({"a.graphql": "{ a"}, 65, "a.graphql: Syntax Error"),
    ({"a.json": "[]"}, 65, "a.json is no manifest"),
    ({"a.json": '{"a": 1}'}, 65, "“a” must be a document"),
    ({"a.json": json.dumps({digest("{ a }"): "{ b }"})}, 65, "is not the SHA-256"),
    ({"a.json": '{"a": "{ a }"}', "b.json": '{"a": "{ b }"}'}, 65, "names a document “a”"),
    ({"a.json": '{"a b": "{ a }"}'}, 65, "without blanks"),
    ({"a.json": '{"operations": [{"id": "x"}]}'}, 65, "`id` and `body`"),
])
def test_a_broken_directory_is_said_at_the_start(files, exit_code, words, tmp_path):
    folder = tmp_path / "documents"
    if files is not None:
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
    result = creditgraph("serve", "--listen", "127.0.0.1:0", "--trusted-documents", folder, "--store", f"sqlite:{tmp_path}/x.db", check=exit_code)
    assert words in result.stderr


@pytest.mark.parametrize("arguments, words", [
    (["--only-trusted", "on"], "SETTING_ONLYTRUSTED"), (["--only-trusted", "maybe"], "SETTING_ONLYTRUSTED"),
    (["--persisted-query-bytes", "x"], "SETTING_PERSISTEDQUERYBYTES"),
])
def test_settings_are_checked(arguments, words, tmp_path):
    assert words in creditgraph("serve", *arguments, "--store", f"sqlite:{tmp_path}/x.db", check=64).stderr


def test_apollos_manifest(filled, tmp_path):
    manifest = {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [
        {"id": digest(MONTHS), "name": "Months", "type": "query", "body": MONTHS}]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    server = start(filled, "--trusted-documents", str(tmp_path), "--only-trusted", "on")
    for body in ({"extensions": persisted(MONTHS)}, {"documentId": digest(MONTHS)}):
        assert post(server, body)[2]["data"]["months"]
    assert stop(server) == 0
