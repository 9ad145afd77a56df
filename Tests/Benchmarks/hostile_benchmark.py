"""Time and memory of hostile documents: what `creditgraph validate` takes as they grow, beside graphql-core where it is
installed and a second is enough for it. Whole processes are timed, their start (`{ __typename }`) taken off."""
import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCHEMA = """
type Dog { id: ID! name(surname: Boolean): String mother: Dog father: Dog }
input In { i: Int l: [In] n: In }
type Query { dog(x: Int): Dog f(in: In, s: String, i: Int): Int }
"""


def chain(n):
    level = "name " * (n // 100)
    return "{ dog { ...F0 } } fragment F100 on Dog { id } " + "".join(
        f"fragment F{i} on Dog {{ {level} ...F{i + 1} ...F{i + 1} }} " for i in range(100))


def doubled(n):
    level = "name " * (n // 60)
    return "{ dog { ...F0 } } fragment F60 on Dog { id } " + "".join(
        f"fragment F{i} on Dog {{ {level} mother {{ ...F{i + 1} }} mother {{ ...F{i + 1} }} }} " for i in range(60))


# What comparing pairs of fields takes hours for.
GROWING = {
    "one field repeated": lambda n: "{ dog { " + "name " * n + "} }",
    "a field with fields repeated": lambda n: "{ " + "dog { name } " * (n // 2) + "}",
    "100 levels, each repeated": lambda n: "{ dog { " + ("name " * (n // 100) + "mother { ") * 100 + "id " + "} " * 102,
    "chains of 100 levels, repeated": lambda n: "{ dog { " + ("mother { " * 99 + "id" + " }" * 99 + " ") * (n // 100) + "} }",
    "fragments spread twice": chain,
    "nested fragments that double": doubled,
    "a fragment for each field": lambda n: "{ " + "".join(f"...F{i} " for i in range(n // 2)) + "} " + "".join(
        f"fragment F{i} on Query {{ dog {{ name }} }} " for i in range(n // 2)),
}

BAD = {
    "5 MB of fields": lambda: "{ dog { " + "name " * 1_000_000 + "} }",
    "5 MB of aliases": lambda: "{ dog { " + "".join(f"a{i}: id " for i in range(450_000)) + "} }",
    "a name of 5 MB": lambda: "{ " + "n" * 5_000_000 + " }",
    "a number of 5 MB": lambda: "{ f(i: " + "9" * 5_000_000 + ") }",
    "a string of 5 MB": lambda: '{ f(s: "' + "s" * 5_000_000 + '") }',
    "a block string of 1,000,000 lines": lambda: '{ f(s: """' + "  s\n" * 1_000_000 + '""") }',
    "a comment of 5 MB": lambda: "{ dog { id } } # " + "c" * 5_000_000,
    "10,000 aliases": lambda: "{ dog { " + "".join(f"a{i}: name " for i in range(10_000)) + "} }",
    "a directive 10,000 times": lambda: "{ dog " + "@skip(if: true) " * 10_000 + "{ id } }",
    "a variable 100,000 times": lambda: "query (" + "$v: Int " * 100_000 + ") { dog { id } }",
    "100,000 nested braces": lambda: "{dog" * 100_000,
    "100,000 nested lists": lambda: "{f(in:" + "[" * 100_000,
    "100,000 nested objects": lambda: "{f(in:" + "{n:" * 100_000,
    "a chain of 20,000 fragments": lambda: "{ dog { ...F0 } } fragment F20000 on Dog { id } " + "".join(
        f"fragment F{i} on Dog {{ ...F{i + 1} }} " for i in range(20_000)),
    "a circle of 150 fragments, all pairs": lambda: "{ dog { ...F0 } } " + "".join(
        f"fragment F{i} on Dog {{ {' '.join(f'...F{j}' for j in range(150))} }} " for i in range(150)),
    "3,000 operations over one fragment": lambda: "".join(f"query Q{i}($v: Boolean) {{ dog {{ ...F }} }} " for i in range(3_000))
    + "fragment F on Dog { " + "".join(f"a{i}: name(surname: $v) " for i in range(3_000)) + "}",
    "NUL bytes": lambda: "{ dog { id } }" + "\0" * 1_000_000,
}


class Runner:
    """Starts the processes that are measured; small itself, for a process begins with the peak memory of its parent."""

    def __init__(self, program, schema):
        self.helper = subprocess.Popen([sys.executable, __file__, "--runner", program, schema], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, text):
        """Seconds of processor time and peak MiB of one `creditgraph validate`."""
        with tempfile.NamedTemporaryFile("w", suffix=".graphql") as file:
            file.write(text)
            file.flush()
            self.helper.stdin.write(file.name + "\n")
            self.helper.stdin.flush()
            status, seconds, memory = self.helper.stdout.readline().split()
        if int(status) not in (0, 1):
            raise SystemExit(f"creditgraph ended with {status} on {text[:60]!r}")
        return float(seconds), float(memory)


def serve_runs(program, schema):
    for name in sys.stdin:
        process = subprocess.Popen([program, "validate", "--schema", schema, name.strip()], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, flush=True)


def core_seconds(text):
    try:
        from graphql import build_schema, parse, validate
    except ImportError:
        return None
    schema = build_schema(SCHEMA)
    started = time.process_time()
    validate(schema, parse(text))
    return time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    schema = str(Path(options.work) / "hostile.graphql")
    Path(schema).write_text(SCHEMA)
    runner = Runner(options.program, schema)
    start, base = runner.run("{ __typename }")
    sizes = [1_000] if options.smoke else [1_000, 10_000, 100_000]
    print(f"Validation as documents grow, ms ({', '.join(f'{n:,}' for n in sizes)} fields, growth of the last; graphql-core with 1,000)")
    for name, make in GROWING.items():
        times = [1000 * (runner.run(make(n))[0] - start) for n in sizes]
        core = None if options.smoke else core_seconds(make(1_000))
        # What fits into the caches and what does not: the same instructions a field take longer in the last column.
        growth = f"{times[-1] / max(times[-2], 0.1):8.1f} times" if len(times) > 1 else ""
        print(f"  {name:34}" + "".join(f"{t:9.1f}" for t in times) + growth + (f"   core {1000 * core:,.0f}" if core is not None else ""))
    if options.smoke:
        return
    print("Bad input, ms and MiB beyond an empty run")
    for name, make in BAD.items():
        seconds, memory = runner.run(make())
        print(f"  {name:40}{1000 * (seconds - start):9.0f}{memory - base:9.0f}")


if sys.argv[1:2] == ["--runner"]:
    serve_runs(*sys.argv[2:])
else:
    main()
