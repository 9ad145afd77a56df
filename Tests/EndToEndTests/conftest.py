"""The real program, started as a user starts it: no part of it is replaced."""
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = os.environ.get("CREDITGRAPH", str(Path(__file__).parents[2] / ".build/release/creditgraph"))


def creditgraph(*arguments, check=0, stdin=None, timeout=120, **options):
    """Runs a command; `check` is the exit code that it must have."""
    result = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, input=stdin,
                            timeout=timeout, **options)
    if check is not None:
        assert result.returncode == check, (arguments, result.returncode, result.stdout[-1000:], result.stderr[-2000:])
    return result


def reports(result):
    """The JSON reports of an import, one a file."""
    return [json.loads(line) for line in result.stdout.splitlines() if line.strip()]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    process: subprocess.Popen
    port: int
    key: str

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/graphql"

    def request(self, path="/graphql", body=None, headers=None, method=None):
        """Status, headers and body of one request."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def ask(self, query, variables=None, key=None):
        """The decoded answer of one query; amounts stay strings."""
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        status, _, answer = self.request(
            body=body, headers={"Content-Type": "application/json", "Authorization": f"Bearer {key or self.key}"})
        assert status in (200, 400), (status, answer)
        return json.loads(answer)

    def data(self, query, variables=None, key=None):
        answer = self.ask(query, variables, key)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


def new_key(store, *more):
    return creditgraph("key", "new", "--store", store, "--name", "test", "--roles", "GLOBAL_ADMIN,ADMIN_AGENT,BILLING_ADMIN",
                       *more).stdout.strip()


def start(store, *more, key=None, port=None):
    """Starts a server on a free port and waits until it says that it is ready."""
    key = key or new_key(store)
    port = port or free_port()
    process = subprocess.Popen([PROGRAM, "serve", "--listen", f"127.0.0.1:{port}", "--store", store, *more],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    server = Server(process, port, key)
    for _ in range(400):
        assert process.poll() is None, process.stderr.read().decode()
        try:
            if server.request("/readyz")[0] == 200:
                return server
        except OSError:
            pass
        time.sleep(0.02)
    raise AssertionError("the server did not become ready")


def stop(server, sign=signal.SIGTERM):
    server.process.send_signal(sign)
    return server.process.wait(timeout=20)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The default sample world, as files."""
    folder = tmp_path_factory.mktemp("sample") / "files"
    creditgraph("sample", "--out", folder, "--lines", "20000")
    return folder


@pytest.fixture(scope="session")
def filled(sample, tmp_path_factory):
    """A store that holds the sample."""
    store = f"sqlite:{tmp_path_factory.mktemp('store') / 'creditgraph.db'}"
    result = creditgraph("import", "--store", store, "--progress", "none", *files_of(sample))
    assert all(report["state"] == "DONE" for report in reports(result)), result.stdout
    return store


@pytest.fixture(scope="session")
def server(filled):
    running = start(filled)
    yield running
    assert stop(running) == 0


@pytest.fixture
def store(tmp_path):
    return f"sqlite:{tmp_path / 'creditgraph.db'}"


def files_of(folder):
    """What the shell's `folder/*` names."""
    return sorted(file for file in folder.iterdir() if not file.name.startswith("."))


def usage_files(folder):
    return sorted(folder.glob("daily-rated-usage*"))
