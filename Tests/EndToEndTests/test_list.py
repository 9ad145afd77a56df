"""A list as CSV or JSON lines: asked with curl and http.client, read with Python's csv."""
import base64
import csv
import gzip
import hashlib
import http.client
import io
import json
import shutil
import socket
import subprocess
import time
import urllib.parse

import pytest

from conftest import new_key, start, stop

USAGE = """query($month: Month!) { usage(period: {month: $month}) { nodes { id date quantity resourceGroup
    customer { name } unitPrice { amount currency } tags source { line import { name } } } } }"""
MONTH = {"month": "2026-10"}


def ask(server, query, accept, variables=None, key=None, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.request(body=json.dumps({"query": query, "variables": variables or {}}).encode(), headers={
        "Content-Type": "application/json", "Accept": accept, "Authorization": f"Bearer {key or server.key}", **names})


def pages(server, query, *path):
    """All items of a list, page by page as a client reads it."""
    items, after = [], None
    while True:
        page = server.data(query, {**MONTH, "after": after})
        for key in path:
            page = page[key]
        items += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return items
        after = page["pageInfo"]["endCursor"]


PAGED = """query($month: Month!, $after: String) { usage(period: {month: $month}, first: 1000, after: $after) { pageInfo { hasNextPage endCursor }
    nodes { id date quantity resourceGroup customer { name } unitPrice { amount currency } tags source { line import { name } } } } }"""


def test_a_month_of_usage_as_csv(server):
    status, headers, body = ask(server, USAGE, "text/csv", MONTH)
    assert status == 200 and headers["Content-Type"] == "text/csv; charset=utf-8; header=present", body[:300]
    assert headers["Content-Disposition"] == 'attachment; filename="usage.csv"' and headers["Cache-Control"] == "no-store"
    text = body.decode()
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    expected = pages(server, PAGED, "usage")
    assert len(rows) == len(expected) > 5000
    assert list(rows[0]) == ["id", "date", "quantity", "resourceGroup", "customer.name", "unitPrice.amount", "unitPrice.currency", "tags",
                             "source.line", "source.import.name"]
    for row, line in zip(rows, expected):
        assert row["id"] == line["id"] and row["quantity"] == line["quantity"] and row["date"] == line["date"]
        assert row["unitPrice.amount"] == line["unitPrice"]["amount"] and row["source.line"] == str(line["source"]["line"])
        assert row["resourceGroup"] == (line["resourceGroup"] or "") and row["customer.name"] == line["customer"]["name"]
        assert (json.loads(row["tags"]) if row["tags"][:1] in "{[" and row["tags"] else row["tags"] or None) == line["tags"]


def test_the_same_as_json_lines(server):
    expected = pages(server, PAGED, "usage")
    for accept in ("application/jsonl", "application/x-ndjson"):
        status, headers, body = ask(server, USAGE, accept, MONTH)
        assert status == 200 and headers["Content-Type"].startswith(accept)
        assert [json.loads(line) for line in body.decode().splitlines()] == expected


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_with_curl(server, tmp_path):
    out = tmp_path / "usage.csv"
    result = subprocess.run(
        ["curl", "-sS", "--fail", "--compressed", "-o", out, f"http://127.0.0.1:{server.port}/graphql", "-H", "Accept: text/csv", "-H",
         f"Authorization: Bearer {server.key}", "-H", "Content-Type: application/json", "-d",
         json.dumps({"query": USAGE, "variables": MONTH})], capture_output=True, timeout=60)
    assert result.returncode == 0, result.stderr
    assert out.read_bytes() == ask(server, USAGE, "text/csv", MONTH)[2]


def test_packed_on_the_way(server):
    _, headers, body = ask(server, USAGE, "text/csv", MONTH, Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == ask(server, USAGE, "text/csv", MONTH)[2]


@pytest.mark.parametrize("query, names", [
    ("{ months }", ["months"]),
    ("{ azureRoles { name eligible } }", ["name", "eligible"]),
    ("{ customers { totalCount pageInfo { endCursor } edges { cursor node { name } } } }", ["cursor", "node.name"]),
    ("{ all: customers(first: 3) { nodes { ...C } } } fragment C on Customer { who: name country tenantId }", ["who", "country", "tenantId"]),
    ('{ credits(period: {month: "2026-10"}) { by(dimension: REASON) { nodes { key totals { lines earned } object { __typename id } billing { currency } } } } }',
     ["key", "totals.lines", "totals.earned", "object.__typename", "object.id", "billing"]),
    ('{ credits(period: {month: "2026-10"}) { lines(first: 1500) { nodes { reason usage { date } } } } }', ["reason", "usage.date"]),
    ('{ customers(filter: {search: "no such customer"}) { nodes { name } } }', ["name"]),
])
def test_which_lists_are_tables(server, query, names):
    status, _, body = ask(server, query, "text/csv")
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    assert status == 200 and rows[0] == names, body[:300]
    assert all(len(row) == len(names) for row in rows)
    if "first: 3" in query:
        assert len(rows) == 4
    if "first: 1500" in query:
        assert len(rows) == 1501
    if "no such customer" in query:
        assert len(rows) == 1


@pytest.mark.parametrize("query, status, code", [
    ("{ viewer { name } }", 400, "NOT_A_LIST"), ("{ months customers { nodes { name } } }", 400, "NOT_A_LIST"),
    ("{ customers { totalCount } }", 400, "NOT_A_LIST"), ("{ customers(last: 3) { nodes { name } } }", 400, "NOT_A_LIST"),
    ("{ nope }", 400, "GRAPHQL_VALIDATION_FAILED"), ("{", 400, "GRAPHQL_PARSE_FAILED"),
    ('{ customers(after: "nonsense") { nodes { name } } }', 422, "BAD_CURSOR"),
    ("mutation { reloadPlugins { plugins { name } } }", 400, "NOT_A_LIST"),
])
def test_what_is_no_table_is_told_before_the_first_byte(server, query, status, code):
    found, headers, body = ask(server, query, "text/csv")
    answer = json.loads(body)
    assert found == status and headers["Content-Type"].startswith("application/graphql-response+json")
    assert answer["errors"][0].get("extensions", {}).get("code") == code, answer


def test_who_may_not_read_the_list(server, filled):
    key = new_key(filled, "--roles", "HELPDESK_AGENT")
    status, _, body = ask(server, '{ credits(period: {month: "2026-10"}) { lines { nodes { reason } } } }', "text/csv", key=key)
    assert status == 403 and json.loads(body)["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_snapshot_of_the_list(server):
    body = {"query": USAGE, "variables": MONTH, "extensions": {"snapshot": True}}
    headers = {"Content-Type": "application/json", "Accept": "text/csv", "Authorization": f"Bearer {server.key}"}
    _, answer, first = server.request(body=json.dumps(body).encode(), headers=headers)
    body["extensions"]["snapshot"] = answer["GraphQL-Snapshot"]
    assert server.request(body=json.dumps(body).encode(), headers=headers)[2] == first


CUSTOMERS = "{ customers { nodes { id name country } } }"


def get_list(server, query, variables=None, **headers):
    """GET with all that came: status, headers, body, trailers; by a socket, since clients of Python keep no trailers."""
    path = "/graphql?" + urllib.parse.urlencode({"query": query, "variables": json.dumps(variables or {})})
    lines = [f"GET {path} HTTP/1.1", "Host: a", "Connection: close", f"Authorization: Bearer {headers.pop('key', server.key)}",
             *(f"{name.replace('_', '-')}: {value}" for name, value in {"Accept": "text/csv", **headers}.items())]
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        with connection.makefile("rb") as file:
            status = int(file.readline().split()[1])
            found = http.client.parse_headers(file)
            if found["Transfer-Encoding"] != "chunked":
                return status, found, file.read(), None
            body = b""
            while size := int(file.readline(), 16):
                body += file.read(size)
                assert file.readline() == b"\r\n"
            return status, found, body, http.client.parse_headers(file)


def sha256(body):
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def test_a_client_that_has_the_list_is_told_so(filled):
    key = new_key(filled, "--roles", "ADMIN_AGENT")
    server = start(filled)
    try:
        status, headers, body, _ = get_list(server, USAGE, MONTH)
        tag = headers["ETag"]
        assert status == 200 and headers["Cache-Control"] == "private, no-cache", headers.items()
        assert headers["Vary"] == "Authorization, Accept, Accept-Encoding, Accept-Language"
        status, again, rest, _ = get_list(server, USAGE, MONTH, If_None_Match=tag)
        assert (status, rest, again["ETag"], again["Content-Disposition"]) == (304, b"", tag, None)
        # Another form, question or viewer: another tag. Packed, it says so.
        packed = get_list(server, USAGE, MONTH, Accept_Encoding="gzip")
        assert packed[1]["ETag"] == tag[:-1] + '-gzip"' and gzip.decompress(packed[2]) == body
        assert get_list(server, USAGE, MONTH, If_None_Match=packed[1]["ETag"], Accept_Encoding="gzip")[0] == 304
        others = {get_list(server, USAGE, MONTH, Accept="application/jsonl")[1]["ETag"], get_list(server, USAGE, MONTH, key=key)[1]["ETag"],
                  get_list(server, CUSTOMERS)[1]["ETag"]}
        assert len(others | {tag}) == 4 and None not in others
        # POST is no question that may be kept.
        assert ask(server, USAGE, "text/csv", MONTH)[1]["ETag"] is None
        # What changes the store changes the tag.
        new_key(filled)
        for _ in range(100):
            # A list that was asked for while the store went on has no tag.
            fresh = get_list(server, USAGE, MONTH, If_None_Match=tag)
            if fresh[0] == 200 and fresh[1]["ETag"]:
                break
            time.sleep(0.05)
        assert fresh[0] == 200 and fresh[1]["ETag"] != tag and fresh[2] == body
    finally:
        assert stop(server) == 0


@pytest.mark.parametrize("query, variables, is_long", [(CUSTOMERS, None, False), (USAGE, MONTH, True)])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_digest_of_the_list(server, query, variables, is_long, coding):
    status, headers, body, trailers = get_list(server, query, variables, Want_Repr_Digest="sha-256=1", Accept_Encoding=coding)
    assert status == 200 and (headers["Content-Encoding"] == "gzip") == (coding == "gzip")
    if is_long:
        # It is known when all is sent.
        assert headers["Trailer"] == "Repr-Digest" and headers["Repr-Digest"] is None
        assert trailers.items() == [("Repr-Digest", sha256(body))]
    else:
        assert trailers is None and headers["Repr-Digest"] == sha256(body)
    # Nobody who does not ask gets one.
    _, headers, _, trailers = get_list(server, query, variables)
    assert not any("digest" in name.lower() for name in [*headers, *(trailers or [])])


def test_a_list_that_breaks_off_is_seen_to(filled):
    """A list may take a second; whoever reads slower gets a part and an end that is no end."""
    server = start(filled, "--download-seconds", "1")
    try:
        for accept in ("text/csv", "application/jsonl"):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            wide = USAGE.replace("id date", "id date " + " ".join(f"a{number}: additionalInfo b{number}: tags" for number in range(12)))
            connection.request("POST", "/graphql", json.dumps({"query": wide, "variables": MONTH}), {
                "Content-Type": "application/json", "Accept": accept, "Authorization": f"Bearer {server.key}"})
            answer = connection.getresponse()
            assert answer.status == 200
            time.sleep(2)
            with pytest.raises(http.client.IncompleteRead) as broken:
                answer.read()
            if accept == "application/jsonl":
                last = json.loads(broken.value.partial.decode().splitlines()[-1])
                assert last["errors"][0]["extensions"]["code"] == "DEADLINE_EXCEEDED"
            connection.close()
    finally:
        assert stop(server) == 0


def test_pages_are_no_larger_than_a_page_may_be(filled, server):
    query = "{ customers { nodes { id } } }"
    usage = "query($month: Month!) { usage(period: {month: $month}, first: 230) { nodes { id } } }"
    small = start(filled, "--max-page-size", "50")
    try:
        for document, variables in ((query, None), (usage, MONTH)):
            status, _, body = ask(small, document, "text/csv", variables)
            assert status == 200, body[:300]
            assert body == ask(server, document, "text/csv", variables)[2]
    finally:
        assert stop(small) == 0


@pytest.mark.parametrize("way, shown", [
    ("... on Query @include(if: $x) { LIST }", True), ("...Rest @include(if: $x)", True), ("...Rest @skip(if: $x)", False),
    ("... @include(if: $x) { ... on Query { LIST } }", True)])
def test_a_fragment_on_the_way_keeps_its_conditions(server, way, shown):
    field = "customers { nodes { id name } }"
    rest = f"fragment Rest on Query {{ {field} }}" if "...Rest" in way else ""
    query = f"query($x: Boolean!) {{ {way.replace('LIST', field)} }} {rest}"
    whole = ask(server, f"{{ {field} }}", "text/csv")[2]
    for value in (True, False):
        status, _, body = ask(server, query, "text/csv", {"x": value})
        assert status == 200, body
        assert body == (whole if value == shown else b"id,name\r\n")


def test_only_so_many_at_once(filled):
    server = start(filled, "--max-downloads", "0")
    try:
        status, headers, body = ask(server, USAGE, "text/csv", MONTH)
        assert status == 503 and headers["Retry-After"] == "5"
        assert json.loads(body)["errors"][0]["extensions"]["code"] == "TOO_MANY_DOWNLOADS"
    finally:
        assert stop(server) == 0
