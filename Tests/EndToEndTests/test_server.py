"""The endpoint as clients use it."""
import csv
import json
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, getcontext

import pytest
from conftest import creditgraph, files_of, new_key, start, stop, usage_files
from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLError, build_client_schema, build_schema, get_introspection_query, print_schema, validate_schema

getcontext().prec = 80


def client(server):
    transport = RequestsHTTPTransport(server.url, headers={"Authorization": f"Bearer {server.key}"})
    return Client(transport=transport, fetch_schema_from_transport=True)


def test_a_real_client_introspects_and_validates(server):
    with client(server) as session:
        data = session.execute(gql("{ partner { name kind billingCurrency } customers(first: 3) { totalCount nodes { name } } }"))
        assert data["partner"]["name"] and len(data["customers"]["nodes"]) == 3
        with pytest.raises(Exception, match="Cannot query field 'nme'"):
            session.execute(gql("{ partner { nme } }"))


def test_introspection_is_the_printed_schema(server, tmp_path):
    """graphql-core makes a schema of our introspection and prints back our SDL, to the letter."""
    introspection = server.data(get_introspection_query(
        descriptions=True, specified_by_url=True, directive_is_repeatable=True, schema_description=True,
        input_value_deprecation=True, experimental_directive_deprecation=True, one_of=True))
    theirs = build_client_schema(introspection)
    assert validate_schema(theirs) == []
    served = tmp_path / "served.graphql"
    served.write_text(creditgraph("schema").stdout)
    ours = creditgraph("print", "--schema", served).stdout
    assert len(ours) > 50_000 and print_schema(theirs).strip() == ours.strip()
    # Applied directives (@requires, @cost) are in the SDL and not in what introspection tells.
    assert print_schema(build_schema(served.read_text())).strip() == ours.strip()


def test_the_schema_that_a_client_fetched(server):
    """gql asks with the standard introspection query and checks its queries against what it got."""
    with client(server) as session:
        fetched = session.client.schema
        assert validate_schema(fetched) == []
        query = fetched.query_type.fields
        assert {"partner", "customers", "credits", "viewer", "node"} <= set(query) and query["partner"].description
        session.client.validate(gql("query ($n: Int) { customers(first: $n) { nodes { id name agreement { __typename } } } }"))
        for bad in ("{ customers(first: \"x\") { totalCount } }", "{ customers { nodes } }", "{ node(id: 1) { name } }"):
            with pytest.raises(GraphQLError):
                session.client.validate(gql(bad))


def test_nothing_is_answered_without_a_key(server):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic YTpi"}):
        status, answer_headers, body = server.request(
            body=b'{"query":"{ __typename }"}', headers={"Content-Type": "application/json", **headers})
        assert status == 401 and answer_headers["WWW-Authenticate"].startswith("Bearer")
        assert b"__typename" not in body and b"data" not in body


def test_a_key_of_one_customer_sees_that_customer_only(filled, server):
    customers = server.data("{ customers(first: 100) { nodes { id tenantId } } }")["customers"]["nodes"]
    one, other = customers[0], customers[1]
    key = new_key(filled, "--customers", one["tenantId"])
    month = server.data("{ months }")["months"][0]
    seen = server.data("{ customers(first: 100) { totalCount nodes { tenantId } } viewer { scope customers { tenantId } } }", key=key)
    assert [c["tenantId"] for c in seen["customers"]["nodes"]] == [one["tenantId"]] and seen["customers"]["totalCount"] == 1
    assert seen["viewer"]["scope"] == "CUSTOMERS"
    hidden = server.data("query($id: ID!, $tenant: ID!) { node(id: $id) { id } customer(by: {tenantId: $tenant}) { id } }",
                         {"id": other["id"], "tenant": other["tenantId"]}, key=key)
    assert hidden == {"node": None, "customer": None}
    usage = server.data("query($m: Month!) { usage(period: {month: $m}, first: 1000) { nodes { customer { tenantId } } } }",
                        {"m": month}, key=key)["usage"]["nodes"]
    assert {line["customer"]["tenantId"] for line in usage} <= {one["tenantId"]}
    by_customer = server.data("query($m: Month!) { credits(period: {month: $m}) { by(dimension: CUSTOMER) { nodes { object { id } } } } }",
                              {"m": month}, key=key)["credits"]["by"]["nodes"]
    assert {group["object"]["id"] for group in by_customer} <= {one["id"]}


def test_health(server):
    assert server.request("/healthz")[0] == 200
    assert server.request("/readyz")[0] == 200
    assert server.request("/nowhere")[0] == 404


def rows_of(sample):
    for file in usage_files(sample):
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                month, _, year = row["UsageDate"].split("/")
                yield f"{year[:4]}-{int(month):02}", row


def test_list_amounts_are_the_sums_of_the_files_by_an_independent_reader(sample, server):
    expected = defaultdict(Decimal)
    billing = defaultdict(Decimal)
    count = defaultdict(int)
    for month, row in rows_of(sample):
        amount = Decimal(row["UnitPrice"]) * Decimal(row["Quantity"])
        expected[month] += amount
        billing[month, row["BillingCurrency"]] += amount * Decimal(row["PCToBCExchangeRate"])
        count[month] += 1
    assert sorted(expected, reverse=True) == server.data("{ months }")["months"]
    for month in expected:
        report = server.data("""query($m: Month!) { credits(period: {month: $m}) {
          totals { currency list net earned lines } billing { currency list net earned } } }""", {"m": month})["credits"]
        assert report["totals"]["currency"] == "USD"
        assert Decimal(report["totals"]["list"]) == expected[month]
        assert report["totals"]["lines"] == count[month]
        assert Decimal(report["totals"]["net"]) + Decimal(report["totals"]["earned"]) == expected[month]
        assert {(month, total["currency"]): Decimal(total["list"]) for total in report["billing"]} == \
            {key: value for key, value in billing.items() if key[0] == month}


def line_pages(server, month, filter):
    """Every credit line that a filter gives, over as many pages as it takes."""
    after = None
    while True:
        page = server.data("""query($m: Month!, $f: CreditFilter, $after: String) { credits(period: {month: $m}, filter: $f) {
          lines(first: 1000, after: $after) { pageInfo { hasNextPage endCursor }
            nodes { reason rate earned { amount currency } earnedList { amount currency } missedList { amount }
                    usage { source { line import { name } } } } } } }""", {"m": month, "f": filter, "after": after})["credits"]["lines"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def test_every_line_earns_what_microsofts_prices_say(sample, server):
    """Where our decision is the file's, a line earns the difference of the file's two prices, line by line; page by page
    they add up to the report."""
    files = {file.name: list(csv.DictReader(file.open(encoding="utf-8-sig", newline=""))) for file in usage_files(sample)}
    month = server.data("{ months }")["months"][0]
    earned, compared = Decimal(0), 0
    for line in line_pages(server, month, {"agrees": True}):
        source = line["usage"]["source"]
        row = files[source["import"]["name"]][source["line"] - 2]
        list_price, rate = Decimal(row["UnitPrice"]), Decimal(line["rate"])
        assert Decimal(row["PartnerEarnedCreditPercentage"]) == rate * 100
        amount = Decimal(line["earnedList"]["amount"])
        earned += amount
        if Decimal(row["CreditPercentage"] or 0) != 0 or not rate:
            continue
        assert amount == (list_price - Decimal(row["EffectiveUnitPrice"])) * Decimal(row["Quantity"]), source
        assert Decimal(line["earned"]["amount"]) == amount * Decimal(row["PCToBCExchangeRate"]), source
        assert line["earned"]["currency"] == row["BillingCurrency"] and line["earnedList"]["currency"] == "USD"
        compared += amount != 0
    assert compared > 1000
    total = server.data("query($m: Month!) { credits(period: {month: $m}, filter: {agrees: true}) { totals { earned } } }",
                        {"m": month})["credits"]["totals"]["earned"]
    assert Decimal(total) == earned > 0


DIMENSIONS = ["DAY", "MONTH", "CUSTOMER", "SUBSCRIPTION", "RESOURCE_GROUP", "METER_CATEGORY", "PRODUCT", "REASON", "RESELLER", "COUNTRY"]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_groups_add_up_to_the_whole(server, dimension):
    month = server.data("{ months }")["months"][0]
    report = server.data("""query($m: Month!, $d: CreditDimension!) { credits(period: {month: $m}) {
      totals { list net earned missed lines }
      by(dimension: $d, first: 1000) { totalCount nodes { key label totals { list net earned missed lines } } } } }""",
                         {"m": month, "d": dimension})["credits"]
    groups = report["by"]["nodes"]
    assert len(groups) == report["by"]["totalCount"] and len({group["key"] for group in groups}) == len(groups)
    for field in ("list", "net", "earned", "missed", "lines"):
        assert sum(Decimal(group["totals"][field]) for group in groups) == Decimal(report["totals"][field])


def test_pages_of_lines_cover_everything_once(sample, server):
    month = server.data("{ months }")["months"][0]
    expected = sum(1 for m, _ in rows_of(sample) if m == month)
    seen, after = set(), None
    while True:
        page = server.data("""query($m: Month!, $after: String) { usage(period: {month: $m}, first: 777, after: $after) {
          totalCount pageInfo { hasNextPage endCursor } nodes { id source { line import { name } } } } }""", {"m": month, "after": after})["usage"]
        seen |= {(node["source"]["import"]["name"], node["source"]["line"]) for node in page["nodes"]}
        assert page["totalCount"] == expected
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(seen) == expected


def test_a_line_explains_itself_down_to_the_file(sample, server):
    month = server.data("{ months }")["months"][0]
    lines = server.data("""query($m: Month!) { credits(period: {month: $m}, filter: {eligible: false}) { lines(first: 50) { nodes {
      reason explanation { summary steps { check passed text source evidence { __typename id } } }
      usage { id quantity unitPrice { amount } source { line import { name } } } } } } }""", {"m": month})["credits"]["lines"]["nodes"]
    assert lines
    by_name = {file.name: file for file in usage_files(sample)}
    for line in lines[:10]:
        steps = line["explanation"]["steps"]
        assert line["explanation"]["summary"] and steps and not steps[-1]["passed"]
        assert all(step["text"] and step["check"] for step in steps)
        source = line["usage"]["source"]
        with by_name[source["import"]["name"]].open(encoding="utf-8", newline="") as text:
            row = list(csv.DictReader(text))[source["line"] - 2]
        assert Decimal(row["Quantity"]) == Decimal(line["usage"]["quantity"])
        assert Decimal(row["UnitPrice"]) == Decimal(line["usage"]["unitPrice"]["amount"])


@pytest.mark.parametrize("header, locale", [
    ("nl-BE, fr;q=0.5", "nl"), ("de, sv;q=0.1", "sv"), ("zh-TW, zh;q=0.9", "zh-CN"), ("fr-CA", "fr"), ("de", "en"), ("\x01;;q", "en")])
def test_the_request_chooses_the_language(server, header, locale):
    status, _, answer = server.request(
        body=b'{"query":"{ viewer { locale } }"}',
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {server.key}", "Accept-Language": header})
    assert status == 200 and json.loads(answer)["data"]["viewer"]["locale"] == locale


def test_a_change_is_done_once_shown_at_once_and_kept(sample, tmp_path):
    store = f"sqlite:{tmp_path / 'changes.db'}"
    creditgraph("import", "--store", store, "--progress", "none", *files_of(sample))
    change = """mutation($id: ID!) { removeAccess(input: {clientMutationId: "k", grant: $id, at: "2099-01-01T00:00:00Z"}) {
      grant { id until } userErrors { code } } }"""
    server = start(store)
    try:
        grants = server.data("{ customers(first: 100) { nodes { accessGrants { nodes { id until } } } } }")["customers"]["nodes"]
        grant = next(g for c in grants for g in c["accessGrants"]["nodes"] if g["until"] is None)["id"]
        for _ in range(2):
            assert server.data(change, {"id": grant})["removeAccess"] == {
                "grant": {"id": grant, "until": "2099-01-01T00:00:00Z"}, "userErrors": []}
        audit = server.data("{ audit { totalCount nodes { action by object { id } after } } }")["audit"]
        assert audit["totalCount"] == 1 and audit["nodes"][0]["object"]["id"] == grant
        assert audit["nodes"][0]["after"]["until"] == "2099-01-01T00:00:00Z"
    finally:
        stop(server)
    creditgraph("verify", "--store", store)
    server = start(store, key=server.key)
    try:
        assert server.data("query($id: ID!) { node(id: $id) { ... on AccessGrant { until } } }", {"id": grant})["node"]["until"]
    finally:
        stop(server)


def test_the_server_sees_what_another_process_imports(sample, tmp_path):
    store = f"sqlite:{tmp_path / 'live.db'}"
    creditgraph("import", "--store", store, "--progress", "none", sample / "partner.json")
    server = start(store)
    try:
        assert server.data("{ customers { totalCount } }")["customers"]["totalCount"] == 0
        creditgraph("import", "--store", store, "--progress", "none", sample / "customers.json")
        for _ in range(100):
            count = server.data("{ customers { totalCount } }")["customers"]["totalCount"]
            if count:
                break
            time.sleep(0.05)
        assert count > 0
    finally:
        stop(server)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"1", b'{"query":1}', b'{"query":""}', b'{"query":"{"}',
                                  b'{"query":"{ __typename }","variables":[]}', b'{"query":"{ __typename }","variables":"x"}',
                                  b"\xff\xfe", b'{"query":"' + b"{" * 100000 + b'"}', b'{"query":"{ __typename }"}' + b" " * 10])
def test_rubbish_gets_an_error_and_the_server_goes_on(server, body):
    status, _, answer = server.request(body=body, headers={"Content-Type": "application/json", "Authorization": f"Bearer {server.key}"})
    assert status in (200, 400)
    decoded = json.loads(answer)
    assert ("errors" in decoded) != ("data" in decoded and body.endswith(b" "))
    assert server.data("{ __typename }") == {"__typename": "Query"}


def test_a_body_over_the_limit_is_refused(server):
    status, _, _ = server.request(body=b" " * (20 << 20), headers={"Content-Type": "application/json", "Authorization": f"Bearer {server.key}"})
    assert status == 413


def test_many_at_once(server):
    query = "{ customers(first: 10) { nodes { name subscriptions(first: 5) { nodes { name } } } } }"
    expected = server.data(query)
    with ThreadPoolExecutor(64) as pool:
        assert all(answer == expected for answer in pool.map(lambda _: server.data(query), range(1000)))


def test_every_promise_about_pages_is_kept(server):
    for arguments in ("first: 1001", "first: -1", "first: 1, last: 1", 'after: "rubbish"'):
        answer = server.ask(f"{{ customers({arguments}) {{ nodes {{ name }} }} }}")
        assert answer["errors"][0]["extensions"]["code"], arguments
    page = server.data("{ customers(last: 2, orderBy: {by: NAME}) { nodes { name } pageInfo { hasPreviousPage startCursor } } }")["customers"]
    whole = server.data("{ customers(first: 1000, orderBy: {by: NAME}) { nodes { name } } }")["customers"]["nodes"]
    assert page["nodes"] == whole[-2:] and page["pageInfo"]["hasPreviousPage"]
