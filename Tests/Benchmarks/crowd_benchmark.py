"""Many clients at once: what an idle connection holds, and how long a small question takes while others ask heavy ones.

Connections are opened to the real program and each is answered once before it idles; the memory is what the process has of its own
(RssAnon), so buffers in the system are not counted. Heavy questions are of the kind that has a line of its own, by their cost.
Ends with an error where a connection is lost, a request fails or, unless --smoke is given, an aim is missed.
"""
import argparse
import json
import random
import resource
import socket
import subprocess
import sys
import threading
from pathlib import Path

from http_benchmark import SCRIPT, ask, free_port, load, wait

# Aims: KiB an idle connection, and the 99th percentile beside heavy questions by that alone.
IDLE, BESIDE = 12, 5
LINES = "lines(first: 1000) { nodes { id reason earned { amount } explanation { summary steps { check text } } usage { meterName tags } } }"
HEAVY = '{ credits(period: {month: "%s"}) { ' + " ".join(f"{name}: {LINES}" for name in "abcd") + " } }"
# From this cost on a request waits in the line of heavy ones (serve --heavy-cost).
HEAVY_COST = 20_000


def memory(process):
    return int(Path(f"/proc/{process.pid}/status").read_text().split("RssAnon:")[1].split()[0])


def answered(connection, request):
    connection.sendall(request)
    answer = connection.recv(4096)
    return answer.startswith(b"HTTP/1.1 200") and b'"data"' in answer


def idle(process, port, key, count):
    body = b'{"query":"{ __typename }"}'
    request = (f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
               f"Content-Length: {len(body)}\r\n\r\n").encode() + body
    ask(port, body, key)
    before = memory(process)
    connections = []
    for _ in range(count):
        connections.append(socket.create_connection(("127.0.0.1", port), 10))
        if not answered(connections[-1], request):
            return None, f"connection {len(connections)} was not answered"
    each = (memory(process) - before) / count
    for connection in random.Random(1).sample(connections, min(count, 500)):
        if not answered(connection, request):
            return each, "a connection that had idled was not answered"
    for connection in connections:
        connection.close()
    return each, None


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True)
    options.add_argument("--work", required=True, type=Path)
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--connections", type=int, default=10_000)
    options.add_argument("--lines", type=int, default=200_000)
    options.add_argument("--smoke", action="store_true", help="missed aims are printed, not an error")
    given = options.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    files, store = given.work / "crowd-files", given.work / "crowd.db"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{store}{suffix}").unlink(missing_ok=True)
    subprocess.run([given.program, "sample", "--out", str(files), "--lines", str(given.lines), "--force"], check=True, capture_output=True)
    subprocess.run([given.program, "import", "--store", f"sqlite:{store}", "--progress", "none", *map(str, sorted(files.glob("[!.]*")))],
                   check=True, capture_output=True)
    key = subprocess.run([given.program, "key", "new", "--store", f"sqlite:{store}", "--name", "benchmark", "--roles",
                          "GLOBAL_ADMIN,ADMIN_AGENT"], check=True, capture_output=True, text=True).stdout.strip()
    port = free_port()
    server = subprocess.Popen(
        [given.program, "serve", "--listen", f"127.0.0.1:{port}", "--store", f"sqlite:{store}", "--access-log",
         str(given.work / "crowd-access.log")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    failures, missed = [], []
    try:
        wait(port)
        each, problem = idle(server, port, key, given.connections)
        if problem:
            failures.append(problem)
        if each is not None:
            print(f"{given.connections} idle connections: {each:.1f} KiB each")
            if each > IDLE:
                missed.append(f"an idle connection holds {each:.1f} KiB")

        customer = json.loads(ask(port, b'{"query":"{ customers(first: 1) { nodes { tenantId } } }"}', key))
        tenant = customer["data"]["customers"]["nodes"][0]["tenantId"]
        month = json.loads(ask(port, b'{"query":"{ months }"}', key))["data"]["months"][0]
        light, heavy, script = given.work / "light.json", given.work / "heavy.json", given.work / "post.lua"
        light.write_text(json.dumps({"query": f'{{ customer(by: {{tenantId: "{tenant}"}}) {{ id name subscriptions(first: 5) {{ nodes {{ id name status }} }} }} }}'}))
        heavy.write_text(json.dumps({"query": HEAVY % month}))
        told = json.loads(ask(port, json.dumps({"query": HEAVY % month, "extensions": {"cost": True}}).encode(), key))
        if told["extensions"]["cost"]["estimated"] < HEAVY_COST:
            sys.exit("the heavy question is none")
        script.write_text(SCRIPT)
        for body in (light, heavy):
            if b'"errors"' in (answer := ask(port, body.read_bytes(), key)):
                sys.exit(f"{body.name}: {answer[:300]!r}")
        pairs = []
        for _ in range(given.rounds):
            alone = load(server, port, light, key, 4, given.seconds, script)
            found = {}
            crowd = threading.Thread(target=lambda: found.update(load(server, port, heavy, key, 8, given.seconds + 2, script)))
            crowd.start()
            beside = load(server, port, light, key, 4, given.seconds, script)
            crowd.join()
            pairs.append((beside["p99"] / alone["p99"], alone, beside, found))
            failures += [f"{part['errors']} requests failed" for part in (alone, beside, found) if part["errors"]]
        ratio, alone, beside, found = sorted(pairs, key=lambda pair: pair[0])[len(pairs) // 2]
        print(f"small question, 4 clients: p99 {alone['p99']:.2f} ms alone ({alone['rate']:.0f}/s), {beside['p99']:.2f} ms beside 8 clients "
              f"with heavy ones ({beside['rate']:.0f}/s; {found['rate']:.1f} heavy/s): {ratio:.1f} times")
        if ratio > BESIDE:
            missed.append(f"a small question takes {ratio:.1f} times as long beside heavy ones")
    finally:
        server.terminate()
        server.wait(timeout=30)
        (given.work / "crowd-access.log").unlink(missing_ok=True)
    for miss in missed:
        print(f"missed: {miss}")
    if failures or (missed and not given.smoke):
        sys.exit("; ".join(failures + missed))


if __name__ == "__main__":
    main()
