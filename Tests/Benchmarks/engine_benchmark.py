"""Parse, validate, plan and execute by themselves: our engine, graphql-core and graphql-js over the same documents in the
same run. Processor time, best of several rounds; executing includes writing the answer as JSON."""
import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "Engine"
DOCUMENTS = ["introspection", "large", "b", "c", "fields-10000"]


def graphql_core():
    import graphql

    schema = graphql.build_schema((FOLDER / "benchmark.graphql").read_text())
    customers = [
        {"id": f"c-{i:05}", "name": f"Customer {i:05} GmbH", "country": ["DE", "NL", "AT", "FR"][i % 4],
         "subscriptions": [
             {"id": f"6f1c1a8e-0000-4000-8000-{k:012}", "name": f"Azure plan {k:05}",
              "state": "active" if k % 7 else "suspended", "quantity": k % 50 + 1, "currency": "EUR",
              "costs": k % 1000 + 0.25} for k in range(i * 5, i * 5 + 5)]} for i in range(1000)]
    root = {"customers": lambda info, first=None: customers[:first],
            "customer": lambda info, id: next(c for c in customers if c["id"] == id),
            "search": lambda info, **_: [customers[7]]}

    def measure(body, rounds=3, seconds=0.05):
        runs = 1
        while True:
            start = time.process_time()
            for _ in range(runs):
                body()
            if time.process_time() - start >= seconds:
                break
            runs *= 2
        best = None
        for _ in range(rounds):
            start = time.process_time()
            for _ in range(runs):
                body()
            took = (time.process_time() - start) / runs
            best = took if best is None else min(best, took)
        return round(best * 1e9)

    result = {"version": graphql.version}
    for name in DOCUMENTS:
        text = (FOLDER / f"{name}.graphql").read_text()
        given = FOLDER / f"{name}.json"
        variables = json.loads(given.read_text()) if given.exists() else None
        document = graphql.parse(text)

        def run():
            answer = graphql.execute_sync(schema, document, root, variable_values=variables).formatted
            return json.dumps(answer, separators=(",", ":"), ensure_ascii=False)

        answer = run()
        if graphql.validate(schema, document) or '"errors"' in answer:
            sys.exit(f"graphql-core, {name}: {answer[:500]}")
        result[name] = {
            "parse": measure(lambda: graphql.parse(text)), "validate": measure(lambda: graphql.validate(schema, document)),
            "parse, validate and plan": measure(lambda: graphql.validate(schema, graphql.parse(text))),
            "execute": measure(run), "answer": len(answer.encode())}
    return result


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True, help="EngineBenchmark, built for release")
    options.add_argument("--smoke", action="store_true", help="our engine only")
    given = options.parse_args()
    ours = json.loads(subprocess.run([given.program, str(FOLDER)], check=True, capture_output=True, text=True).stdout)
    peers = {}
    if not given.smoke:
        node = subprocess.run(["node", str(HERE / "engine_benchmark.js"), str(FOLDER)], capture_output=True, text=True,
                              env=dict(os.environ, NODE_PATH="/usr/share/nodejs"))
        if node.returncode == 0:
            peers["graphql-js"] = json.loads(node.stdout)
        else:
            print(f"graphql-js could not be run: {node.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        try:
            peers["graphql-core"] = graphql_core()
        except ImportError:
            print("graphql-core is not installed", file=sys.stderr)
    heads = "".join(f" {name + ' ' + peer['version'] + ' µs':>26} {'times':>6}" for name, peer in peers.items())
    print(f"{'document':14} {'step':26} {'µs':>9} {'allocations':>11}{heads}")
    for name in DOCUMENTS:
        for step, (nanoseconds, allocations) in ((s, v) for s, v in ours[name].items() if s != "answer"):
            line = f"{name:14} {step:26} {nanoseconds / 1000:9.2f} {allocations:11}"
            for peer in peers.values():
                theirs = peer[name].get(step)
                line += f" {theirs / 1000:26.1f} {theirs / nanoseconds:6.1f}" if theirs else f" {'':26} {'':6}"
            print(line)
        sizes = {ours[name]["answer"], *(peer[name]["answer"] for peer in peers.values())}
        if name in ("b", "c", "fields-10000") and len(sizes) > 1:
            sys.exit(f"{name}: the answers differ in size: {sorted(sizes)}")
    # Both ask for the same fields, of few customers and of many.
    few, many = (ours[name]["execute"][1] for name in ("c", "fields-10000"))
    if few != many:
        sys.exit(f"a cached plan allocates more for more rows: {few} times for c, {many} for fields-10000")


if __name__ == "__main__":
    main()
