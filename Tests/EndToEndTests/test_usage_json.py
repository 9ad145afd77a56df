"""Daily rated usage as JSON: the lines of the asynchronous export and the pages of the first API say what the CSV says."""
import csv
import gzip
import json
from decimal import Decimal

import pytest
from conftest import creditgraph, files_of, reports, usage_files

NUMBERS = {"UnitPrice", "Quantity", "BillingPreTaxTotal", "PricingPreTaxTotal", "EffectiveUnitPrice", "PCToBCExchangeRate",
           "PartnerEarnedCreditPercentage", "CreditPercentage"}
PAGE_KEYS = {"MpnId": "mpnId", "Tier2MpnId": "resellerMpnId", "Unit": "unitOfMeasure", "ResourceURI": "resourceUri",
             "PCToBCExchangeRate": "pcToBCExchangeRate", "PCToBCExchangeRateDate": "pcToBCExchangeRateDate",
             "PartnerEarnedCreditPercentage": "rateOfPartnerEarnedCredit", "CreditPercentage": "rateOfCredit"}


def rows(file):
    with open(file, encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text)


def member(key, name, value):
    """Numbers as they are written, so that no digit is lost on the way."""
    return f"{json.dumps(key)}:{'null' if value == '' else value if name in NUMBERS else json.dumps(value)}"


def line(row):
    return "{" + ",".join(member(name, name, value) for name, value in row.items() if name != "PCToBCExchangeRateDate") + "}"


def item(row):
    members = []
    for name, value in row.items():
        key = PAGE_KEYS.get(name, name[0].lower() + name[1:])
        members.append(member(key, name, str(Decimal(value) / 100) if value and key.startswith("rateOf") else value))
    return "{" + ",".join(members) + ',"attributes":{"objectType":"DailyRatedUsageLineItem"}}'


def page(items, total):
    return (f'{{"totalCount":{total},"items":[{",".join(items)}],"links":{{"self":{{"uri":"/invoices","method":"GET"}}}},'
            '"attributes":{"objectType":"Collection"}}')


def written(sample, folder, form):
    """The sample's usage in a form, as the files that one export has."""
    files = []
    for number, source in enumerate(usage_files(sample)):
        all_rows = list(rows(source))
        if form == "lines":
            target = folder / f"usage-{number}.json.gz"
            target.write_bytes(gzip.compress("\n".join(map(line, all_rows)).encode()))
            files.append(target)
            continue
        size = max(1, len(all_rows) // 3)
        for start in range(0, len(all_rows), size):
            target = folder / f"usage-{number}-{start}.json"
            target.write_text(page(map(item, all_rows[start:start + size]), len(all_rows)))
            files.append(target)
    return files


def facts(sample):
    return [file for file in files_of(sample) if file not in usage_files(sample)]


def ledger(store):
    """The decisions without the file that each line is in."""
    text = creditgraph("export", "--store", store, "--ledger").stdout
    found = list(csv.DictReader(text.splitlines()))
    assert found
    return sorted(tuple(value for name, value in row.items() if name not in ("file", "import", "line")) for row in found)


@pytest.mark.parametrize("form", ["lines", "pages"])
def test_json_gives_the_ledger_of_the_csv(sample, filled, tmp_path, form):
    store = f"sqlite:{tmp_path}/json.db"
    files = written(sample, tmp_path, form)
    told = reports(creditgraph("import", "--store", store, "--progress", "none", *facts(sample), *files))
    own = [report for report in told if report.get("kind") == "DAILY_RATED_USAGE"]
    assert [report["state"] for report in own] == ["DONE"] * len(files)
    assert sum(report["rows"] for report in own) == sum(1 for file in usage_files(sample) for _ in rows(file))
    assert ledger(store) == ledger(filled)
    creditgraph("verify", "--store", store)
    for file in files:
        given = creditgraph("export", "--store", store, "--kind", "DAILY_RATED_USAGE", "--name", file.name).stdout
        expected = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        assert given.encode() == expected
    again = reports(creditgraph("import", "--store", store, "--progress", "none", *files))
    assert {report["state"] for report in again} == {"UNCHANGED"}


def test_a_broken_page_takes_its_export_with_it(sample, tmp_path, store):
    files = written(sample, tmp_path, "pages")
    files[-1].write_text(files[-1].read_text()[:-80])
    told = reports(creditgraph("import", "--store", store, "--progress", "none", *files, check=65))
    invoices = {json.loads(file.read_text())["items"][0]["invoiceNumber"] for file in files[:-1]}
    assert {report["state"] for report in told} == ({"REFUSED", "DONE"} if len(invoices) > 1 else {"REFUSED"})
    assert any(report.get("code") == "IMPORT_JSON" for report in told)
