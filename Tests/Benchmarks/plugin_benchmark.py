#!/usr/bin/env python3
"""What a record costs in each kind of plugin, and what reloads and killed workers cost requests.

The rule is the same in all of them: price = half-even(amount x 1.125 x discount of the customer, 2), margin = price - amount,
share = 30 % of the margin, cut; 10 input columns (6 texts, 4 decimals), batches of 1,000, all copies and checks included.
"""
import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ["customerTenantId", "subscriptionId", "skuId", "chargeType", "billingCurrency", "resellerPartnerId",
          "unitPrice", "quantity", "billingPreTaxTotal", "exchangeRate"]
TENANT = "2b8940db-5089-539c-e757-520ed1d1bc88"

LUA = f"""
local markup, discounted, share = dec "1.125", dec "1.06875", dec "0.30"
function lines(row, out)
  local factor = markup
  if row.customerTenantId == "{TENANT}" then factor = discounted end
  local amount = row.billingPreTaxTotal
  local price = amount:multiply(factor, 2, "half_even")
  local margin = price - amount:round(2, "half_even")
  out.price = price
  out.margin = margin
  out.share = margin:multiply(share, 2, "down")
end
"""

C = f"""
#include "creditgraph_decimal.h"
static cg_status transform(void *state, const cg_batch *input, cg_output *output) {{
  (void)state;
  const cg_column *tenant = cg_column_at(input, 0), *amount = cg_column_at(input, 8);
  cg_text special = cg_text_of("{TENANT}");
  cg_number markup = cg_number_of(cg_whole(1125).value, 3), discounted = cg_number_of(cg_whole(106875).value, 5);
  cg_number share = cg_number_of(cg_whole(30).value, 2);
  for (uint32_t row = 0; row < input->rows; row++) {{
    cg_number value = cg_number_at(amount, row), price, base, margin, part;
    if (cg_multiply_rounded(value, cg_text_equal(cg_text_at(tenant, row), special) ? discounted : markup, 2, CG_ROUND_HALF_EVEN, &price) ||
        cg_round(value, 2, CG_ROUND_HALF_EVEN, &base) || cg_subtract(price, base, &margin) ||
        cg_multiply_rounded(margin, share, 2, CG_ROUND_DOWN, &part)) {{ cg_reject(output, row, "overflow"); continue; }}
    cg_put_number(cg_output_at(output, 0), row, price);
    cg_put_number(cg_output_at(output, 1), row, margin);
    cg_put_number(cg_output_at(output, 2), row, part);
  }}
  return CG_OK;
}}
static const cg_plugin_info info = {{.size = sizeof info, .abi_major = 1, .name = {{"bench", 5}}, .version = {{"1.0.0", 5}}, .transform = transform}};
CG_EXPORT const cg_plugin_info *cg_plugin_info_v1(void) {{ return &info; }}
"""

SWIFT = f"""
public import CPluginABI
final class Bench: Rule {{
    private let markup: Decimal, discounted: Decimal, share: Decimal
    init(_ settings: Settings) throws(Rejection) {{
        markup = try Decimal(parsing: "1.125")
        discounted = try Decimal(parsing: "1.06875")
        share = try Decimal(parsing: "0.30")
    }}
    override func transform(_ record: Record, _ out: Out, call: Int) throws(Rejection) {{
        guard let amount = record.decimal(8) else {{ return }}
        let price = try amount.multiplied(by: record.text(0) == "{TENANT}" ? discounted : markup, scale: 2, .halfEven)
        let margin = try price - amount.rounded(scale: 2, .halfEven)
        try out.put(price, 0)
        try out.put(margin, 1)
        try out.put(margin.multiplied(by: share, scale: 2, .down), 2)
    }}
}}
@c(cg_plugin_info_v1)
public func pluginInfo() -> UnsafePointer<cg_plugin_info>? {{
    definePlugin(name: "bench", version: "1.0.0") {{ settings throws(Rejection) in try Bench(settings) }}
}}
"""

TABLE = {
    "tables": {"factors": {"rows": [{"customerTenantId": TENANT, "value": 1.06875}], "default": 1.125}},
    "rules": {"lines": {
        "price": {"round": {"multiply": ["billingPreTaxTotal", {"table": "factors"}]}, "scale": 2, "rounding": "half_even"},
        "margin": {"subtract": ["price", {"round": "billingPreTaxTotal", "scale": 2, "rounding": "half_even"}]},
        "share": {"round": {"multiply": ["margin", 0.30]}, "scale": 2, "rounding": "down"}}}}


def make(kind, folder):
    """A plugin directory of that kind, built."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "cases").mkdir(parents=True)
    manifest = {"name": "bench", "version": "1.0.0", "abi": "1.0",
                "runtime": {"c": "native", "swift": "native"}.get(kind, kind),
                "hooks": {"lines": {"inputs": INPUTS, "outputs": {
                    name: {"type": "decimal", "scale": 2} for name in ("price", "margin", "share")}}}}
    if kind == "table":
        manifest |= TABLE
    else:
        manifest["code"] = "rule.lua" if kind == "lua" else "rule.so"
    (folder / "plugin.json").write_text(json.dumps(manifest, indent=1))
    rows, expected = [], []
    from decimal import Decimal, ROUND_DOWN, ROUND_HALF_EVEN
    cents = Decimal("0.01")
    for row in range(1000):
        tenant = TENANT if row % 100 == 42 else f"12345678-9d62-4a85-8fd0-{row % 100:012d}"
        amount = Decimal(f"{row}.490235765325545")
        rows.append({"customerTenantId": tenant, "subscriptionId": f"12345678-9d62-4a85-8fd0-{row:012d}",
                     "skuId": f"{row % 300:04d}", "chargeType": "new", "billingCurrency": "USD", "resellerPartnerId": "5139005",
                     "unitPrice": "0.0209951014286867", "quantity": f"{row % 97}.350007", "billingPreTaxTotal": str(amount),
                     "exchangeRate": "1.0725"})
        price = (amount * Decimal("1.06875" if tenant == TENANT else "1.125")).quantize(cents, ROUND_HALF_EVEN)
        margin = price - amount.quantize(cents, ROUND_HALF_EVEN)
        expected.append({"price": str(price), "margin": str(margin),
                         "share": str((margin * Decimal("0.30")).quantize(cents, ROUND_DOWN))})
    (folder / "cases/thousand.json").write_text(json.dumps({"call": "lines", "input": rows, "expected": expected}))
    abi, sdk = ROOT / "Plugins/ABI", ROOT / "Plugins/SDK"
    if kind == "lua":
        (folder / "rule.lua").write_text(LUA)
    if kind == "c":
        (folder / "rule.c").write_text(C)
        subprocess.run(["cc", "-std=c11", "-O2", "-fPIC", "-shared", "-I", abi, folder / "rule.c", "-o", folder / "rule.so"], check=True)
    if kind == "swift":
        (folder / "rule.swift").write_text(SWIFT)
        subprocess.run(["swiftc", "-swift-version", "6", "-enable-upcoming-feature", "InternalImportsByDefault",
                        "-enable-experimental-feature", "Embedded", "-wmo", "-parse-as-library", "-O", "-emit-library",
                        "-module-name", "rule", "-I", abi, *sorted(sdk.glob("*.swift")), folder / "rule.swift",
                        "-o", folder / "rule.so"], check=True)


def speed(program, folder, rounds, *more):
    """The best of several checks, in microseconds a record."""
    best = None
    for _ in range(rounds):
        text = subprocess.run([program, "plugin", "check", folder, *more], check=True, capture_output=True, text=True).stdout
        figure = float(re.search(r"lines: ([0-9.]+) µs", text).group(1))
        best = figure if best is None else min(best, figure)
    return best


class Served:
    """A server over a small sample with one Lua plugin, under load."""

    def __init__(self, program, work, plugins):
        store = f"sqlite:{work}/plugins.db"
        for file in work.glob("plugins.db*"):
            file.unlink()
        shutil.rmtree(work / "plugin-files", ignore_errors=True)
        subprocess.run([program, "sample", "--out", work / "plugin-files", "--lines", "5000"], check=True, capture_output=True)
        subprocess.run([program, "import", "--store", store, "--progress", "none", *sorted(f for f in (work / "plugin-files").iterdir() if not f.name.startswith("."))],
                       check=True, capture_output=True)
        key = subprocess.run([program, "key", "new", "--store", store, "--roles", "GLOBAL_ADMIN"], check=True,
                             capture_output=True, text=True).stdout.strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.process = subprocess.Popen([program, "serve", "--listen", f"127.0.0.1:{port}", "--store", store,
                                         "--plugins", plugins, "--log-level", "warning"])
        self.url = f"http://127.0.0.1:{port}/graphql"
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        for _ in range(500):
            try:
                self.month = self.ask("{ months }")["data"]["months"][0]
                break
            except OSError:
                time.sleep(0.02)

    def ask(self, query):
        request = urllib.request.Request(self.url, json.dumps({"query": query}).encode(), self.headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def lines(self):
        """A question that stored values answer, and what it must give."""
        query = f'{{ credits(period: {{month: "{self.month}"}}) {{ lines(first: 50) {{ nodes {{ price margin share }} }} }} }}'
        return query, lambda data: [node["price"] for node in data["credits"]["lines"]["nodes"]]

    def tiers(self):
        """A question for which a worker must be asked."""
        return ("{ customers(first: 100) { nodes { supportTier { name } } } }",
                lambda data: [node["supportTier"]["name"] for node in data["customers"]["nodes"]])

    def under_load(self, work, question):
        query, values = question
        over, times, failures = threading.Event(), [], []

        def client():
            while not over.is_set():
                began = time.perf_counter()
                answer = self.ask(query)
                times.append(time.perf_counter() - began)
                if "errors" in answer or None in values(answer["data"]):
                    failures.append(answer)

        clients = [threading.Thread(target=client) for _ in range(2)]
        for thread in clients:
            thread.start()
        try:
            work()
        finally:
            over.set()
            for thread in clients:
                thread.join()
        return times, failures

    def workers(self):
        found = []
        for process in Path("/proc").iterdir():
            try:
                status = (process / "status").read_text() if process.name.isdigit() else ""
                if f"PPid:\t{self.process.pid}\n" in status and "State:\tZ" not in status:
                    found.append(int(process.name))
            except OSError:
                pass
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reloads", type=int, default=50)
    options = parser.parse_args()
    work = options.work / "plugins"
    work.mkdir(parents=True, exist_ok=True)
    print("cost of a record, 10 fields, batches of 1,000, µs:")
    for kind in ("table", "lua", "c", "swift"):
        make(kind, work / kind)
        line = f"  {kind:6} {'in the server' if kind == 'table' else 'in a worker'} {speed(options.program, work / kind, options.rounds):6.3f}"
        if kind in ("c", "swift"):
            line += f"   in process {speed(options.program, work / kind, options.rounds, '--in-process'):6.3f}"
        print(line, flush=True)

    directory = work / "served"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    shutil.copytree(work / "lua", directory / "bench")
    shutil.copytree(ROOT / "Plugins/Examples/customer-tier", directory / "customer-tier")
    served = Served(options.program, options.work, directory)
    try:
        def reloads():
            for number in range(1, options.reloads + 1):
                aside = directory / ".next"
                shutil.copytree(work / "lua", aside)
                manifest = json.loads((aside / "plugin.json").read_text())
                manifest["version"] = f"1.0.{number}"
                (aside / "plugin.json").write_text(json.dumps(manifest))
                shutil.rmtree(directory / "bench")
                aside.rename(directory / "bench")
                end = time.monotonic() + 20
                while f"1.0.{number}" not in [p["version"] for p in served.ask("{ plugins { version } }")["data"]["plugins"]]:
                    assert time.monotonic() < end, "the new version did not come"
                    time.sleep(0.01)

        quiet, _ = served.under_load(lambda: time.sleep(2), served.lines())
        times, failures = served.under_load(reloads, served.lines())
        print(f"{options.reloads} reloads under load: {len(times)} requests, {len(failures)} failed, "
              f"worst {max(times) * 1e3:.1f} ms (without reloads {max(quiet) * 1e3:.1f} ms)", flush=True)
        assert not failures

        def kills():
            for _ in range(options.reloads):
                for worker in served.workers():
                    os.kill(worker, signal.SIGKILL)
                time.sleep(0.05)

        quiet, _ = served.under_load(lambda: time.sleep(2), served.tiers())
        times, failures = served.under_load(kills, served.tiers())
        print(f"{options.reloads} workers killed under load: {len(times)} requests, {len(failures)} failed, "
              f"worst {max(times) * 1e3:.1f} ms (without kills {max(quiet) * 1e3:.1f} ms)")
        assert not failures
    finally:
        served.process.terminate()
        served.process.wait()


if __name__ == "__main__":
    main()
