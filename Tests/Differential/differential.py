#!/usr/bin/env python3
"""Compares `creditgraph batch` with graphql-core: parsing, printing, SDL rules, schema rules, validation rules.

    pip install 'graphql-core>=3.3'
    differential.py --cases 20000 --seed 1 creditgraph batch

The program is run once; every case is one JSON line. Messages are compared without quotes and spaces, `None` counts as
`null`; the order of errors does not count. Empty selection sets are refused, as the specification says.
Exits 1 when anything differs and prints the first differences.
"""
import argparse
import json
import random
import re
import subprocess
import sys

from graphql import GraphQLError, Source, parse, print_ast, print_schema, validate, validate_schema
from graphql.utilities import build_ast_schema
from graphql.validation.validate import validate_sdl

SCHEMA = open(__file__.rsplit("/", 1)[0] + "/schema.graphql").read()
SINK = open(__file__.rsplit("/", 1)[0] + "/documents.graphql").read()
DOCUMENTS = [text.strip() for text in SINK.split("\n---\n") if text.strip()]
SDL = [t.strip() for t in open(__file__.rsplit("/", 1)[0] + "/broken.graphql").read().split("\n---\n") if t.strip()]

TOKEN = re.compile(r'"""(?:\\"""|.)*?"""|"(?:\\.|[^"\\\n])*"|\.\.\.|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|\S|\s+', re.S)
NAMES = ["Query", "Dog", "Cat", "Pet", "name", "dog", "pet", "nickname", "on", "true", "null", "Int", "String", "type",
         "query", "fragment", "F", "G", "A", "B", "x", "y", "id", "__typename", "__schema", "input", "extend", "Color",
         "RED", "skip", "include", "if", "deprecated", "reason", "oneOf", "One", "repeatable", "interface", "implements",
         "schema", "mutation", "subscription", "directive", "FIELD", "OBJECT", "enum", "union", "scalar", "defer",
         "stream", "label", "fields", "args", "a", "b", "c"]
PUNCTUATION = list("{}()[]:!=@$&|,") + ["...", '"s"', '"""b"""', "1", "-1", "2.5", "1e3", "99999999999", "$x", "$y", "@skip(if: true)",
                                        "[1, 2]", "{a: 1}", "null", "# c\n", "\n", " "]
CHARACTERS = list("{}()[]:!=@$&|.,#\"\\'-+0123456789eEabu_ \t\n\r\ufeff\u0000\u00e9\u2028\U0001F600?;%^*~`<>/") + ['"""', "\\u00e9", "\\u{1F600}", "\\uD83D\\uDE00",
                                                                                                           "\\n", "..."]


def mutate(rng, text, strength):
    tokens = TOKEN.findall(text)
    for _ in range(rng.randint(1, strength)):
        if not tokens:
            return text
        i = rng.randrange(len(tokens))
        kind = rng.randrange(7)
        if kind == 0:
            del tokens[i]
        elif kind == 1:
            tokens.insert(i, tokens[rng.randrange(len(tokens))])
        elif kind == 2:
            tokens[i] = rng.choice(NAMES)
        elif kind == 3:
            tokens.insert(i, " " + rng.choice(PUNCTUATION + NAMES) + " ")
        elif kind == 4:
            j = rng.randrange(len(tokens))
            tokens[i], tokens[j] = tokens[j], tokens[i]
        elif kind == 5:
            words = [t for t in tokens if re.fullmatch(r"[A-Za-z_]\w*", t)]
            spots = [k for k, t in enumerate(tokens) if re.fullmatch(r"[A-Za-z_]\w*", t)]
            if words:
                tokens[rng.choice(spots)] = rng.choice(words)
        else:
            j = min(len(tokens), i + rng.randint(1, 12))
            at = rng.randrange(len(tokens))
            tokens[at:at] = tokens[i:j]
    return "".join(tokens)


def scramble(rng, text):
    chars = list(text)
    for _ in range(rng.randint(1, 4)):
        i = rng.randrange(len(chars) + 1)
        if rng.random() < 0.3 and chars:
            del chars[min(i, len(chars) - 1)]
        else:
            chars.insert(i, rng.choice(CHARACTERS))
    return "".join(chars)


class Writer:
    """Documents that mostly fit SCHEMA, by walking its types."""

    def __init__(self, rng, schema):
        self.rng, self.schema = rng, schema
        self.variables, self.fragments = {}, {}

    def value(self, type_, depth=0):
        rng, text = self.rng, str(type_)
        roll = rng.random()
        if roll < 0.1:
            name = rng.choice("xyz")
            self.variables.setdefault(name, text if rng.random() < 0.8 else rng.choice(["Int", "String!", "[Int]", "Filter", "Color!"]))
            return "$" + name
        if roll < 0.14:
            return rng.choice(["null", "1", '"s"', "true", "RED", "2.5", "[1]", "{a: 1}", "[]", "{}", "BLUE", "[$x]", "{a: $y}"])
        if text.endswith("!"):
            return self.value(type_.of_type, depth)
        if text.startswith("["):
            if rng.random() < 0.2:
                return self.value(type_.of_type, depth)
            return "[" + ", ".join(self.value(type_.of_type, depth + 1) for _ in range(rng.randint(0, 2))) + "]"
        fields = getattr(type_, "fields", None)
        if fields:
            if depth > 3:
                return "{}"
            some = [n for n, f in fields.items() if str(f.type).endswith("!") or rng.random() < 0.4]
            if rng.random() < 0.08:
                some.append(rng.choice(NAMES))
            return "{" + ", ".join(f"{n}: {self.value(fields[n].type, depth + 1) if n in fields else 1}" for n in some) + "}"
        values = getattr(type_, "values", None)
        if values:
            return rng.choice(list(values))
        return {"Int": "3", "Float": "1.5", "String": '"t"', "Boolean": "true", "ID": "7"}.get(text, rng.choice(['"d"', "1", "{a: $x}"]))

    def arguments(self, args):
        some = [f"{n}: {self.value(a.type)}" for n, a in args.items() if str(a.type).endswith("!") or self.rng.random() < 0.35]
        if self.rng.random() < 0.03:
            some.append(self.rng.choice(NAMES) + ": 1")
        return "(" + ", ".join(some) + ")" if some else ""

    def directives(self):
        roll = self.rng.random()
        if roll < 0.9:
            return ""
        return " " + self.rng.choice(["@skip(if: true)", "@include(if: $x)", "@skip(if: $b)", "@onField", "@repeat(n: 1) @repeat(n: 2)",
                                      "@include(if: false) @include(if: true)", "@unknown(a: 1)", "@skip", "@deprecated", '@defer(label: "a")',
                                      "@stream", "@defer(if: $x)", '@stream(label: "b", initialCount: 1)', "@onField(n: 1)"])

    def selections(self, type_, depth):
        rng = self.rng
        out = []
        fields = getattr(type_, "fields", {})
        for _ in range(rng.randint(1, 4 if depth < 2 else 2)):
            roll = rng.random()
            if roll < 0.12:
                types = [t for n, t in self.schema.type_map.items() if not n.startswith("__")]
                near = self.schema.get_possible_types(type_) if hasattr(type_, "resolve_type") else getattr(type_, "interfaces", [])
                target = rng.choice(list(near) or [type_]) if rng.random() < 0.85 else rng.choice(types)
                on = f"on {target}" if rng.random() < 0.85 else ""
                inner = target if on else type_
                out.append(f"...{' ' + on}{self.directives()} {{ {self.selections(inner, depth + 1)} }}")
            elif roll < 0.2:
                name = rng.choice("FGHIJ")
                self.fragments.setdefault(name, type_)
                out.append(f"...{name}{self.directives()}")
            elif roll < 0.25 or not fields:
                out.append(rng.choice(["__typename", "__typename", "x: __typename", rng.choice(NAMES)]))
            else:
                name = rng.choice(list(fields))
                field = fields[name]
                alias = rng.choice(["", "", "", "", "x: ", "y: ", "name: "])
                inner, text = field.type, ""
                while hasattr(inner, "of_type"):
                    inner = inner.of_type
                if hasattr(inner, "fields") or hasattr(inner, "types"):
                    text = f" {{ {self.selections(inner, depth + 1)} }}" if depth < 3 else " { __typename }"
                if rng.random() < 0.02:
                    text = "" if text else " { a }"
                out.append(f"{alias}{name}{self.arguments(getattr(field, 'args', {}))}{self.directives()}{text}")
        return " ".join(out)

    def document(self):
        rng = self.rng
        operations = []
        for _ in range(1 if rng.random() < 0.85 else 2):
            self.variables = {}
            kind = rng.choice(["query"] * 6 + ["mutation", "subscription"])
            root = {"query": self.schema.query_type, "mutation": self.schema.mutation_type, "subscription": self.schema.subscription_type}[kind]
            body = self.selections(root, 0)
            declared = [f"${n}: {t}{rng.choice(['', '', '', ' = 1', ' = null', ' = RED'])}" for n, t in self.variables.items() if rng.random() < 0.95]
            if rng.random() < 0.05:
                declared.append("$b: Boolean!")
            name = rng.choice(["", "Q", "R"])
            if kind == "query" and not declared and not name and rng.random() < 0.5:
                operations.append(f"{{ {body} }}")
            else:
                operations.append(f"{kind} {name}{'(' + ', '.join(declared) + ')' if declared else ''}{self.directives()} {{ {body} }}")
        done = {}
        while len(done) < len(self.fragments):
            for name, type_ in list(self.fragments.items()):
                if name not in done:
                    done[name] = f"fragment {name} on {type_}{self.directives()} {{ {self.selections(type_, 2)} }}"
        parts = operations + [text for text in done.values() if rng.random() < 0.97]
        rng.shuffle(parts)
        return rng.choice(["\n", " ", "\r\n"]).join(parts)


def errors_of(errors):
    return {"errors": [{"message": e.message, "locations": [{"line": l.line, "column": l.column} for l in e.locations or []]} for e in errors]}


def reference_schema(text, cache={}):
    if text not in cache:
        if len(cache) > 500:
            cache.clear()
        try:
            document = parse(text, allow_empty_selection_sets=False)
            errors = validate_sdl(document)
            schema = None
            if not errors:
                schema = build_ast_schema(document, assume_valid_sdl=True)
                errors = validate_schema(schema)
            cache[text] = (None if errors else schema, errors_of(errors) if errors else None)
        except GraphQLError as error:
            cache[text] = (None, errors_of([error]) if error.message.startswith("Syntax") else "skip")
        except Exception:  # the reference refuses some schemas while it builds them
            cache[text] = (None, "skip")
    return cache[text]


def reference(case):
    try:
        if case["command"] == "print" and case["document"] is not None:
            return {"printed": print_ast(parse(case["document"], allow_empty_selection_sets=False))}
        schema, problem = reference_schema(case["schema"])
        if problem:
            return problem
        if case["command"] == "print":
            return {"printed": print_schema(schema)}
        if case["document"] is None:
            return {"errors": []}
        return errors_of(validate(schema, parse(case["document"], allow_empty_selection_sets=False), allow_empty_selection_sets=False))
    except GraphQLError as error:
        return errors_of([error])
    except Exception:  # a field of a union with @stream, for one
        return "skip"


def normal(answer, text=""):
    """What is compared; with what graphql-core does otherwise than graphql-js brought to one form.

    It writes locations of directives as words, and literals that it copied have lost their place.
    """
    if "printed" in answer:
        return answer["printed"]
    out = []
    for error in answer["errors"]:
        message = re.sub(r"(may not be used on )(.*)\.$", lambda m: m[1] + m[2].upper(), error["message"])
        message = re.sub(r"[\s\"'_]", "", message).replace("None", "null")
        # Columns count UTF-16 units in graphql-js and code points in graphql-core.
        exact = all(ord(c) < 0x10000 for c in text)
        places = tuple((l["line"], l["column"] if exact else 0) for l in error.get("locations", []))
        if re.search(r"cannotrepresent.*value:[\[{]", message):
            places = ()
        out.append((message, places))
    # Which hundred errors are shown depends on the order of the rules.
    return "too many errors" if any("Toomanyvalidationerrors" in message for message, _ in out) else sorted(out)


def cases(rng, count):
    schema, _ = reference_schema(SCHEMA)
    made = []
    for text in DOCUMENTS:
        made.append(("validate", SCHEMA, text))
        made.append(("print", None, text))
    for text in SDL + [SCHEMA]:
        made.append(("validate", text, None))
        made.append(("print", text, None))
        made.append(("print", None, text))
    while len(made) < count:
        roll = rng.random()
        if roll < 0.3:
            made.append(("validate", SCHEMA, Writer(rng, schema).document()))
        elif roll < 0.45:
            made.append(("validate", SCHEMA, mutate(rng, Writer(rng, schema).document(), 3)))
        elif roll < 0.6:
            made.append(("validate", SCHEMA, mutate(rng, rng.choice(DOCUMENTS), 4)))
        elif roll < 0.66:
            made.append(("print", None, mutate(rng, rng.choice(DOCUMENTS + SDL), 2)))
        elif roll < 0.72:
            made.append(("print", None, scramble(rng, rng.choice(DOCUMENTS + SDL))))
        elif roll < 0.75:
            made.append(("print", None, Writer(rng, schema).document()))
        elif roll < 0.9:
            text = rng.choice(SDL) if rng.random() < 0.8 else SCHEMA
            made.append(("validate", mutate(rng, text, 4), None))
        else:
            made.append(("print", mutate(rng, rng.choice(SDL), 2), None))
    return [dict(id=str(i), command=c, schema=s, document=d, sdl=False, variables=None, operation=None, root=None) for i, (c, s, d) in enumerate(made)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("program", nargs="+")
    options = parser.parse_args()
    sys.setrecursionlimit(20000)
    made = cases(random.Random(options.seed), options.cases)
    lines = "".join(json.dumps(case) + "\n" for case in made)
    run = subprocess.run(options.program, input=lines.encode(), stdout=subprocess.PIPE)
    answers = {}
    for line in run.stdout.splitlines():
        answer = json.loads(line)
        answers[answer["id"]] = answer
    differing = skipped = with_errors = 0
    for case in made:
        expected = reference(case)
        if expected == "skip":
            skipped += 1
            continue
        actual = answers.get(case["id"])
        with_errors += bool(expected.get("errors"))
        text = (case["document"] or "") + (case["schema"] or "")
        if actual is None or normal(actual, text) != normal(expected, text):
            differing += 1
            if differing <= options.show:
                print("-" * 80)
                print(json.dumps({k: case[k] for k in ("command", "document")}, ensure_ascii=False))
                if case["schema"] != SCHEMA:
                    print(case["schema"])
                if actual is None:
                    print("no answer (crash?)")
                    continue
                want, have = normal(expected, text), normal(actual, text)
                if isinstance(want, str) or isinstance(have, str):
                    print("expected:", want, "\nactual:  ", have)
                else:
                    print("missing:", [w for w in want if w not in have])
                    print("extra:  ", [h for h in have if h not in want])
                    if [w for w in want if w not in have] == [] == [h for h in have if h not in want]:
                        print("times differ", want, have)
    print(f"{len(made)} cases, {with_errors} with errors, {skipped} skipped, {differing} differ, exit {run.returncode}")
    sys.exit(1 if differing or run.returncode else 0)


main()
