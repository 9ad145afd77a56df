"""Requests per second, p99 and CPU per request of three queries, beside a bare libmicrohttpd program that sends a
constant of the same size. Both run in turn within the same minute; the ratios are what to carry away, those of the CPU
first: other programs on the machine move them least."""
import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")

SCRIPT = """
wrk.method = "POST"
wrk.body = io.open(os.getenv("BODY"), "rb"):read("*a")
wrk.headers["Content-Type"] = "application/json"
-- With this one a request that is refused has a status that says so.
wrk.headers["Accept"] = "application/graphql-response+json"
wrk.headers["Authorization"] = os.getenv("AUTHORIZATION")
if os.getenv("UNSEEN") then
  -- No two documents are the same.
  local number, head, tail = os.time() * 1000000, wrk.body:match("^(.-)UNSEEN(.*)$")
  request = function()
    number = number + 1
    return wrk.format(nil, nil, nil, head .. string.format("n%.0f", number) .. tail)
  end
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99),
    latency.max, e.connect + e.read + e.write + e.timeout + e.status))
end
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def ask(port, body, key):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", body, {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    return urllib.request.urlopen(request, timeout=5).read()


def wait(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("a server did not start")


def load(process, port, body, key, connections, seconds, script, **environment):
    before = cpu_seconds(process.pid)
    result = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}/graphql"],
        env=dict(os.environ, BODY=str(body), AUTHORIZATION=f"Bearer {key}", **environment), capture_output=True, text=True, check=True)
    line = next(line for line in result.stdout.splitlines() if line.startswith("RESULT"))
    requests, duration, p99, worst, errors = map(int, line.split()[1:])
    return {
        "rate": requests / duration * 1e6,
        "p99": p99 / 1000,
        "max": worst / 1000,
        "cpu": (cpu_seconds(process.pid) - before) / max(requests, 1) * 1e6,
        "errors": errors,
    }


def explanation(port, key):
    """The query for all steps of one line that misses its credit, with what each looked at."""
    month = json.loads(ask(port, b'{"query":"{ months }"}', key))["data"]["months"][0]
    query = f'{{ credits(period: {{month: "{month}"}}, filter: {{eligible: false}}) {{ lines(first: 1) {{ nodes {{ id }} }} }} }}'
    answer = json.loads(ask(port, json.dumps({"query": query}).encode(), key))
    line = answer["data"]["credits"]["lines"]["nodes"][0]["id"]
    return (f'{{ node(id: "{line}") {{ ... on CreditLine {{ reason explanation(locale: "nl") {{ summary '
            f'steps {{ check passed text source evidence {{ __typename id }} }} }} }} }} }}')


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True)
    options.add_argument("--constant", required=True, help="constant_server, built")
    options.add_argument("--work", required=True, type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=3)
    given = options.parse_args()

    files, store = given.work / "http-files", given.work / "http.db"
    if not store.exists():
        subprocess.run([given.program, "sample", "--out", str(files), "--customers", "60", "--subscriptions", "300",
                        "--lines", "5000"], check=True, stderr=subprocess.DEVNULL)
        subprocess.run([given.program, "import", "--store", f"sqlite:{store}", "--progress", "none",
                        *map(str, sorted(files.glob("[!.]*")))], check=True, stdout=subprocess.DEVNULL)
    key = subprocess.run([given.program, "key", "new", "--store", f"sqlite:{store}", "--name", "benchmark", "--roles",
                          "ADMIN_AGENT"], check=True, capture_output=True, text=True).stdout.strip()
    port = free_port()
    # As an admin runs it: keys, limits and metrics are on by themselves, the access log goes to a file.
    server = subprocess.Popen([given.program, "serve", "--listen", f"127.0.0.1:{port}", "--store", f"sqlite:{store}",
                               "--access-log", str(given.work / "http-access.log")],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    processes = [server]
    failures = []
    try:
        wait(port)
        first = json.loads(ask(port, b'{"query":"{ customers(first: 50) { nodes { id tenantId subscriptions(first: 9) { totalCount } } } }"}', key))
        some = next(c for c in first["data"]["customers"]["nodes"] if c["subscriptions"]["totalCount"] >= 5)
        fields = "subscriptions(first: 5) { nodes { id subscriptionId name status offer createdAt } }"
        queries = {
            "{ __typename }": {"query": "{ __typename }"},
            "one customer, 5 subscriptions": {
                "query": f"query C($id: ID!) {{ customer(by: {{tenantId: $id}}) {{ id name country {fields} }} }}",
                "variables": {"id": some["tenantId"]}},
            "50 customers, 5 subscriptions each": {
                "query": f"{{ customers(first: 50) {{ nodes {{ id name country {fields} }} }} }}"},
        }
        script = given.work / "post.lua"
        script.write_text(SCRIPT)
        print(f"{'query':36} {'bytes':>6} {'req/s':>8} {'bare':>8} {'ratio':>6} {'p99 ms':>7} {'bare':>6} {'µs/req':>7} {'bare':>6} {'ratio':>6}")
        for number, (name, query) in enumerate(queries.items()):
            body = given.work / f"body-{number}.json"
            body.write_text(json.dumps(query))
            answer = ask(port, body.read_bytes(), key)
            if b'"errors"' in answer:
                sys.exit(f"{name}: {answer[:500]!r}")
            bare_port = free_port()
            bare = subprocess.Popen([given.constant, str(bare_port), str(len(answer))])
            processes.append(bare)
            wait(bare_port)
            rounds = []
            for _ in range(given.rounds):
                rounds.append((load(server, port, body, key, 32, given.seconds, script),
                               load(bare, bare_port, body, key, 32, given.seconds, script)))
            failures += [name for ours, _ in rounds if ours["errors"]]

            def median(which, what):
                return statistics.median(pair[which][what] for pair in rounds)

            ratio = statistics.median(ours["rate"] / theirs["rate"] for ours, theirs in rounds)
            cpu = statistics.median(theirs["cpu"] / ours["cpu"] for ours, theirs in rounds)
            print(f"{name:36} {len(answer):6} {median(0, 'rate'):8.0f} {median(1, 'rate'):8.0f} {ratio:6.2f} "
                  f"{median(0, 'p99'):7.2f} {median(1, 'p99'):6.2f} {median(0, 'cpu'):7.1f} {median(1, 'cpu'):6.1f} {cpu:6.2f}")
        body = given.work / "body-1.json"
        base = load(server, port, body, key, 32, given.seconds, script)
        for connections in (128, 256, 512):
            result = load(server, port, body, key, connections, given.seconds, script)
            print(f"{connections} connections: {result['rate']:8.0f} req/s, {result['cpu']:.1f} µs/req "
                  f"({result['cpu'] / base['cpu']:.2f} of 32), slowest {result['max']:.0f} ms")
            if result["errors"]:
                failures.append(f"{connections} connections")
        one = queries["one customer, 5 subscriptions"]
        body.write_text(json.dumps({**one, "query": one["query"].replace("query C(", "query UNSEEN(")}))
        unseen = [load(server, port, body, key, 32, given.seconds, script, UNSEEN="1") for _ in range(given.rounds)]
        print(f"one customer, 5 subscriptions, by a document never seen before: {statistics.median(r['cpu'] for r in unseen):.1f} µs/req, "
              f"{statistics.median(r['rate'] for r in unseen):.0f} req/s")
        if any(result["errors"] for result in unseen):
            failures.append("documents never seen before")
        body.write_text(json.dumps({"query": explanation(port, key)}))
        if b'"errors"' in ask(port, body.read_bytes(), key):
            sys.exit("the explanation failed")
        alone = load(server, port, body, key, 1, given.seconds, script)
        print(f"one line explained, one after another: {1000 / alone['rate']:.3f} ms each, p99 {alone['p99']:.2f} ms, "
              f"{alone['cpu']:.0f} µs/req")
        if alone["errors"]:
            failures.append("explanation")
    finally:
        for process in processes:
            process.terminate()
        (given.work / "http-access.log").unlink(missing_ok=True)
    if failures:
        sys.exit(f"requests failed: {failures}")


if __name__ == "__main__":
    main()
