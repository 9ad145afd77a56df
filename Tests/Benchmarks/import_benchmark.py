"""Import, recomputation and pages of a large daily rated usage file, beside other loaders of the same file.

Each loader runs as a process of its own over the same cached file, in turn, round after round; medians are printed.
The peers do less: the C loader keeps 16 columns, cuts decimals and checks nothing; `.import` keeps text; DuckDB keeps
doubles. creditgraph keeps every byte of every column and writes the ledger and its sums in the same transaction.
"""
import argparse
import contextlib
import csv
import itertools
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

DUCKDB = """
import sys, time, duckdb
began = time.time()
connection = duckdb.connect(sys.argv[2])
connection.execute("set threads=2")
connection.execute(f"create table usage as select * from read_csv('{sys.argv[1]}', header=true, dateformat='%m/%d/%Y')")
connection.execute("checkpoint")
print(time.time() - began)
"""


def run(command, **options):
    """Runs a command; gives seconds, user+system seconds, peak MiB and its standard output."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    out = process.stdout.read()
    problem = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    if status != 0:
        sys.exit(f"{command[0]} failed: {problem.decode()[-2000:]}")
    return {
        "seconds": time.monotonic() - began,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peakMiB": usage.ru_maxrss / 1024,
        "out": out.decode(),
    }


def ask(port, key, query, **variables):
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body,
                                     {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    answer = json.loads(urllib.request.urlopen(request, timeout=30).read())
    if "errors" in answer:
        sys.exit(f"{query}: {answer['errors']}")
    return answer["data"]


@contextlib.contextmanager
def serving(program, store):
    """A server over the store: its port, a key, and what the first answer took after the start, in milliseconds."""
    key = subprocess.run([program, "key", "new", "--store", f"sqlite:{store}", "--name", "benchmark", "--roles",
                          "GLOBAL_ADMIN,ADMIN_AGENT"], check=True, capture_output=True, text=True).stdout.strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    server = subprocess.Popen([program, "serve", "--listen", f"127.0.0.1:{port}", "--store", f"sqlite:{store}"],
                              stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                ask(port, key, "{ partner { name } customers(first: 1) { nodes { name } } }")
                break
            except OSError:
                time.sleep(0.002)
        yield port, key, (time.monotonic() - began) * 1000
    finally:
        server.terminate()
        server.wait()


def median(port, key, query, times=7, **variables):
    """The median of an answer's time in milliseconds: the plan is cached, the pages of the store are in memory."""
    taken = []
    for _ in range(times):
        began = time.monotonic()
        ask(port, key, query, **variables)
        taken.append((time.monotonic() - began) * 1000)
    return statistics.median(taken)


def questions(program, store, month):
    """Cold start to the first answer, and what reports and pages of the large month take over HTTP, in milliseconds."""
    with serving(program, store) as (port, key, milliseconds):
        yield "cold start to first answer", milliseconds
        some = ask(port, key, "{ subscriptions(first: 200) { nodes { subscriptionId } } }")["subscriptions"]["nodes"]
        period = {"month": month}
        repeated = {
            "credits by CUSTOMER": ("query($p: PeriodInput!) { credits(period: $p) { by(dimension: CUSTOMER, first: 1000) "
                                    "{ nodes { key totals { earned missed } } } } }", {}),
            "credits by DAY": ("query($p: PeriodInput!) { credits(period: $p) { by(dimension: DAY) "
                               "{ nodes { key totals { earned missed } } } } }", {}),
            "credits of one tag (scan)": ("query($p: PeriodInput!) { credits(period: $p, filter: {tag: {name: \"env\"}}) "
                                          "{ totals { lines earned } } }", {}),
            "page of 50 lines of one subscription": (
                "query($p: PeriodInput!, $s: ID!) { usage(period: $p, filter: {subscription: {subscriptionId: $s}}) "
                "{ nodes { id date quantity meterName credit { reason earned { amount } } } } }",
                {"s": some[100]["subscriptionId"]}),
        }
        for name, (query, variables) in repeated.items():
            yield name, median(port, key, query, p=period, **variables)


def hostile(program, work, sample, lines):
    """Peak memory of files whose lines have nothing in common, in MiB; without any other fact in the store."""
    with sample.open(newline="") as file:
        header, usage = next(csv.reader(file)), None
        file.seek(0)
        usage = list(itertools.islice(csv.reader(file), 1, 2))[0]
    place = {name: header.index(name) for name in ("EntitlementId", "ResourceURI", "AdditionalInfo")}
    for kind in ("a new text of 600 bytes in every line", "a new subscription in every line"):
        path, store = work / "hostile.csv", work / "hostile.db"
        with path.open("w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(header)
            for number in range(lines):
                row = list(usage)
                if "text" in kind:
                    row[place["AdditionalInfo"]] = os.urandom(300).hex()
                else:
                    row[place["EntitlementId"]] = f"{number:08x}-0000-4000-8000-{number * 7919:012x}"
                    row[place["ResourceURI"]] = f"/subscriptions/{row[place['EntitlementId']]}/resourceGroups/a/{number}"
                writer.writerow(row)
        clear(store)
        result = run([program, "import", "--store", f"sqlite:{store}", "--progress", "none", "--no-join", str(path)])
        yield kind, path.stat().st_size, result
        clear(store)
        path.unlink()


def clear(path):
    for suffix in ("", "-wal", "-shm", ".wal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True, help="the release build of creditgraph")
    options.add_argument("--loader", required=True, help="sqlite_loader, built")
    options.add_argument("--work", required=True, type=Path, help="a folder for files and databases")
    options.add_argument("--lines", type=int, default=2_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--duckdb", action="store_true", help="also DuckDB of this Python")
    given = options.parse_args()

    files = given.work / f"files-{given.lines}"
    if not files.exists():
        run([given.program, "sample", "--out", str(files), "--lines", str(given.lines), "--customers", "2000",
             "--subscriptions", "12000", "--days", "31"])
    usage = max(files.glob("daily-rated-usage*"), key=lambda file: file.stat().st_size)
    facts = [str(file) for file in sorted(files.glob("[!.]*")) if not file.name.startswith("daily-rated-usage")]
    with usage.open("rb") as file:
        while file.read(1 << 24):
            pass
    size = usage.stat().st_size

    store = given.work / "creditgraph.db"
    results = {}

    def note(name, result, stored=None, lines=None):
        row = results.setdefault(name, [])
        row.append(dict(result, stored=stored, lines=lines))

    for _ in range(given.rounds):
        clear(store)
        run([given.program, "import", "--store", f"sqlite:{store}", "--progress", "none", *facts])
        before = store.stat().st_size
        result = run([given.program, "import", "--store", f"sqlite:{store}", "--progress", "none", "--no-join", str(usage)])
        report = json.loads(result["out"].splitlines()[-1])
        count = report["rows"]
        note("creditgraph import, ledger and sums", result, store.stat().st_size - before, count)
        month = report["months"][-1]
        note("creditgraph compute (ledger again)",
             run([given.program, "compute", "--month", month, "--store", f"sqlite:{store}"]), None, count)

        database = given.work / "loader.db"
        clear(database)
        note("C + SQLite, 16 columns, no ledger", run([given.loader, str(usage), str(database)]),
             database.stat().st_size, count)
        if shutil.which("sqlite3"):
            database = given.work / "text.db"
            clear(database)
            note("sqlite3 .import, text",
                 run(["sqlite3", str(database), ".mode csv", "pragma journal_mode=wal", f".import {usage} usage"]),
                 database.stat().st_size, count)
        if given.duckdb:
            database = given.work / "duck.db"
            clear(database)
            note("DuckDB, all columns", run([sys.executable, "-c", DUCKDB, str(usage), str(database)]),
                 database.stat().st_size, count)

    print(f"{count:,} lines, {size / count:.0f} bytes each, {os.cpu_count()} processors, median of {given.rounds}")
    print(f"{'':40} {'M lines/s':>9} {'seconds':>8} {'cpu s':>7} {'peak MiB':>8} {'B/line':>7}")
    for name, rows in results.items():
        seconds = statistics.median(row["seconds"] for row in rows)
        cpu = statistics.median(row["cpu"] for row in rows)
        peak = max(row["peakMiB"] for row in rows)
        stored = f"{rows[-1]['stored'] / count:7.1f}" if rows[-1]["stored"] else ""
        print(f"{name:40} {count / seconds / 1e6:9.3f} {seconds:8.2f} {cpu:7.2f} {peak:8.0f} {stored}")
    print(f"\n{'lines that have nothing in common':40} {'MB':>9} {'seconds':>8} {'cpu s':>7} {'peak MiB':>8}")
    for kind, size, result in hostile(given.program, given.work, usage, max(20_000, min(300_000, given.lines // 5))):
        print(f"{kind:40} {size / 1e6:9.0f} {result['seconds']:8.2f} {result['cpu']:7.2f} {result['peakMiB']:8.0f}")
    run([given.program, "join", "--store", f"sqlite:{store}"])
    print(f"\n{'over HTTP, the store of the last round, joined':60} ms")
    for name, milliseconds in questions(given.program, store, month):
        print(f"{name:56} {milliseconds:6.1f}")


if __name__ == "__main__":
    main()
