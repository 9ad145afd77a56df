"""The developer commands as a front-end team uses them: schema, print, validate, execute, batch."""
import json

import pytest
from conftest import creditgraph, start, stop

SDL = "type Query { customer(id: ID!): Customer }\ntype Customer { id: ID! name: String tags: [String!] }\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "schema.graphql").write_text(SDL)
    (tmp_path / "good.graphql").write_text("query Good($id: ID!) {\n  customer(id: $id) { name }\n}\n")
    (tmp_path / "bad.graphql").write_text("{\n  customer { nme }\n}\n")
    (tmp_path / "broken.graphql").write_text("{ customer( }")
    return tmp_path


def validate(files, *names, check=0, **options):
    return creditgraph("validate", "--schema", files / "schema.graphql", *options.pop("more", ()), *names, check=check, **options)


def test_validate_says_file_line_and_column(files):
    text = validate(files, "*.graphql", check=1, more=("--format", "text"), cwd=files).stdout.splitlines()
    assert 'bad.graphql:2:3: Argument "Query.customer(id:)" of type "ID!" is required, but it was not provided.' in text
    assert 'bad.graphql:2:14: Cannot query field "nme" on type "Customer". Did you mean "name"?' in text
    assert 'broken.graphql:1:13: Syntax Error: Expected Name, found "}".' in text
    assert not any(line.startswith("good.graphql") for line in text)


def test_validate_in_json_and_sarif(files):
    errors = json.loads(validate(files, files / "bad.graphql", check=1).stdout)["errors"]
    assert {"message", "locations"} <= set(errors[0]) and errors[0]["locations"] == [{"line": 2, "column": 3}]
    sarif = json.loads(validate(files, files / "bad.graphql", check=1, more=("--format", "sarif")).stdout)
    assert sarif["version"] == "2.1.0"
    places = [r["locations"][0]["physicalLocation"] for r in sarif["runs"][0]["results"]]
    assert {p["region"]["startLine"] for p in places} == {2} and all(p["artifactLocation"]["uri"].endswith("bad.graphql") for p in places)
    assert json.loads(validate(files, files / "good.graphql").stdout) == {"errors": []}


def test_validate_looks_into_directories(files):
    for name in ("src/a.graphql", "src/deep/er/b c.graphql", "src/.hidden/d.graphql", "src/e.txt"):
        (files / name).parent.mkdir(parents=True, exist_ok=True)
        (files / name).write_text("{ nope }")
    def names(pattern):
        text = validate(files, pattern, check=1, more=("--format", "text"), cwd=files).stdout.splitlines()
        return [line.split(":")[0] for line in text]
    assert names("src/**/*.graphql") == ["src/a.graphql", "src/deep/er/b c.graphql"]
    assert names("**/er/*.graphql") == ["src/deep/er/b c.graphql"]
    sarif = json.loads(validate(files, "src/**/b*.graphql", check=1, more=("--format", "sarif"), cwd=files).stdout)
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/deep/er/b%20c.graphql" and sarif["runs"][0]["columnKind"] == "utf16CodeUnits"


def test_validate_reads_standard_input_and_a_schema_alone(files):
    assert json.loads(validate(files, "-", stdin="{ customer(id: 1) { id } }").stdout) == {"errors": []}
    assert json.loads(validate(files).stdout) == {"errors": []}
    (files / "schema.graphql").write_text("type Query { a: Nope }")
    assert "Unknown type" in validate(files, check=1).stdout


@pytest.mark.parametrize("text", ["", "\0\0\0", "{", "\ufeff", "{" * 100_000, '{ customer(id: "\\uD800") { id } }', "{a" * 50_000, "type A { a: Int }",
                                  "#" * 100_000, '"""', "query ($a: " + "[" * 1000, "{ customer(id: " + "9" * 100_000 + ") { id } }"])
def test_rubbish_gets_errors(files, text):
    errors = json.loads(validate(files, "-", check=None, stdin=text).stdout)["errors"]
    assert errors or text.startswith("{ customer(id: 9")
    assert creditgraph("print", "-", check=None, stdin=text).returncode in (0, 1)


def test_bytes_that_are_not_utf8(files):
    (files / "bytes.graphql").write_bytes(b'{ customer(id: "\xff\xed\xa0\x80") { id } }')
    assert json.loads(validate(files, files / "bytes.graphql").stdout) == {"errors": []}
    (files / "bytes.graphql").write_bytes(b"{ \xff }")
    assert "U+FFFD" in validate(files, files / "bytes.graphql", check=1).stdout


def test_missing_files_exit_66(files):
    assert "nothing.graphql" in validate(files, files / "nothing.graphql", check=66).stderr
    assert "no*.graphql" in validate(files, files / "no*.graphql", check=66).stderr
    assert creditgraph("schema", "--diff", files / "nothing.graphql", check=66).stderr


def test_schema_diff(files):
    old, new = files / "schema.graphql", files / "new.graphql"
    new.write_text("type Query { customer(id: ID!, at: String): Customer } type Customer { id: ID! tags: [String] }")
    result = creditgraph("schema", "--diff", old, "--schema", new, check=1)
    assert result.stdout.splitlines() == [
        "BREAKING FIELD_REMOVED: Field Customer.name was removed.",
        "BREAKING FIELD_CHANGED_KIND: Field Customer.tags changed type from [String!] to [String].",
        "DANGEROUS OPTIONAL_ARG_ADDED: An optional argument Query.customer(at:) was added."]
    changes = json.loads(creditgraph("schema", "--diff", old, "--schema", new, "--format", "json", check=1).stdout)["changes"]
    assert changes[0] == {"severity": "BREAKING", "type": "FIELD_REMOVED", "description": "Field Customer.name was removed."}
    # The other way nothing breaks but what was optional.
    assert creditgraph("schema", "--diff", old, "--schema", old).stdout == ""
    new.write_text("type Query { x: Nope }")
    assert "Unknown type" in creditgraph("schema", "--diff", new, "--schema", old, check=65).stderr


def test_the_served_schema_against_itself(files):
    served = files / "served.graphql"
    served.write_text(creditgraph("schema").stdout)
    assert creditgraph("schema", "--diff", served).stdout == ""
    served.write_text(served.read_text().replace("type Query {", "type Query {\n  gone: Int\n"))
    assert creditgraph("schema", "--diff", served, check=1).stdout == "BREAKING FIELD_REMOVED: Field Query.gone was removed.\n"


def test_sorted_schemas(files):
    assert creditgraph("print", "--schema", files / "schema.graphql", "--sort").stdout.index("type Customer") == 0
    in_order = creditgraph("schema").stdout
    by_name = creditgraph("schema", "--sort").stdout
    assert sorted(in_order.split()) == sorted(by_name.split()) and in_order != by_name


def test_execute_mocks_a_server(files):
    (files / "root.json").write_text(json.dumps({"customer": {"id": 7, "name": {"__error": "no name"}, "tags": ["a"]}}))
    (files / "variables.json").write_text('{"id": "7"}')
    query = "query ($id: ID!) { customer(id: $id) { id name tags } }"
    arguments = ["execute", "--schema", files / "schema.graphql", "--root", files / "root.json", "--variables", files / "variables.json", "-"]
    answer = json.loads(creditgraph(*arguments, check=1, stdin=query).stdout)
    assert answer["data"] == {"customer": {"id": "7", "name": None, "tags": ["a"]}}
    assert answer["errors"] == [{"message": "no name", "locations": [{"line": 1, "column": 43}], "path": ["customer", "name"]}]


def test_batch_survives_every_line(files):
    lines = ["nonsense", "{}", "[]", '{"id": 1, "command": "print", "document": "{a}"}', '{"id": 2, "command": "fly"}', '{"id": 3', "",
             json.dumps({"id": 4, "command": "validate", "schema": SDL, "document": "{ customer }" * 3}), '{"id": 5, "command": "execute", "schema": 1}']
    answers = [json.loads(line) for line in creditgraph("batch", stdin="\n".join(lines)).stdout.splitlines()]
    assert len(answers) == 8 and answers[3] == {"id": 1, "printed": "{\n  a\n}"}
    assert all(answer["errors"] for index, answer in enumerate(answers) if index != 3)


def test_limits_of_documents_are_settings(filled):
    server = start(filled, "--max-tokens", "40", "--max-depth", "4", "--suggestions", "off")
    try:
        def message(query):
            return server.ask(query)["errors"][0]["message"]
        assert message("{ a " * 2 + "b " * 60) == "Syntax Error: Document contains more than 40 tokens. Parsing aborted."
        assert message("{a{a{a{a{a") == "Syntax Error: Document is nested too deeply. Parsing aborted."
        assert message("{ customers { ...A } } fragment A on CustomerConnection { nodes { ...B } } fragment B on Customer "
                       "{ access { nodes { id } } }") == "Validation aborted."
        assert message("{ custmers { totalCount } }") == 'Cannot query field "custmers" on type "Query".'
        assert server.data("{ customers { nodes { name } } }")
    finally:
        assert stop(server) == 0
