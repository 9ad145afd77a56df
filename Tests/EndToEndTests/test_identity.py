"""Tokens of an OpenID Connect issuer, against the real program."""
import base64
import hashlib
import hmac
import http.client
import json
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from conftest import creditgraph, new_key, start, stop

AUDIENCE = "https://api.partnercenter.microsoft.com"
MFA = ["pwd", "mfa"]
USER_NAME = "ann.secret-name@partner.example"


def b64(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b"=").decode()


def number(value):
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Issuer:
    """An issuer with its discovery document and its keys, which it may exchange, on a port of this machine."""

    def __init__(self):
        self.keys = {"k1": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.down, self.requests = False, 0
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.requests += 1
                if issuer.down:
                    self.send_error(503)
                    return
                body = json.dumps({"issuer": issuer.name, "jwks_uri": issuer.name + "/keys"}
                                  if "openid-configuration" in self.path else issuer.key_set()).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.name = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def key_set(self):
        # As Entra's: without alg.
        return {"keys": [{"kty": "RSA", "use": "sig", "kid": kid, "n": number(key.public_key().public_numbers().n),
                          "e": number(key.public_key().public_numbers().e)} for kid, key in self.keys.items()]}

    def claims(self, **more):
        now = int(time.time())
        found = {"iss": self.name, "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 600, "sub": "s1", "oid": "o1",
                 "scp": "user_impersonation", "upn": USER_NAME, "amr": MFA, "roles": ["GLOBAL_ADMIN", "ADMIN_AGENT"], **more}
        return {name: value for name, value in found.items() if value is not None}

    def sign(self, claims, header=None, key=None):
        header = {"alg": "RS256", "typ": "JWT", "kid": "k1", **(header or {})}
        signed = f"{b64(header)}.{b64(claims)}"
        signature = (key or self.keys[header["kid"]]).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{b64(signature)}"

    def token(self, **more):
        return self.sign(self.claims(**more))


@pytest.fixture(scope="module")
def issuer():
    made = Issuer()
    yield made
    made.server.shutdown()


@pytest.fixture(scope="module")
def served(filled, issuer, tmp_path_factory):
    logs = tmp_path_factory.mktemp("identity")
    server = start(filled, "--token-issuers", issuer.name, "--token-audiences", AUDIENCE, "--token-keys-wait-seconds", "1",
                   "--token-customers-claim", "customers_seen", "--token-reseller-claim", "reseller",
                   "--token-leeway-seconds", "0",
                   "--max-header-bytes", "65536", "--access-log", logs / "access.log", "--audit-log", logs / "audit.log",
                   "--log-level", "trace")
    server.logs, server.store = logs, filled
    server.partner = server.data("{ partner { tenantId } }")["partner"]["tenantId"]
    yield server
    if server.process.poll() is None:
        stop(server)


def ask(server, authorization, query="{ viewer { name roles mfa scope } }"):
    headers = {"Content-Type": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    status, headers, body = server.request(body=json.dumps({"query": query}).encode(), headers=headers)
    return status, headers, json.loads(body)


def everything(**more):
    return {"customers_seen": "*", **more}


def test_a_user_with_a_second_factor_is_let_in(served, issuer):
    token = issuer.token(tid=served.partner, **everything())
    for _ in range(3):
        status, _, answer = ask(served, f"Bearer {token}")
        assert status == 200, answer
        assert answer["data"]["viewer"] == {
            "name": USER_NAME, "roles": ["GLOBAL_ADMIN", "ADMIN_AGENT"], "mfa": True, "scope": "PARTNER"}
    assert served.data("{ customers { totalCount } }", key=token)["customers"]["totalCount"] > 0


def test_an_application_needs_no_second_factor(served, issuer):
    token = issuer.token(scp=None, upn=None, amr=None, oid="app", sub="app", appid="a", idtyp="app", **everything())
    status, _, answer = ask(served, f"Bearer {token}")
    assert status == 200 and answer["data"]["viewer"] == {
        "name": "a", "roles": ["GLOBAL_ADMIN", "ADMIN_AGENT"], "mfa": False, "scope": "PARTNER"}


@pytest.mark.parametrize("amr", [None, [], ["pwd"], "pwd", ["MFA"], {"mfa": True}])
def test_a_user_without_a_second_factor_is_told_so(served, issuer, amr):
    status, headers, answer = ask(served, f"Bearer {issuer.token(amr=amr, **everything())}")
    assert status == 401 and headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert answer["errors"][0]["extensions"]["code"] == "MFA_REQUIRED" and "MFA required" in answer["errors"][0]["message"]


def bad_tokens(issuer):
    claims, now = issuer.claims(), int(time.time())
    key = issuer.keys["k1"]
    pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    good = issuer.sign(claims)
    head, body, signature = good.split(".")

    def confused(secret):
        signed = f'{b64({"alg": "HS256", "typ": "JWT", "kid": "k1"})}.{b64(claims)}'
        return f"{signed}.{b64(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"

    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    yield "expired", issuer.sign({**claims, "exp": now - 5})
    yield "not yet valid", issuer.sign({**claims, "nbf": now + 500})
    yield "unsigned", f"{head}.{body}."
    yield "alg none", f'{b64({"alg": "none"})}.{body}.'
    yield "alg None with the signature", f'{b64({"alg": "None", "kid": "k1"})}.{body}.{signature}'
    yield "HS256 with the public key as PEM", confused(pem)
    yield "HS256 with the public key as DER", confused(der)
    yield "another's key under this kid", issuer.sign(claims, key=other)
    yield "changed claims", f'{head}.{b64({**claims, "roles": ["GLOBAL_ADMIN", "BILLING_ADMIN"]})}.{signature}'
    yield "another audience", issuer.sign({**claims, "aud": "https://graph.windows.net"})
    yield "another issuer", issuer.sign({**claims, "iss": "https://login.evil.example"})
    yield "no exp", issuer.sign({name: value for name, value in claims.items() if name != "exp"})
    yield "deep JSON", issuer.sign({**claims, "deep": json.loads("[" * 900 + "]" * 900)})
    yield "oversized", issuer.sign({**claims, "much": "x" * 20_000})
    yield "two parts", f"{head}.{body}"
    yield "four parts", good + "." + signature
    yield "no base64", f"{head}.{body}.***"
    yield "another tenant", issuer.sign({**claims, "tid": "99999999-9999-4999-8999-999999999999"})


def test_bad_tokens_open_nothing_and_nothing_of_them_is_logged(served, issuer):
    tokens = dict(bad_tokens(issuer))
    assert len(tokens) == 18
    for name, token in tokens.items():
        status, headers, answer = ask(served, f"Bearer {token}")
        assert status == 401 and "data" not in answer, (name, status, answer)
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED", name
        assert headers["WWW-Authenticate"] == 'Bearer realm="creditgraph", error="invalid_token"', name
        assert token.split(".")[1][:40] not in json.dumps(answer), name
    served.bad_tokens = tokens


def test_an_unknown_kid_asks_for_the_keys_seldom(served, issuer):
    time.sleep(1.1)
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    before = issuer.requests
    statuses = []
    end = time.time() + 2.5
    while time.time() < end:
        status, headers, answer = ask(served, f'Bearer {issuer.sign(issuer.claims(), {"kid": "nobody"}, stranger)}')
        statuses.append((status, answer["errors"][0]["extensions"]["code"]))
        if status == 503:
            assert headers["Retry-After"]
    assert set(statuses) <= {(401, "UNAUTHENTICATED"), (503, "KEYS_UNAVAILABLE")} and (401, "UNAUTHENTICATED") in statuses
    # Each fetch asks for the discovery document and the keys.
    assert 2 <= issuer.requests - before <= 2 * 4 and len(statuses) > 20


def test_keys_rotate_and_the_last_good_ones_outlive_an_outage(served, issuer):
    old = issuer.token(**everything())
    assert ask(served, f"Bearer {old}")[0] == 200
    issuer.down = True
    time.sleep(1.1)
    fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    rotated = issuer.sign(issuer.claims(**everything(), oid="o9"), {"kid": "k2"}, fresh)
    assert ask(served, f"Bearer {rotated}")[0] in (401, 503)
    time.sleep(0.3)
    assert ask(served, f"Bearer {issuer.token(**everything(), oid='o7')}")[0] == 200, "a token never seen, with a key from before"
    issuer.keys["k2"] = fresh
    issuer.down = False
    for _ in range(60):
        status = ask(served, f"Bearer {rotated}")[0]
        if status == 200:
            break
        time.sleep(0.1)
    assert status == 200


def test_several_authorization_headers_are_refused(served, issuer):
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.putrequest("POST", "/graphql")
    for value in (f"Bearer {served.key}", f"Bearer {issuer.token()}"):
        connection.putheader("Authorization", value)
    body = b'{"query":"{ __typename }"}'
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    assert answer.status == 400 and json.loads(answer.read())["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "invalid_request" in answer.headers["WWW-Authenticate"]


def test_claims_say_which_customers_are_seen(served, issuer):
    customers = served.data("{ customers(first: 100) { nodes { tenantId name resellers { tenantId partnerId } } } }")["customers"]["nodes"]
    one = customers[0]["tenantId"]

    def seen(**claims):
        return {c["tenantId"] for c in served.data(
            "{ customers(first: 100) { nodes { tenantId } } }", key=issuer.token(**claims))["customers"]["nodes"]}

    assert seen(customers_seen=one) == {one} == seen(customers_seen=[one, "rubbish"])
    assert seen(customers_seen="*") == {c["tenantId"] for c in customers}
    assert seen() == set() == seen(customers_seen=[]), "what is asked for and not there opens nothing"
    assert seen(reseller="made up") == set()
    resold = [c for c in customers if c["resellers"]]
    if resold:
        reseller = resold[0]["resellers"][0]
        sold = {c["tenantId"] for c in customers if [r["tenantId"] for r in c["resellers"]] == [reseller["tenantId"]]}
        by_id = seen(reseller=reseller["tenantId"])
        assert by_id and by_id <= sold and by_id == seen(reseller=reseller["partnerId"])
        # Whoever comes from a reseller's tenant sees no more, whatever that tenant's claims say.
        assert seen(tid=reseller["tenantId"], customers_seen="*") == by_id
        assert seen(tid=reseller["tenantId"], customers_seen=[c["tenantId"] for c in customers]) == by_id


def test_roles_are_those_of_the_claim(served, issuer):
    _, _, answer = ask(served, f"Bearer {issuer.token(roles=['HELPDESK_AGENT', 'nonsense', 5], **everything())}")
    assert answer["data"]["viewer"]["roles"] == ["HELPDESK_AGENT"]
    token = issuer.token(roles=None, **everything())
    assert ask(served, f"Bearer {token}")[2]["data"]["viewer"]["roles"] == []
    assert served.ask("{ customers { totalCount } }", key=token)["errors"]


def events(server, token, query="subscription { creditAtRisk { reason } }"):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", "/graphql", json.dumps({"query": query}), {
        "Content-Type": "application/json", "Accept": "text/event-stream", "Authorization": f"Bearer {token}"})
    return connection.getresponse()


def test_an_event_stream_ends_when_its_token_expires(served, issuer):
    begin = time.time()
    answer = events(served, issuer.token(exp=int(begin) + 4, **everything()))
    assert answer.status == 200
    text = answer.read().decode()
    assert 2 < time.time() - begin < 12 and "UNAUTHENTICATED" in text and text.endswith("event: complete\ndata: \n\n")


def test_an_event_stream_ends_when_its_key_is_revoked(served):
    key = creditgraph("key", "new", "--store", served.store, "--name", "shortlived", "--roles", "ADMIN_AGENT").stdout.strip()
    answer = events(served, key)
    assert answer.status == 200 and answer.readline() == b":\n"
    creditgraph("key", "revoke", "--store", served.store, "shortlived")
    begin = time.time()
    text = answer.read().decode()
    assert time.time() - begin < 10 and "UNAUTHENTICATED" in text and "event: complete" in text


def test_a_subscription_without_the_role_is_forbidden_at_once(served, issuer):
    answer = events(served, issuer.token(roles=["HELPDESK_AGENT"], **everything()))
    text = answer.read().decode()
    assert "FORBIDDEN" in text and "creditAtRisk" in text and text.endswith("event: complete\ndata: \n\n")


def test_nothing_of_a_token_reaches_a_log(served, issuer):
    secrets = [issuer.token(**everything())] + list(dict(bad_tokens(issuer)).values()) + list(getattr(served, "bad_tokens", {}).values())
    for token in secrets:
        ask(served, f"Bearer {token}")
    assert stop(served) == 0
    written = served.process.stderr.read().decode() + "".join(file.read_text() for file in served.logs.iterdir())
    assert len(written) > 1_000
    for token in secrets:
        for part in token.split("."):
            assert len(part) < 30 or part[:30] not in written
    assert USER_NAME not in written and served.key not in written and AUDIENCE not in written


@pytest.mark.parametrize("settings, code", [
    (["--token-issuers", "https://a.example"], "SETTING_TOKENAUDIENCES"),
    (["--token-audiences", "x"], "SETTING_TOKENAUDIENCES"),
    (["--token-issuers", "https://a.example", "--token-audiences", "x", "--token-algorithms", "HS256"], "SETTING_TOKENALGORITHMS"),
    (["--token-issuers", "https://a.example", "--token-audiences", "x", "--token-algorithms", "none"], "SETTING_TOKENALGORITHMS"),
    (["--token-issuers", "http://a.example", "--token-audiences", "x"], "SETTING_TOKENKEYS"),
    (["--token-issuers", "https://a.example", "--token-audiences", "x", "--token-keys", "http://a.example/k"], "SETTING_TOKENKEYS"),
    (["--token-issuers", "https://a/{tenantid}", "--token-audiences", "x", "--token-keys", "k.json", "--token-tenants", "any"], "SETTING_TOKENTENANTS"),
    (["--token-issuers", "https://a.example", "--token-audiences", "x", "--token-role-map", "x=BOSS"], "SETTING_TOKENROLEMAP"),
    (["--token-issuers", "https://a.example", "--token-audiences", "x", "--mfa-enforcement", "off"], "SETTING_MFAENFORCEMENT"),
])
def test_wrong_settings_are_told(settings, code, store):
    result = creditgraph("serve", "--store", store, "--listen", "127.0.0.1:0", *settings, check=64)
    assert code in result.stderr


def test_keys_from_a_file_with_mapped_roles_and_reported_users(filled, issuer, tmp_path):
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(issuer.key_set()))
    server = start(filled, "--token-issuers", "https://entra.example/v2.0", "--token-audiences", AUDIENCE, "--token-keys", keys,
                   "--token-roles-claim", "roles,wids", "--token-role-map", "62e90394=GLOBAL_ADMIN,Csp.Helpdesk=HELPDESK_AGENT",
                   "--mfa-enforcement", "REPORT", "--token-tenants", "any")
    try:
        token = issuer.token(iss="https://entra.example/v2.0", wids=["62e90394"], roles=["Csp.Helpdesk", "ADMIN_AGENT"], amr=["pwd"],
                             tid="99999999-9999-4999-8999-999999999999")
        _, _, answer = ask(server, f"Bearer {token}")
        assert answer["data"]["viewer"] == {
            "name": USER_NAME, "roles": ["GLOBAL_ADMIN", "HELPDESK_AGENT"], "mfa": False, "scope": "PARTNER"}
        # The file is exchanged and SIGHUP says so.
        fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        issuer.keys = {**issuer.keys, "k3": fresh}
        keys.write_text(json.dumps(issuer.key_set()))
        server.process.send_signal(signal.SIGHUP)
        rotated = issuer.sign(issuer.claims(iss="https://entra.example/v2.0"), {"kid": "k3"})
        for _ in range(60):
            status = ask(server, f"Bearer {rotated}")[0]
            if status == 200:
                break
            time.sleep(0.1)
        assert status == 200
    finally:
        stop(server)
    assert "a user signed in without a second factor" in server.process.stderr.read().decode()
