"""What lets an answer be kept and proven: entity tags, dates, digests, gzip."""
import base64
import gzip
import hashlib
import json
import time
import urllib.parse

import pytest

from conftest import new_key

MONTHS = "{ months }"
LARGE = "{ customers(first: 100) { nodes { id name tenantId country } } subscriptions(first: 500) { nodes { id name subscriptionId } } }"


def get(server, query, key=None, extensions=None, variables=None, method=None, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    fields = {"query": query}
    if extensions is not None:
        fields["extensions"] = json.dumps(extensions)
    if variables is not None:
        fields["variables"] = json.dumps(variables)
    return server.request("/graphql?" + urllib.parse.urlencode(fields), method=method,
                          headers={"Authorization": f"Bearer {key or server.key}", **names})


def post(server, query, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.request(body=json.dumps({"query": query}).encode(), headers={
        "Content-Type": "application/json", "Authorization": f"Bearer {server.key}", **names})


def test_a_client_that_has_the_answer_is_told_so(server):
    status, headers, body = get(server, MONTHS)
    assert status == 200 and headers["Cache-Control"] == "private, no-cache"
    assert headers["Vary"] == "Authorization, Accept, Accept-Encoding, Accept-Language"
    tag = headers["ETag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        status, again, rest = get(server, MONTHS, If_None_Match=given)
        assert (status, rest) == (304, b"") and again["ETag"] == tag and again["Cache-Control"] == "private, no-cache"
        assert again["Vary"] == headers["Vary"] and again["Content-Type"] is None
    assert get(server, MONTHS, If_None_Match='"other"')[0] == 200
    # HEAD has the headers of GET.
    status, head, rest = get(server, MONTHS, method="HEAD")
    assert (status, rest, head["ETag"]) == (200, b"", tag)


def test_another_question_another_tag(server, filled):
    def tag(query=MONTHS, **more):
        return get(server, query, **more)[1]["ETag"]

    other = new_key(filled)
    # A key is a change of the store, which the server sees within half a second.
    time.sleep(0.6)
    tags = [tag(), tag("{ months } "), tag("query($a: Boolean = true) { months @include(if: $a) }"),
            tag("query($a: Boolean = true) { months @include(if: $a) }", variables={"a": True}), tag(key=other),
            tag(Accept="application/graphql-response+json"), tag(Accept_Language="nl")]
    assert len(set(tags)) == len(tags) and None not in tags
    assert tag() == tags[0]


def test_dates_say_since_when(server):
    get(server, MONTHS)
    time.sleep(2.1)
    status, headers, _ = get(server, MONTHS)
    modified = headers["Last-Modified"]
    assert status == 200 and modified.endswith("GMT")
    assert get(server, MONTHS, If_Modified_Since=modified)[0] == 304
    assert get(server, MONTHS, If_Modified_Since="Sun, 06 Nov 1994 08:49:37 GMT")[0] == 200
    # The tag counts where both are given.
    assert get(server, MONTHS, If_Modified_Since=modified, If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize("query, control", [
    (MONTHS, "private, no-cache"), ("{ salesRegions { country } }", "private, max-age=3600"),
    ('{ glossary(search: "partner") { term } azureOffers { __typename } }', "private, max-age=3600"),
    ("{ salesRegions { country } months }", "private, no-cache"), ("{ plugins { name } }", "no-store"),
    ("{ salesRegions { country } plugins { name } }", "no-store"),
    ('{ customers(first: 9999) { totalCount } }', "no-store"), ("{ nope }", "no-store"),
])
def test_the_least_of_the_fields_counts(server, query, control):
    _, headers, body = get(server, query)
    assert headers.get_all("Cache-Control") == [control], body
    assert (headers["ETag"] is None) == (control == "no-store")


def test_what_is_of_the_moment_is_not_kept(server):
    for extensions in ({"snapshot": True}, {"cost": True}):
        _, headers, _ = get(server, MONTHS, extensions=extensions)
        assert headers["Cache-Control"] == "no-store" and headers["ETag"] is None
    token = json.loads(get(server, MONTHS, extensions={"snapshot": True})[2])["extensions"]["snapshot"]
    _, headers, _ = get(server, MONTHS, extensions={"snapshot": token})
    assert get(server, MONTHS, extensions={"snapshot": token}, If_None_Match=headers["ETag"])[0] == 304


def test_answers_to_post_are_not_kept(server):
    _, headers, _ = post(server, MONTHS, If_None_Match="*")
    assert headers.get_all("Cache-Control") == ["no-store"] and headers["ETag"] is None and headers["Last-Modified"] is None


@pytest.mark.parametrize("wanted, name, algorithm", [
    ({"Want_Repr_Digest": "sha-256=1"}, "Repr-Digest", "sha-256"),
    ({"Want_Repr_Digest": "md5=9, sha-512=3, sha-256=2"}, "Repr-Digest", "sha-512"),
    ({"Want_Content_Digest": "sha-256=10"}, "Content-Digest", "sha-256"),
])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("ask", [get, post])
def test_a_digest_of_the_bytes(server, ask, wanted, name, algorithm, encoding):
    for query in (MONTHS, LARGE):
        status, headers, body = ask(server, query, Accept_Encoding=encoding, **wanted)
        digest = base64.b64encode(hashlib.new(algorithm.replace("-", ""), body).digest()).decode()
        assert status == 200 and headers[name] == f"{algorithm}=:{digest}:"


@pytest.mark.parametrize("wanted", ["sha-256=0", "md5=5", "sha-256", "nonsense;;=", ",", "sha-256=x"])
def test_no_digest_that_nobody_wants(server, wanted):
    status, headers, _ = post(server, MONTHS, Want_Repr_Digest=wanted)
    assert status == 200 and headers["Repr-Digest"] is None and headers["Content-Digest"] is None


@pytest.mark.parametrize("accepted, packed", [
    ("gzip", True), ("gzip, deflate, br", True), ("x-gzip", True), ("*", True), ("GZIP;q=0.5", True), ("gzip;q=0.3, identity;q=0.2", True),
    ("gzip;q=0.2, identity;q=0.3", False), ("gzip;q=0", False), ("*;q=0.5, gzip;q=0", False), ("identity", False), ("br", False), ("", False),
    ("gzip;q=x", False), ("gzip;level=9", False),
])
def test_large_answers_are_packed_where_that_is_accepted(server, accepted, packed):
    plain = post(server, LARGE)[2]
    status, headers, body = post(server, LARGE, Accept_Encoding=accepted)
    assert status == 200 and (headers["Content-Encoding"] == "gzip") == packed
    assert (gzip.decompress(body) if packed else body) == plain
    if packed:
        assert len(body) < len(plain) / 2 and "Accept-Encoding" in headers["Vary"]
    # Small ones are not worth it.
    assert post(server, MONTHS, Accept_Encoding=accepted)[1]["Content-Encoding"] is None


def test_an_answer_that_must_be_packed_is(server):
    _, headers, body = post(server, MONTHS, Accept_Encoding="gzip, identity;q=0")
    assert headers["Content-Encoding"] == "gzip" and gzip.decompress(body) == post(server, MONTHS)[2]
    assert post(server, MONTHS, Accept_Encoding="identity;q=0, gzip;q=0")[0] == 406
    assert post(server, MONTHS, Accept_Encoding="*;q=0")[0] == 406


def test_packed_and_plain_have_tags_of_their_own(server):
    plain = get(server, LARGE, Accept_Encoding="identity")[1]["ETag"]
    _, headers, body = get(server, LARGE, Accept_Encoding="gzip")
    assert headers["ETag"] == plain[:-1] + '-gzip"' and gzip.decompress(body) == get(server, LARGE)[2]
    status, again, _ = get(server, LARGE, Accept_Encoding="gzip", If_None_Match=headers["ETag"])
    assert status == 304 and again["ETag"] == headers["ETag"]
