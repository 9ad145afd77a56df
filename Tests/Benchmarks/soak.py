"""Mixed traffic for some minutes, while plugins are reloaded, files imported and months computed again.

Nothing may fail that should not: every request has the status and the answer it must have, event streams open and close, the
program stops when it is told to. Its memory and its open files are watched; from the second third of the time to the last
they stay where they are. Ends with an error otherwise.
"""
import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from http_benchmark import cpu_seconds, free_port, wait

ROOT = Path(__file__).parents[2]
FIELDS = "subscriptions(first: 5) { nodes { id subscriptionId name status } }"
LINES = "nodes { id reason earned { amount } usage { meterName tags source { line } } }"
# Name, share, document, what the answer must be: ok, or the code of its error.
QUESTIONS = [
    ("nothing", 30, "{ __typename }", "ok"),
    ("customers", 20, f"{{ customers(first: 50) {{ nodes {{ id name country {FIELDS} }} }} }}", "ok"),
    ("never seen before", 20, "{ customers(first: 3) { nodes { n%d: name } } }", "ok"),
    ("report", 8, '{ credits(period: {month: "2026-10"}) { totals { earned missed } by(dimension: CUSTOMER) { nodes { key totals { earned } } } } }', "ok"),
    ("lines", 6, f'{{ credits(period: {{month: "2026-10"}}) {{ lines(first: 100) {{ {LINES} }} }} }}', "ok"),
    ("scan", 3, '{ credits(period: {month: "2026-10"}, filter: {tag: {name: "env"}}) { totals { lines earned } } }', "ok"),
    ("explanation", 4, '{ credits(period: {month: "2026-10"}, filter: {eligible: false}) { lines(first: 1) { nodes { explanation(locale: "fr") { summary steps { text } } } } } }', "ok"),
    ("plugin's field", 4, '{ credits(period: {month: "2026-10"}) { lines(first: 20) { nodes { costCentre transforms { plugin version } } } } }', "ok"),
    ("reconciliation", 2, '{ reconciliation(month: "2026-10") { matched mismatches(first: 5) { nodes { cause } } } }', "ok"),
    ("plugins", 2, "{ plugins { name version state } }", "ok"),
    ("unknown field", 3, "{ customers { nodes { nam } } }", "GRAPHQL_VALIDATION_FAILED"),
    ("syntax", 3, "{ customers(", "GRAPHQL_PARSE_FAILED"),
    ("too deep", 1, "{" * 300, "GRAPHQL_PARSE_FAILED"),
]


class Soak:
    def __init__(self, given):
        self.given = given
        self.ends = time.monotonic() + given.seconds
        self.counts, self.failures, self.lock = Counter(), [], threading.Lock()
        self.samples = []
        self.cpu = 0

    def runs(self):
        return time.monotonic() < self.ends and len(self.failures) < 20

    def note(self, name, problem=None):
        with self.lock:
            self.counts[name] += 1
            if problem:
                self.failures.append(f"{name}: {problem}"[:400])

    # Each of these runs on a thread of its own until the end.

    def client(self, number):
        chance = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while self.runs():
            name, _, document, expected = chance.choices(QUESTIONS, [share for _, share, _, _ in QUESTIONS])[0]
            if "%d" in document:
                document = document % chance.randrange(1 << 40)
            try:
                connection.request("POST", "/graphql", json.dumps({"query": document}), {
                    "Content-Type": "application/json", "Authorization": f"Bearer {self.key}",
                    "Accept": "application/graphql-response+json"})
                response = connection.getresponse()
                body = response.read()
                answer = json.loads(body)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.note(name, repr(error))
                connection.close()
                continue
            codes = [error.get("extensions", {}).get("code") for error in answer.get("errors", [])]
            good = response.status == 200 and not codes if expected == "ok" else response.status == 400 and expected in codes
            self.note(name, None if good else f"{response.status} {body[:200]!r}")
            if chance.random() < 0.01:
                connection.close()
        connection.close()

    def listener(self, number):
        chance = random.Random(1000 + number)
        while self.runs():
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request("POST", "/graphql", json.dumps({"query": "subscription { creditAtRisk { reason } }"}), {
                    "Content-Type": "application/json", "Accept": "text/event-stream", "Authorization": f"Bearer {self.key}"})
                response = connection.getresponse()
                self.note("event stream", None if response.status == 200 else f"{response.status}")
                time.sleep(chance.random() * 3)
                connection.close()
            except (OSError, http.client.HTTPException) as error:
                self.note("event stream", repr(error))

    def reloads(self):
        directory, number = self.given.work / "soak-plugins", 0
        while self.runs():
            number += 1
            aside = self.given.work / "soak-aside"
            shutil.rmtree(aside, ignore_errors=True)
            shutil.copytree(ROOT / "Plugins" / "Examples" / "cost-centre", aside)
            manifest = aside / "plugin.json"
            manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"version": f"1.0.{number}"}))
            gone = self.given.work / "soak-gone"
            shutil.rmtree(gone, ignore_errors=True)
            (directory / "cost-centre").rename(gone)
            aside.rename(directory / "cost-centre")
            if number % 5 == 0:
                self.process.send_signal(signal.SIGHUP)
            self.note("plugin reload")
            time.sleep(2)

    def imports(self):
        """A usage file that differs a little each time, budgets, and the months again."""
        files, number = self.given.work / "soak-files", 0
        usage = max(files.glob("daily-rated-usage*"), key=lambda file: file.stat().st_size)
        budgets = (files / "budgets.csv").read_text().splitlines()
        while self.runs():
            number += 1
            again = self.given.work / usage.name
            # One file of a set replaces the one before: the same name, one line less each time.
            again.write_bytes(b"".join(usage.read_bytes().splitlines(keepends=True)[:-(number % 50 + 1)]))
            few = self.given.work / "budgets.csv"
            few.write_text("\n".join([budgets[0], budgets[1].replace(".00", f".{number % 90 + 10}")]) + "\n")
            for command in (["import", "--progress", "none", str(few)], ["import", "--progress", "none", str(again)],
                            ["compute", "--month", "2026-10"]):
                result = self.command(*command)
                self.note(command[0], None if result.returncode == 0 else f"{result.returncode} {result.stderr[-300:]} {result.stdout[-300:]}")
            time.sleep(2)

    def command(self, name, *more):
        return subprocess.run([self.given.program, name, "--store", self.store, *more], capture_output=True, text=True)

    def watch(self):
        began = time.monotonic()
        while self.runs():
            status = Path(f"/proc/{self.process.pid}/status").read_text()
            resident = int(status.split("RssAnon:")[1].split()[0]) / 1024
            files = len(os.listdir(f"/proc/{self.process.pid}/fd"))
            self.samples.append((time.monotonic() - began, resident, files))
            time.sleep(0.5)

    def run(self):
        given = self.given
        files, database = given.work / "soak-files", given.work / "soak.db"
        self.store = f"sqlite:{database}"
        for old in (files, given.work / "soak-plugins"):
            shutil.rmtree(old, ignore_errors=True)
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
        subprocess.run([given.program, "sample", "--out", str(files), "--lines", "20000"], check=True, capture_output=True)
        self.command("import", "--progress", "none", *map(str, sorted(files.glob("[!.]*")))).check_returncode()
        (given.work / "soak-plugins").mkdir()
        shutil.copytree(ROOT / "Plugins" / "Examples" / "cost-centre", given.work / "soak-plugins" / "cost-centre")
        self.key = subprocess.run(
            [given.program, "key", "new", "--store", self.store, "--name", "soak", "--roles", "GLOBAL_ADMIN,ADMIN_AGENT,BILLING_ADMIN"],
            check=True, capture_output=True, text=True).stdout.strip()
        self.port = free_port()
        log = open(given.work / "soak.log", "wb")
        # One key asks for everything here: its budget is not what is looked at.
        self.process = subprocess.Popen(
            [given.program, "serve", "--listen", f"127.0.0.1:{self.port}", "--store", self.store, "--plugins",
             str(given.work / "soak-plugins"), "--access-log", str(given.work / "soak-access.log"), "--cost-budget", "100000000",
             "--cost-per-second", "100000000"], stdout=log, stderr=log)
        try:
            wait(self.port)
            work = [threading.Thread(target=self.client, args=(number,)) for number in range(given.clients)]
            work += [threading.Thread(target=self.listener, args=(number,)) for number in range(4)]
            work += [threading.Thread(target=part) for part in (self.reloads, self.imports, self.watch)]
            before = cpu_seconds(self.process.pid)
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
            if self.process.poll() is not None:
                self.failures.append(f"the server ended by itself with {self.process.returncode}")
            else:
                self.cpu = cpu_seconds(self.process.pid) - before
        finally:
            self.process.send_signal(signal.SIGTERM)
            code = self.process.wait(timeout=30)
            log.close()
        if code:
            self.failures.append(f"the server ended with {code}")
        verified = self.command("verify")
        if verified.returncode:
            self.failures.append(f"verify: {verified.stdout[-300:]} {verified.stderr[-300:]}")
        log = (given.work / "soak.log").read_text(errors="replace")
        for sign in ("Sanitizer", "Fatal error", "INTERNAL"):
            if sign in log:
                self.failures.append(f"the log has “{sign}”: {log[log.index(sign) - 100:][:600]}")
        self.report()

    def report(self):
        third = self.given.seconds / 3
        parts = [[s for s in self.samples if part * third <= s[0] < (part + 1) * third] for part in range(3)]
        print(", ".join(f"{count} × {name}" for name, count in sorted(self.counts.items())), f"in {self.cpu:.0f} CPU seconds")
        for name, part in zip(("first", "second", "last"), parts):
            if part:
                print(f"{name} third: memory up to {max(s[1] for s in part):.1f} MiB, files up to {max(s[2] for s in part)}")
        if all(parts) and self.given.seconds >= 60 and not self.given.sanitized:
            (_, memory, files), (_, last_memory, last_files) = (tuple(max(s[i] for s in part) for i in range(3)) for part in parts[1:])
            if last_memory > memory * 1.10 + 8:
                self.failures.append(f"memory grew from {memory:.1f} to {last_memory:.1f} MiB")
            if last_files > files + 20:
                self.failures.append(f"open files grew from {files} to {last_files}")
        for failure in self.failures[:20]:
            print(f"FAILED {failure}")
        sys.exit(1 if self.failures else 0)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True)
    options.add_argument("--work", required=True, type=Path)
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--clients", type=int, default=12)
    options.add_argument("--sanitized", action="store_true", help="the program is one of a sanitizer, whose memory grows by itself")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    Soak(given).run()


if __name__ == "__main__":
    main()
