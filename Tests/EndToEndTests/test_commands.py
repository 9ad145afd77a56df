"""Commands as a new user meets them: help, exit codes, messages."""
import json
import os
import signal
import socket
import stat
import subprocess

import pytest
from conftest import PROGRAM, creditgraph, free_port, start, stop

COMMANDS = ["serve", "import", "export", "compute", "join", "sample", "decide", "schema", "print", "validate", "execute", "batch",
            "plugin", "key", "migrate", "backup", "restore", "verify", "health"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    result = creditgraph(command, "--help")
    assert "USAGE" in result.stdout.upper() and len(result.stdout) > 100


def test_the_program_lists_its_commands():
    text = creditgraph("--help").stdout
    assert all(command in text for command in COMMANDS)


@pytest.mark.parametrize("arguments", [["import"], ["serve", "--nonsense"], ["no-such-command"], ["sample"],
                                       ["serve", "--max-depth", "201"], ["serve", "--suggestions", "maybe"],
                                       ["serve", "--max-tokens", "many"], ["schema", "--schema", "x"], ["print", "--sort", "x"],
                                       ["serve", "--store", "mongodb://here"],
                                       ["serve", "--store", "postgresql://localhost/x"]])
def test_usage_mistakes_exit_64(arguments):
    result = creditgraph(*arguments, check=64)
    assert result.stderr.strip()


def test_health_of_a_server(server, tmp_path):
    assert creditgraph("health", "--listen", f"127.0.0.1:{server.port}").stderr == "ready\n"
    # As the server is configured: by a variable or a file, on all addresses.
    environment = {**os.environ, "CREDITGRAPH_LISTEN": f"127.0.0.1:{server.port}"}
    assert creditgraph("health", env=environment).stdout == ""
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"listen": f"0.0.0.0:{server.port}"}))
    creditgraph("health", "--config", settings)


def test_health_where_there_is_none():
    port = free_port()
    assert "HEALTH_NO_ANSWER" in creditgraph("health", "--listen", f"127.0.0.1:{port}", check=69).stderr
    with socket.create_server(("127.0.0.1", port)):
        # Somebody listens and never answers.
        result = creditgraph("health", "--listen", f"127.0.0.1:{port}", "--timeout-milliseconds", "300", check=69)
        assert "HEALTH_NO_ANSWER" in result.stderr and str(port) in result.stderr
    assert "LISTEN_ADDRESS" in creditgraph("health", "--listen", "nonsense", check=64).stderr
    creditgraph("health", "--timeout-milliseconds", "0", check=64)


def test_a_missing_file_exits_66(store):
    result = creditgraph("import", "--store", store, "/nowhere/usage.csv", check=66)
    assert "usage.csv" in result.stderr


def test_a_store_that_cannot_be_made_exits_73():
    creditgraph("migrate", "--store", "sqlite:/proc/creditgraph.db", check=73)


def test_a_port_in_use_exits_69_with_clear_words(filled):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = creditgraph("serve", "--listen", f"127.0.0.1:{port}", "--store", filled, check=69)
    assert str(port) in result.stderr and "already" in result.stderr


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_server_stops_cleanly(filled, sign):
    assert stop(start(filled), sign) == 0


def test_keys_are_listed_without_their_secret_and_can_be_revoked(filled):
    key = creditgraph("key", "new", "--store", filled, "--name", "visible", "--roles", "ADMIN_AGENT").stdout.strip()
    assert len(key) >= 40 and "\n" not in key
    listing = creditgraph("key", "list", "--store", filled).stdout
    assert "visible" in listing and key not in listing
    server = start(filled, key=key)
    try:
        assert server.data("{ viewer { name roles } }")["viewer"]["roles"] == ["ADMIN_AGENT"]
        identifier = next(line.split()[0] for line in listing.splitlines() if "visible" in line)
        creditgraph("key", "revoke", identifier, "--store", filled)
        for _ in range(40):
            status = server.request(body=b'{"query":"{ __typename }"}', headers={
                "Content-Type": "application/json", "Authorization": f"Bearer {key}"})[0]
            if status == 401:
                break
            subprocess.run(["sleep", "0.1"])
        assert status == 401
    finally:
        stop(server)


def test_settings_come_from_the_environment_too(filled):
    port = free_port()
    process = subprocess.Popen([PROGRAM, "serve"], stderr=subprocess.PIPE,
                               env=dict(os.environ, CREDITGRAPH_STORE=filled, CREDITGRAPH_LISTEN=f"127.0.0.1:{port}"))
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            subprocess.run(["sleep", "0.05"])
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def test_sample_gives_the_same_bytes_for_the_same_seed(tmp_path):
    for name in ("a", "b"):
        creditgraph("sample", "--out", tmp_path / name, "--lines", "3000", "--seed", "7")
    creditgraph("sample", "--out", tmp_path / "c", "--lines", "3000", "--seed", "8")
    contents = {name: {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in "abc"}
    assert contents["a"] == contents["b"] != contents["c"]


def test_the_store_is_readable_by_its_owner_only(filled):
    assert stat.S_IMODE(os.stat(filled.removeprefix("sqlite:")).st_mode) & 0o077 == 0


def test_decide_reads_a_case_from_standard_input():
    result = creditgraph("decide", "-", stdin='{"id":"X","kind":"OVERAGE","policy":{},"input":'
                         '{"fee":"10","overageUnits":"50","overageRate":"0.1"}}')
    assert '"total":"15"' in result.stdout.replace(" ", "")


def test_decide_names_the_place_of_an_unknown_key():
    result = creditgraph("decide", "-", check=65, stdin='{"id":"X","kind":"OVERAGE","policy":{},"input":{"feee":"10"}}')
    assert "feee" in result.stderr + result.stdout


@pytest.mark.parametrize("arguments, words", [
    (["--rate", "15"], "a fraction from 0 to 1"),
    (["--rate", "0.15,0.2@soon"], "ascending days"),
    (["--coverage-mode", "ALL"], "UNION or SINGLE_GRANT"),
    (["--day-zone", "Mars/Olympus"], "zone database"),
])
def test_a_policy_that_cannot_be_taken_exits_64(arguments, words, tmp_path):
    result = creditgraph("serve", *arguments, "--store", f"sqlite:{tmp_path}/x.db", check=64)
    assert words in result.stderr and arguments[1] in result.stderr


def test_a_rate_that_is_a_json_number_is_not_taken(tmp_path):
    settings = tmp_path / "settings.json"
    settings.write_text('{"rate": 0.2}')
    result = creditgraph("verify", "--config", settings, "--store", f"sqlite:{tmp_path}/x.db", check=64)
    assert "quotes" in result.stderr
