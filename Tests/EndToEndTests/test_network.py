"""TLS with real handshakes, and proxies that are believed or not."""
import http.client
import json
import signal
import socket
import ssl
import subprocess
import time

import pytest

from conftest import PROGRAM, creditgraph, free_port, new_key, start, stop


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """A certificate authority of its own, with the certificates that it has signed."""

    def __init__(self, folder, name):
        self.folder, self.certificate, self.key = folder, folder / f"{name}-ca.pem", folder / f"{name}-ca.key"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", 2, "-subj", f"/CN={name}",
                "-keyout", self.key, "-out", self.certificate)

    def sign(self, name, *, purpose="serverAuth", days=2):
        certificate, key, request = (self.folder / f"{name}.{kind}" for kind in ("pem", "key", "csr"))
        extensions = self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage={purpose}\n")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}", "-keyout", key,
                "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial", "-days", days,
                "-extfile", extensions, "-out", certificate)
        return certificate, key


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"), "one")


class TLSServer:
    def __init__(self, store, *arguments, authority):
        self.port, self.key, self.authority = free_port(), new_key(store), authority
        self.process = subprocess.Popen([PROGRAM, "serve", "--listen", f"127.0.0.1:{self.port}", "--store", store, *map(str, arguments)],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(400):
            assert self.process.poll() is None, self.process.stderr.read().decode()
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the server does not listen")

    def context(self, client=None, low=None, high=None):
        context = ssl.create_default_context(cafile=str(self.authority.certificate))
        context.minimum_version = low or ssl.TLSVersion.TLSv1_2
        if high:
            context.maximum_version = high
        if client:
            context.load_cert_chain(*map(str, client))
        return context

    def connect(self, **options):
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10, context=self.context(**options))

    def ask(self, connection, query="{ __typename }"):
        connection.request("POST", "/graphql", json.dumps({"query": query}),
                           {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (answer.status, body)
        return json.loads(body)

    def serial(self, connection=None):
        connection = connection or self.connect()
        if not connection.sock:
            connection.connect()
        return connection.sock.getpeercert()["serialNumber"]


@pytest.fixture
def tls(filled, authority, tmp_path):
    certificate, key = authority.sign("server")
    paths = tmp_path / "server.pem", tmp_path / "server.key"
    for source, target in zip((certificate, key), paths):
        target.write_bytes(source.read_bytes())
    server = TLSServer(filled, "--tls-certificate", paths[0], "--tls-key", paths[1], "--threads", "2", authority=authority)
    server.paths = paths
    yield server
    if server.process.poll() is None:
        assert stop(server) == 0


def test_new_versions_only(tls):
    for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
        connection = tls.connect(low=version, high=version)
        assert tls.ask(connection) == {"data": {"__typename": "Query"}}
        assert connection.sock.version() == name
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert answer.read() == b"ok\n" and answer.getheader("Strict-Transport-Security") == "max-age=31536000"
        # Forward secrecy and authenticated encryption.
        assert connection.sock.cipher()[0].startswith(("TLS_", "ECDHE-")) and ("GCM" in connection.sock.cipher()[0] or "POLY1305" in connection.sock.cipher()[0])
        connection.close()
    # Python's own policy may refuse what is old before it is sent, so that openssl asks, with its security level off.
    for version, served in (("-tls1_2", True), ("-tls1_1", False), ("-tls1", False)):
        result = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{tls.port}", version, "-cipher", "DEFAULT@SECLEVEL=0"],
                                input=b"", capture_output=True, timeout=20)
        assert (result.returncode == 0) == served and (b"BEGIN CERTIFICATE" in result.stdout) == served, result.stderr
    health = ["health", "--listen", f"127.0.0.1:{tls.port}"]
    assert creditgraph(*health, "--tls-certificate", tls.paths[0]).stderr == "ready\n"
    assert "HEALTH_NO_ANSWER" in creditgraph(*health, check=69).stderr
    # Plain HTTP gets no answer.
    with socket.create_connection(("127.0.0.1", tls.port), 5) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        try:
            assert b"HTTP" not in connection.recv(1000)
        except ConnectionResetError:
            pass


def test_large_and_many_answers_come_whole(tls):
    query = "{ customers(first: 1000) { nodes { id name subscriptions(first: 10) { nodes { id name } } } } }"
    first = tls.ask(tls.connect(), query)
    connections = [tls.connect() for _ in range(20)]
    for _ in range(5):
        for connection in connections:
            assert tls.ask(connection, query) == first
    body = json.dumps({"query": "{ __typename }" + " " * 900_000}).encode()
    connections[0].request("POST", "/graphql", body, {"Content-Type": "application/json", "Authorization": f"Bearer {tls.key}"})
    assert json.loads(connections[0].getresponse().read()) == {"data": {"__typename": "Query"}}


def test_a_new_certificate_after_sighup_while_old_connections_go_on(tls, authority):
    old = tls.connect()
    tls.ask(old)
    before = tls.serial(old)
    certificate, key = authority.sign("renewed")
    # Half of a renewal: the old certificate stays, and the log says why.
    tls.paths[0].write_bytes(certificate.read_bytes())
    tls.process.send_signal(signal.SIGHUP)
    line = said(tls, b"could not be reloaded")
    assert b"TLS_KEY_MISMATCH" in line and str(tls.paths[1]).encode() in line
    assert tls.serial() == before
    tls.paths[0].write_text("rubbish")
    tls.process.send_signal(signal.SIGHUP)
    assert b"TLS_NO_CERTIFICATE" in said(tls, b"could not be reloaded")
    tls.paths[0].unlink()
    tls.process.send_signal(signal.SIGHUP)
    assert b"TLS_FILE_UNREADABLE" in said(tls, b"could not be reloaded")
    assert tls.serial() == before
    tls.paths[0].write_bytes(certificate.read_bytes())
    tls.paths[1].write_bytes(key.read_bytes())
    tls.process.send_signal(signal.SIGHUP)
    said(tls, b"certificate in use")
    fresh = tls.connect()
    assert tls.ask(fresh) and tls.serial(fresh) != before
    # The connection of before still answers, with the certificate that it began with.
    assert tls.ask(old) and tls.serial(old) == before


def said(server, text):
    """The next line of the log with a text."""
    while line := server.process.stderr.readline():
        if text in line:
            return line
    raise AssertionError(text)


def test_client_certificates(filled, authority, tmp_path):
    certificate, key = authority.sign("guarded")
    clients = Authority(tmp_path, "clients")
    good, foreign = clients.sign("good", purpose="clientAuth"), authority.sign("foreign", purpose="clientAuth")
    wrong_purpose = clients.sign("wrong", purpose="serverAuth")
    settings = ["--tls-certificate", certificate, "--tls-key", key, "--tls-client-ca", clients.certificate]
    for mode, without in (("required", False), ("requested", True)):
        server = TLSServer(filled, *settings, "--tls-client-certificates", mode, authority=authority)
        try:
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                for client, served in ((good, True), (foreign, False), (wrong_purpose, False), (None, without)):
                    connection = server.connect(client=client, low=version, high=version)
                    if served:
                        assert server.ask(connection)
                    else:
                        with pytest.raises((ssl.SSLError, OSError, http.client.HTTPException)):
                            server.ask(connection)
                    connection.close()
            health = creditgraph("health", "--listen", f"127.0.0.1:{server.port}", "--tls-certificate", certificate, "--tls-client-ca",
                                 clients.certificate, "--tls-client-certificates", mode)
            assert ("ready" in health.stderr) == without and ("alive" in health.stderr) != without
            # A certificate is no API key.
            connection = server.connect(client=good)
            connection.request("GET", "/graphql?query=%7B__typename%7D")
            assert connection.getresponse().status == 401
        finally:
            assert stop(server) == 0


def test_a_slow_handshake_is_cut_off_and_a_stop_ends_all(filled, authority):
    certificate, key = authority.sign("slow")
    server = TLSServer(filled, "--tls-certificate", certificate, "--tls-key", key, "--receive-seconds", "1", authority=authority)
    idle = server.connect()
    server.ask(idle)
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(b"\x16\x03\x01")
        began = time.time()
        assert connection.recv(100) == b"" and time.time() - began < 5
    assert server.ask(server.connect())
    began = time.time()
    assert stop(server) == 0 and time.time() - began < 5


def test_events_over_tls(tls):
    connection = tls.connect()
    connection.request("POST", "/graphql", json.dumps({"query": "subscription { creditAtRisk { reason } }"}), {
        "Content-Type": "application/json", "Accept": "text/event-stream", "Authorization": f"Bearer {tls.key}"})
    answer = connection.getresponse()
    assert answer.status == 200 and answer.readline().startswith(b":")
    # A server that stops tells its streams to come back.
    tls.process.send_signal(signal.SIGTERM)
    assert answer.read() is not None
    assert tls.process.wait(timeout=20) == 0


@pytest.mark.parametrize("arguments, exit_code, words", [
    (["--tls-certificate", "CERT"], 64, "both --tls-certificate and --tls-key"),
    (["--tls-key", "KEY"], 64, "both --tls-certificate and --tls-key"),
    (["--tls-certificate", "/nowhere.pem", "--tls-key", "KEY"], 66, "TLS_FILE_UNREADABLE: /nowhere.pem"),
    (["--tls-certificate", "CERT", "--tls-key", "/nowhere.key"], 66, "TLS_FILE_UNREADABLE: /nowhere.key"),
    (["--tls-certificate", "KEY", "--tls-key", "KEY"], 65, "TLS_NO_CERTIFICATE"),
    (["--tls-certificate", "CERT", "--tls-key", "CERT"], 65, "TLS_NO_KEY"),
    (["--tls-certificate", "CERT", "--tls-key", "OTHER"], 65, "TLS_KEY_MISMATCH"),
    (["--tls-certificate", "CERT", "--tls-key", "LOCKED"], 65, "TLS_NO_KEY"),
    (["--tls-certificate", "CERT", "--tls-key", "KEY", "--tls-client-ca", "KEY"], 65, "TLS_NO_CERTIFICATE"),
    (["--tls-certificate", "CERT", "--tls-key", "KEY", "--tls-min-version", "1.1"], 64, "SETTING_TLSMINVERSION"),
    (["--listen", "0.0.0.0:0"], 64, "SETTING_PLAINHTTP"),
    (["--listen", "[::]:0"], 64, "--plain-http any"),
    (["--listen", "0.0.0.0:0", "--plain-http", "proxies"], 64, "--trusted-proxies"),
    (["--plain-http", "yes"], 64, "SETTING_PLAINHTTP"),
    (["--trusted-proxies", "10.0.0.1/8"], 64, "SETTING_TRUSTEDPROXIES"),
    (["--trusted-proxies", "proxy.example"], 64, "SETTING_TRUSTEDPROXIES"),
    (["--proxy-headers", "all"], 64, "SETTING_PROXYHEADERS"),
])
def test_what_cannot_be_served_is_said_at_the_start(arguments, exit_code, words, authority, tmp_path):
    certificate, key = authority.sign("plain")
    locked = tmp_path / "locked.key"
    openssl("ec", "-in", key, "-aes256", "-passout", "pass:secret", "-out", locked)
    files = {"CERT": certificate, "KEY": key, "OTHER": authority.sign("other")[1], "LOCKED": locked}
    result = creditgraph("serve", "--listen", "127.0.0.1:0", *[files.get(part, part) for part in arguments],
                         "--store", f"sqlite:{tmp_path}/x.db", check=exit_code, timeout=20)
    assert words in result.stderr


def test_plain_http_where_it_was_asked_for(filled):
    for more in (["--plain-http", "any"], ["--plain-http", "proxies", "--trusted-proxies", "203.0.113.0/24"]):
        server = start(filled, "--listen", f"0.0.0.0:{(port := free_port())}", *more, port=port)
        assert server.data("{ __typename }")
        own = own_address()
        if own:
            try:
                with socket.create_connection((own, port), 5) as connection:
                    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                    answer = connection.recv(1000)
            except ConnectionResetError:
                answer = b""
            assert answer.startswith(b"HTTP/1.1 200") == (more[1] == "any"), (more, answer)
        assert stop(server) == 0


def own_address():
    """An address of this machine that is not loopback; None where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return None if probe.getsockname()[0].startswith("127.") else probe.getsockname()[0]


@pytest.mark.parametrize("trusted", [True, False])
def test_only_named_proxies_say_for_whom_they_ask(trusted, filled, tmp_path):
    log = tmp_path / "access.log"
    server = start(filled, "--access-log", str(log), "--trusted-proxies", "127.0.0.0/8" if trusted else "192.0.2.1")
    for headers in ({"X-Forwarded-For": "6.6.6.6, 203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "credits.example"},
                    {"Forwarded": 'for="[2001:db8::7]:4711";proto=https'},
                    {"Forwarded": "for=6.6.6.6", "X-Forwarded-For": "203.0.113.7"},
                    {"X-Forwarded-For": "rubbish\x01\", \"x\": \""}):
        assert server.request("/healthz", headers={**headers, "User-Agent": "test"})[0] == 200
    assert stop(server) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    lines = [line for line in lines if line["path"] == "/healthz"]
    addresses = [line["address"] for line in lines]
    if trusted:
        assert addresses == ["203.0.113.7", "2001:db8::7", "127.0.0.1", "127.0.0.1"]
        assert lines[0]["proxy"] == "127.0.0.1" and lines[0]["scheme"] == "https" and lines[0]["host"] == "credits.example"
    else:
        assert addresses == ["127.0.0.1"] * 4 and not any("proxy" in line or "host" in line for line in lines)


def test_limits_of_an_address_count_a_proxys_clients_one_by_one(filled):
    server = start(filled, "--max-connections-per-address", "3", "--trusted-proxies", "127.0.0.1", "--threads", "2")
    listen = {"Content-Type": "application/json", "Accept": "text/event-stream", "Authorization": f"Bearer {server.key}"}
    body = json.dumps({"query": "subscription { creditAtRisk { reason } }"})

    def open_stream(client):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("POST", "/graphql", body, {**listen, **({"X-Forwarded-For": client} if client else {})})
        return connection, connection.getresponse()

    streams = [open_stream("203.0.113.7") for _ in range(4)]
    assert [answer.status for _, answer in streams] == [200, 200, 200, 429]
    assert int(streams[3][1].getheader("Retry-After")) >= 1
    streams += [open_stream("203.0.113.8") for _ in range(3)]
    assert [answer.status for _, answer in streams[4:]] == [200] * 3
    # The proxy itself has as many connections as it needs.
    assert server.data("{ __typename }")
    for connection, answer in streams[:3]:
        answer.close()
        connection.sock and connection.sock.close()
        connection.close()
    deadline = time.time() + 20
    while time.time() < deadline:
        connection, answer = open_stream("203.0.113.7")
        connection.close()
        if answer.status == 200:
            break
        time.sleep(0.2)
    assert answer.status == 200
    assert stop(server) == 0
