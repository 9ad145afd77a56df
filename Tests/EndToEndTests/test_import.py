"""Files in: what is refused, what is kept, and that nothing is half written."""
import contextlib
import csv
import gzip
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PROGRAM, creditgraph, files_of, reports, start, stop, usage_files

TOTALS = """query($month: Month!) { credits(period: {month: $month}) { totals { list net earned missed lines eligibleLines }
  billing { currency list net earned missed } by(dimension: REASON, orderBy: {by: KEY}) { nodes { key totals { lines missed } } } } }"""


def totals(store):
    server = start(store)
    try:
        months = server.data("{ months }")["months"]
        return {month: server.data(TOTALS, {"month": month}) for month in months}
    finally:
        stop(server)


def dump(store):
    """What the store holds, apart from times and ids of imports."""
    with closing(sqlite3.connect(store.removeprefix("sqlite:"))) as database:
        return {name: database.execute(f'select count(*) from "{name}"').fetchone()[0]
                for (name,) in database.execute("select name from sqlite_master where type = 'table'")}


def first_usage(sample):
    return usage_files(sample)[-1]


def lines_of(file):
    return file.read_bytes().split(b"\r\n")


def test_the_same_bytes_twice_change_nothing(sample, filled):
    before = dump(filled)
    result = creditgraph("import", "--store", filled, "--progress", "none", first_usage(sample))
    assert reports(result)[0]["state"] == "UNCHANGED"
    assert dump(filled) == before


def test_the_order_of_files_does_not_matter(sample, filled, tmp_path):
    expected = totals(filled)
    files = files_of(sample)
    for seed in (1, 2):
        random.Random(seed).shuffle(files)
        store = f"sqlite:{tmp_path / f'{seed}.db'}"
        for file in files:
            creditgraph("import", "--store", store, "--progress", "none", file)
        assert totals(store) == expected


def test_gzip_and_zip_are_read(sample, tmp_path, store):
    file = first_usage(sample)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(file.read_bytes()))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, file.name)
    rows = reports(creditgraph("import", "--store", store, "--progress", "none", tmp_path / "a.csv.gz"))[0]["rows"]
    other = f"sqlite:{tmp_path / 'other.db'}"
    assert reports(creditgraph("import", "--store", other, "--progress", "none", tmp_path / "b.zip"))[0]["rows"] == rows > 0


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_a_truncated_gzip_is_refused_whole(sample, tmp_path, store, part):
    whole = gzip.compress(first_usage(sample).read_bytes())
    (tmp_path / "a.csv.gz").write_bytes(whole[: int(len(whole) * part)])
    result = creditgraph("import", "--store", store, "--progress", "none", tmp_path / "a.csv.gz", check=65)
    assert "a.csv.gz" in result.stderr + result.stdout
    assert creditgraph("verify", "--store", store).returncode == 0
    with closing(sqlite3.connect(store.removeprefix("sqlite:"))) as database:
        assert database.execute("select count(*) from line_group").fetchone()[0] == 0


def replaced(lines, row, column, value):
    """The file with one value changed."""
    header = lines[0].split(b",")
    fields = re.findall(rb'("(?:[^"]|"")*"|[^,]*)(?:,|$)', lines[row])[: len(header)]
    fields[header.index(column)] = value
    return [*lines[:row], b",".join(fields), *lines[row + 1:]]


@pytest.mark.parametrize("change,place", [
    (lambda lines: replaced(lines, 5, b"UsageDate", b"31/12/2026"), "UsageDate"),
    (lambda lines: [*lines[:5], lines[5] + b",,", *lines[6:]], None),
    (lambda lines: replaced(lines, 5, b"CustomerName", b"\xff\xfe"), None),
])
def test_a_bad_row_is_rejected_with_its_place_and_kept(sample, tmp_path, store, change, place):
    file = tmp_path / "usage.csv"
    file.write_bytes(b"\r\n".join(change(lines_of(first_usage(sample)))))
    report = reports(creditgraph("import", "--store", store, "--progress", "none", file))[0]
    assert report["rejected"] == 1
    server = start(store)
    try:
        errors = server.data("{ imports { nodes { rejected errors { line column message } } } }")["imports"]["nodes"][0]["errors"]
    finally:
        stop(server)
    assert len(errors) == 1 and errors[0]["line"] == 6 and errors[0]["message"]
    assert place is None or errors[0]["column"] == place


@pytest.mark.parametrize("content", [
    b"", b"\n", b"hello", b"a,b,c\n1,2,3\n", b"\x00" * 1000, b"[1, 2", b"{}", b"[]", b"PK\x03\x04broken", b"\x1f\x8b\x08broken",
    "é".encode("utf-16"),
])
def test_files_of_no_known_kind_are_refused(tmp_path, store, content):
    file = tmp_path / "unknown.bin"
    file.write_bytes(content)
    result = creditgraph("import", "--store", store, "--progress", "none", file, check=65)
    assert "unknown.bin" in result.stderr + result.stdout


def test_a_missing_column_is_named(sample, tmp_path, store):
    lines = lines_of(first_usage(sample))
    file = tmp_path / "usage.csv"
    file.write_bytes(b"\r\n".join([lines[0].replace(b",Quantity,", b",Quantities,"), *lines[1:]]))
    result = creditgraph("import", "--store", store, "--progress", "none", "--as", "DAILY_RATED_USAGE", file, check=65)
    assert "Quantity" in result.stderr + result.stdout


def test_one_refused_file_does_not_stop_the_others(sample, tmp_path, store):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"nothing,known\n1,2\n")
    result = creditgraph("import", "--store", store, "--progress", "none", bad, sample / "partner.json", check=65)
    assert [report["state"] for report in reports(result)].count("DONE") == 1


def test_a_record_without_end_is_refused_in_bounded_memory(tmp_path, store, sample):
    file = tmp_path / "usage.csv"
    header = lines_of(first_usage(sample))[0]
    with file.open("wb") as out:
        out.write(header + b"\r\n" + b'"')
        out.truncate(2 << 30)
    command = [PROGRAM, "import", "--store", store, "--progress", "none", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.communicate(timeout=120)
    assert process.returncode == 65
    file.unlink()


@pytest.mark.parametrize("kind", ["texts", "subscriptions", "fields"])
def test_memory_has_a_bound_whatever_the_lines_hold(tmp_path, store, sample, kind):
    """Every line with a text of 600 bytes that no other has, or a subscription of its own, or some of two million fields."""
    lines = lines_of(first_usage(sample))
    header = lines[0].decode().split(",")
    usage = next(csv.reader([lines[1].decode()]))
    text, entitlement = header.index("AdditionalInfo"), header.index("EntitlementId")
    random.seed(7)
    file = tmp_path / "usage.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for number in range(60_000):
            row = list(usage)
            if kind == "texts":
                row[text] = random.randbytes(300).hex()
            elif kind == "subscriptions":
                row[entitlement] = f"{number:08x}-0000-4000-8000-{number * 7919:012x}"
            elif number % 20_000 == 19_999:
                row = [""] * 2_000_000
            writer.writerow(row)
    command = [PROGRAM, "import", "--store", store, "--progress", "none", "--no-join", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    # The kernel's own record of the peak would begin with that of this process, which was forked.
    while process.poll() is None:
        with contextlib.suppress(OSError, AttributeError):
            found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
            peak = max(peak, int(found.group(1)))
        time.sleep(0.002)
    assert process.returncode == 0
    assert 0 < peak < 128 << 10
    back = subprocess.run([PROGRAM, "export", "--store", store, "--kind", "DAILY_RATED_USAGE"], capture_output=True,
                          check=True).stdout
    assert back == file.read_bytes()


def test_a_locked_store_says_so(sample, store):
    creditgraph("migrate", "--store", store)
    with closing(sqlite3.connect(store.removeprefix("sqlite:"))) as database:
        database.execute("begin immediate")
        result = creditgraph("import", "--store", store, "--progress", "none", sample / "partner.json", check=69)
    assert "lock" in result.stderr.lower()


def test_a_newer_store_is_refused(store):
    creditgraph("migrate", "--store", store)
    with closing(sqlite3.connect(store.removeprefix("sqlite:"))) as database:
        database.execute("pragma user_version = 99").connection.commit()
    result = creditgraph("verify", "--store", store, check=None)
    assert result.returncode in (65, 69) and "newer" in result.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_leaves_the_store_as_it_was(sample, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("this machine does not let us mount a tmpfs")
    try:
        store = f"sqlite:{disk / 'creditgraph.db'}"
        creditgraph("import", "--store", store, "--progress", "none", sample / "partner.json")
        before = dump(store)
        (disk / "filler").write_bytes(b"x" * ((3 << 20) - sum(f.stat().st_size for f in disk.iterdir()) - (200 << 10)))
        result = creditgraph("import", "--store", store, "--progress", "none", first_usage(sample), check=73)
        assert "full" in result.stderr.lower() or "space" in result.stderr.lower()
        (disk / "filler").unlink()
        assert dump(store) == before
        creditgraph("verify", "--store", store)
        creditgraph("import", "--store", store, "--progress", "none", sample / "customers.json")
    finally:
        subprocess.run(["umount", disk])


def test_kill_in_the_middle_leaves_the_store_as_it_was(tmp_path):
    files = tmp_path / "files"
    creditgraph("sample", "--out", files, "--lines", "400000")
    usage = max(usage_files(files), key=lambda file: file.stat().st_size)

    def held(store):
        """What is in the tables of lines, ledger and sums; an import that never ended may leave its record."""
        return {name: count for name, count in dump(store).items() if name not in ("import", "meta")}

    whole = f"sqlite:{tmp_path / 'whole.db'}"
    store = f"sqlite:{tmp_path / 'creditgraph.db'}"
    for each in (whole, store):
        creditgraph("import", "--store", each, "--progress", "none", files / "partner.json")
    before = held(store)
    creditgraph("import", "--store", whole, "--progress", "none", "--no-join", usage)
    complete = held(whole)
    assert complete["line_group"] > before["line_group"]
    undone = 0
    for delay in (0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3):
        process = subprocess.Popen([PROGRAM, "import", "--store", store, "--progress", "none", "--no-join", str(usage)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = held(store)
        assert after in (before, complete)
        creditgraph("verify", "--store", store)
        if after == complete:
            break
        undone += 1
    assert undone > 0
    report = reports(creditgraph("import", "--store", store, "--progress", "none", "--no-join", usage))[0]
    assert report["state"] in ("DONE", "UNCHANGED")
    assert held(store) == complete
    creditgraph("verify", "--store", store)


def test_progress_shows_rows_bytes_rate_and_time(sample, store):
    result = creditgraph("import", "--store", store, "--progress", "plain", *files_of(sample))
    assert "rows" in result.stderr and "/s" in result.stderr


def test_a_dry_run_writes_nothing(sample, store):
    creditgraph("migrate", "--store", store)
    before = dump(store)
    report = reports(creditgraph("import", "--store", store, "--dry-run", "--progress", "none", first_usage(sample)))[0]
    assert report["rows"] > 0
    assert dump(store) == before


def test_export_gives_the_usage_file_back_byte_for_byte(sample, filled, tmp_path):
    server = start(filled)
    try:
        imports = server.data("{ imports(first: 1000) { nodes { id name kind } } }")["imports"]["nodes"]
    finally:
        stop(server)
    assert imports
    for file in usage_files(sample):
        out = tmp_path / file.name
        creditgraph("export", "--store", filled, "--kind", "DAILY_RATED_USAGE", "--name", file.name, "--out", out)
        assert out.read_bytes() == file.read_bytes()


def test_backup_and_restore(filled, tmp_path):
    creditgraph("backup", tmp_path / "copy.db", "--store", filled)
    other = f"sqlite:{tmp_path / 'restored.db'}"
    creditgraph("restore", tmp_path / "copy.db", "--store", other)
    assert dump(other) == dump(filled)
    creditgraph("verify", "--store", other)


def test_compute_again_changes_no_amount(filled, tmp_path):
    creditgraph("backup", tmp_path / "copy.db", "--store", filled)
    store = f"sqlite:{tmp_path / 'copy.db'}"
    before = totals(store)
    for month in before:
        creditgraph("compute", "--month", month, "--store", store)
    assert totals(store) == before


def test_the_credit_policy_is_a_setting_that_the_ledger_keeps(filled, tmp_path):
    store = tmp_path / "copy.db"
    creditgraph("backup", store, "--store", filled)
    address = f"sqlite:{store}"
    month = max(totals(address))
    before = json.loads(creditgraph("compute", "--month", month, "--store", address).stdout)
    assert not before["changed"] and "rate=0.15;" in before["policy"] and "policyBefore" not in before
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"rate": f"0.15,0.20@{month}-02", "telcoProducts": ["X1", "X2"]}))
    problems = creditgraph("verify", "--store", address, "--config", settings, check=1).stdout
    assert f"rate=0.15,0.2@{month}-02" in problems and "compute --month" in problems
    after = json.loads(creditgraph("compute", "--month", month, "--store", address, "--config", settings).stdout)
    assert after["changed"] and after["generation"] == before["generation"] + 1
    assert "rate=0.15;" in after["policyBefore"] and "telcoProducts=X1,X2" in after["policy"]
    for other in set(totals(address)) - {month}:
        creditgraph("compute", "--month", other, "--store", address, "--config", settings)
    creditgraph("verify", "--store", address, "--config", settings)
    assert "rate=" in creditgraph("verify", "--store", address, check=1).stdout
