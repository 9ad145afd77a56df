"""A month of ten million lines: recomputation, reports, explanations and reconciliation, beside DuckDB.

The month is made, imported and joined once; its files go away as soon as nothing needs them. `compute` runs as a process
of its own and tells what its ledger part took. DuckDB gets the columns that a group-by needs from the same file as
decimals and sums price times quantity by customer and by product, exactly and in memory that was warmed up: it decides
nothing and writes nothing. Reports are asked over HTTP, each seven times; medians are printed.
"""
import argparse
import json
import os
import shutil
import statistics
import sys
from pathlib import Path

from import_benchmark import ask, median, run, serving

DUCKDB = """
import json, resource, sys, time, duckdb
connection = duckdb.connect(sys.argv[2])
connection.execute("set threads=2")
connection.execute('''create table usage as select CustomerId, EntitlementId, ProductId, UsageDate,
    cast(UnitPrice as decimal(19, 16)) as price, cast(Quantity as decimal(18, 6)) as quantity
    from read_csv('%s', header=true, all_varchar=true)''' % sys.argv[1])
times = {}
for key in ("CustomerId", "ProductId", "CustomerId, ProductId"):
    taken = []
    for _ in range(5):
        began = time.time()
        lines = sum(row[0] for row in connection.execute(
            f"select count(*), sum(price * quantity) from usage group by {key}").fetchall())
        taken.append(time.time() - began)
    times[key] = sorted(taken)[2]
print(json.dumps({"lines": lines, "times": times, "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

DIMENSIONS = ["CUSTOMER", "SUBSCRIPTION", "RESOURCE_GROUP", "METER_CATEGORY", "PRODUCT", "REASON", "RESELLER", "COUNTRY",
              "DAY", "MONTH"]
BY = ("query($p: PeriodInput!, $d: CreditDimension!, $n: Int) { credits(period: $p) { by(dimension: $d, first: $n) "
      "{ totalCount nodes { key totals { lines list net earned missed } } } } }")
FILTERED = "query($p: PeriodInput!, $f: CreditFilter) { credits(period: $p, filter: $f) { totals { lines earned missed } } }"
TWO = ("query($p: PeriodInput!) { credits(period: $p) { by(dimension: CUSTOMER, first: 50) "
       "{ nodes { key by(dimension: REASON, first: 10) { nodes { key totals { lines earned missed } } } } } } }")
DAYS_BY = ("query($p: PeriodInput!) { credits(period: $p) { by(dimension: CUSTOMER, first: 50) "
           "{ nodes { key totals { lines earned missed } } } } }")
LINES = "query($p: PeriodInput!) { credits(period: $p) { lines(first: 1) { nodes { id usage { meterName } } } } }"
EXPLAIN = "query($id: ID!) { node(id: $id) { ... on CreditLine { explanation { summary steps { check passed text source } } } } }"
RECONCILE = ("query($m: Month!) { reconciliation(month: $m) { matched byCurrency { currency computed invoiced lines } "
             "mismatches(first: 5) { totalCount nodes { cause difference { amount } } } } }")


def imported(given, files, store):
    """Imports and joins the month; gives its name, its lines and the usage file."""
    facts = [str(file) for file in sorted(files.glob("[!.]*")) if not file.name.startswith("daily-rated-usage")]
    usage = max(files.glob("daily-rated-usage*"), key=lambda file: file.stat().st_size)
    command = [given.program, "import", "--store", f"sqlite:{store}", "--progress", "none"]
    run([*command, *facts])
    result = run([*command, str(usage)])
    report = json.loads(result["out"].splitlines()[-1])
    print(f"import with join: {report['rows'] / result['seconds'] / 1e6:.2f} M lines/s, {result['cpu']:.1f} cpu s, "
          f"{result['peakMiB']:.0f} MiB, {store.stat().st_size / report['rows']:.1f} bytes a line with all facts")
    return report["months"][-1], report["rows"], usage


def recomputed(given, store, month):
    """`compute`, several times; prints rates and memory."""
    found = []
    for _ in range(given.rounds):
        result = run([given.program, "compute", "--month", month, "--store", f"sqlite:{store}"])
        found.append((result, json.loads(result["out"])))
    lines = found[0][1]["lines"]
    ledger = statistics.median(report["ledgerMilliseconds"] for _, report in found) / 1000
    whole = statistics.median(result["seconds"] for result, _ in found)
    cpu = statistics.median(result["cpu"] for result, _ in found)
    peak = max(result["peakMiB"] for result, _ in found)
    print(f"compute, the ledger's part: {lines / ledger / 1e6:.1f} M lines/s ({ledger * 1000:.0f} ms)")
    print(f"compute, the whole process: {lines / whole / 1e6:.1f} M lines/s, {cpu:.2f} cpu s, {peak:.0f} MiB")


def reports(given, store, month):
    """Yields a question and its milliseconds over HTTP."""
    period = {"month": month}
    days = {"days": {"from": f"{month}-03", "to": f"{month}-16"}}
    with serving(given.program, store) as (port, key, milliseconds):
        yield "cold start to first answer", milliseconds
        for dimension in DIMENSIONS:
            count = ask(port, key, BY, p=period, d=dimension, n=1)["credits"]["by"]["totalCount"]
            for first in sorted({1, min(count, 1000)}):
                name = f"credits by {dimension}, {first} of {count:,} groups"
                yield name, median(port, key, BY, p=period, d=dimension, n=first)
        line = ask(port, key, LINES, p=period)["credits"]["lines"]["nodes"][0]
        meter = {"meterName": line["usage"]["meterName"]}
        yield "customers over 14 days", median(port, key, DAYS_BY, p=days)
        yield "two dimensions: customers by reason", median(port, key, TWO, p=period)
        yield "a filter by meter name (lines are read)", median(port, key, FILTERED, p=period, f=meter)
        yield "a filter by tag (lines are read)", median(port, key, FILTERED, p=period, f={"tag": {"name": "env"}})
        yield "explanation of one line", median(port, key, EXPLAIN, times=101, id=line["id"])
        yield "reconciliation of the month", median(port, key, RECONCILE, times=3, m=month)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True, help="the release build of creditgraph")
    options.add_argument("--work", required=True, type=Path, help="a folder for files and databases")
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--customers", type=int, default=2_000)
    options.add_argument("--subscriptions", type=int, default=12_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--duckdb", action="store_true", help="also DuckDB of this Python")
    options.add_argument("--store", type=Path, help="a store with the month, made before; with --month")
    options.add_argument("--month", help="the month of --store, as 2026-09")
    given = options.parse_args()

    if given.store:
        store, month = given.store, given.month
    else:
        files, store = given.work / "month-files", given.work / "month.db"
        shutil.rmtree(files, ignore_errors=True)
        for suffix in ("", "-wal", "-shm"):
            Path(f"{store}{suffix}").unlink(missing_ok=True)
        run([given.program, "sample", "--out", str(files), "--lines", str(given.lines), "--customers",
             str(given.customers), "--subscriptions", str(given.subscriptions), "--days", "30"])
        month, lines, usage = imported(given, files, store)
        print(f"{lines:,} lines, {usage.stat().st_size / 1e9:.2f} GB, {os.cpu_count()} processors")
        if given.duckdb:
            database = given.work / "month-duck.db"
            database.unlink(missing_ok=True)
            found = json.loads(run([sys.executable, "-c", DUCKDB, str(usage), str(database)])["out"])
            database.unlink()
            for key, seconds in found["times"].items():
                print(f"DuckDB, exact sums by {key}: {lines / seconds / 1e6:.1f} M lines/s ({seconds * 1000:.0f} ms)")
            print(f"DuckDB, peak with its load: {found['MiB']:.0f} MiB")
        shutil.rmtree(files)
    recomputed(given, store, month)
    print(f"{'over HTTP':60} ms")
    for name, milliseconds in reports(given, store, month):
        print(f"{name:58} {milliseconds:7.2f}")
    if not given.store:
        store.unlink()


if __name__ == "__main__":
    main()
