#!/usr/bin/env python3
"""Compares `creditgraph batch` with graphql-core 3.3, the Python port of graphql-js 17, over generated cases.

    pip install 'graphql-core>=3.3'
    differential.py --cases 20000 --seed 1 creditgraph batch

Cases: parsing and printing of documents, SDL rules, schema rules, validation, execution over JSON data with variables,
introspection with every option of the standard query, printing of schemas in both orders, changes between schemas,
incremental delivery (incremental.py says what is compared). The
program is run once; every case is one JSON line. Errors are compared by message, locations and path, their order apart;
data in order. What is compared loosely stands in comparison.py, with why. Every introspection answer is also given to
`build_client_schema`, which must print our own SDL.
Exits 1 when anything differs and prints the first differences.
"""
import argparse
import itertools
import json
import os
import random
import subprocess
import sys
from collections import Counter

from graphql import build_client_schema, get_introspection_query, print_schema
from graphql.utilities import type_from_ast
from graphql import parse_type

from comparison import difference, errors_of
from data import DataWriter
from documents import DocumentWriter
from incremental import IncrementalWriter, incremental_difference
from mutation import mutate, scramble
from reference import SKIP, answer, schema_of
from schemas import SchemaWriter

HERE = os.path.dirname(os.path.abspath(__file__))


def texts(name):
    return [text.strip() for text in open(os.path.join(HERE, name)).read().split("\n---\n") if text.strip()]


SCHEMA = open(os.path.join(HERE, "schema.graphql")).read()
DOCUMENTS, SDL = texts("documents.graphql"), texts("broken.graphql")
OPTIONS = ["descriptions", "specified_by_url", "directive_is_repeatable", "schema_description", "input_value_deprecation",
           "experimental_directive_deprecation", "one_of"]
INTROSPECTIONS = [get_introspection_query(**dict(zip(OPTIONS, values))) for values in itertools.product([True, False], repeat=len(OPTIONS))]
FULL = get_introspection_query(**{option: True for option in OPTIONS})


class Cases:
    """Makes cases; those of one generated schema follow each other, for the program keeps the last schema."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.base, _ = schema_of(SCHEMA)
        self.made = []

    def add(self, command, schema=None, document=None, **more):
        case = dict(id=str(len(self.made)), command=command, schema=schema, document=document, sdl=False, variables=None, operation=None, root=None)
        self.made.append(case | more)

    def fixed(self):
        for text in DOCUMENTS:
            self.add("validate", SCHEMA, text)
            self.add("print", None, text)
        for text in SDL + [SCHEMA]:
            self.add("validate", text)
            self.add("print", text)
            self.add("print", None, text)
            self.add("print", text, sort=True)
        for query in INTROSPECTIONS:
            self.add("execute", SCHEMA, query, root={})

    def one(self):
        """A case of the fixed schema and texts."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.3:
            self.add("validate", SCHEMA, DocumentWriter(rng, self.base).document())
        elif roll < 0.45:
            self.add("validate", SCHEMA, mutate(rng, DocumentWriter(rng, self.base).document(), 3))
        elif roll < 0.6:
            self.add("validate", SCHEMA, mutate(rng, rng.choice(DOCUMENTS), 4))
        elif roll < 0.66:
            self.add("print", None, mutate(rng, rng.choice(DOCUMENTS + SDL), 2))
        elif roll < 0.72:
            self.add("print", None, scramble(rng, rng.choice(DOCUMENTS + SDL)))
        elif roll < 0.75:
            self.add("print", None, DocumentWriter(rng, self.base).document())
        elif roll < 0.9:
            self.add("validate", mutate(rng, rng.choice(SDL) if rng.random() < 0.8 else SCHEMA, 4))
        else:
            self.add("print", mutate(rng, rng.choice(SDL), 2), sort=rng.random() < 0.5)

    def of_schema(self):
        """A generated schema and what can be asked of it."""
        rng = self.rng
        text = SchemaWriter(rng).text()
        schema, problem = schema_of(text)
        self.add("validate", text)
        if problem:
            return
        self.add("print", text)
        self.add("print", text, sort=True)
        self.add("print", None, text)
        self.add("execute", text, rng.choice(INTROSPECTIONS), root={})
        self.add("execute", text, FULL, root={}, round_trip=True)
        for _ in range(2):
            self.add("diff", mutate(rng, text, 3), old=text)
        for _ in range(4):
            self.add("validate", text, DocumentWriter(rng, schema).document())
        for _ in range(16):
            self.execute(text, schema, DocumentWriter(rng, schema, valid=rng.random() < 0.9))
        self.incremental(text, schema, 6)

    def incremental(self, text, schema, count):
        for _ in range(count):
            self.execute(text, schema, IncrementalWriter(self.rng, schema), incremental=True)

    def execute(self, text, schema, writer, **more):
        rng = self.rng
        document = writer.document()
        data = DataWriter(rng, schema, broken=rng.choice([0, 0.01, 0.04]))
        root_type = {"m": schema.mutation_type, "s": schema.subscription_type}.get(document.lstrip("fragment")[:1]) or schema.query_type
        for kind, type_ in (("mutation", schema.mutation_type), ("subscription", schema.subscription_type)):
            if f"{kind} " in document and type_:
                root_type = type_
        wanted = {n: type_from_ast(schema, parse_type(t)) for n, t in writer.variables.items()}
        variables = data.variables({n: t for n, t in wanted.items() if t is not None})
        operation = None if rng.random() < 0.9 else rng.choice(["Q", "R", "Nope"])
        self.add("execute", text, document, root=data.root(root_type), variables=variables if variables or rng.random() < 0.5 else None, operation=operation, **more)

    def all(self, count, only_incremental=False):
        while only_incremental and len(self.made) < count:
            text = SchemaWriter(self.rng).text()
            schema, problem = schema_of(text)
            if not problem:
                self.incremental(text, schema, 20)
        if not self.made:
            self.fixed()
        while len(self.made) < count:
            if self.rng.random() < 0.03:
                self.of_schema()
            else:
                self.one()
        return self.made[:count]


def check(case, actual, counts):
    """None where the case is fine, else what differs."""
    expected = answer(case)
    if expected == SKIP:
        counts["skipped"] += 1
        return None
    if case.get("incremental"):
        counts["incremental"] += 1
        counts["in several responses"] += len(expected) > 1
        counts["with errors"] += any("errors" in text for text in map(json.dumps, expected))
        return incremental_difference(actual, expected, errors_of, case["document"])
    counts["with errors"] += bool(expected.get("errors"))
    counts[case["command"]] += 1
    problem = difference(actual, expected, (case["document"] or "") + (case["schema"] or ""))
    if problem is None and case.get("round_trip"):
        schema, _ = schema_of(case["schema"])
        if print_schema(build_client_schema(actual["data"])) != print_schema(schema):
            return "build_client_schema prints another schema"
    return problem


def show(case, problem):
    print("-" * 80)
    print(json.dumps({k: v for k, v in case.items() if k != "schema" and v is not None}, ensure_ascii=False))
    if case["schema"] not in (None, SCHEMA):
        print(case["schema"])
    print(problem)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="how many differences to print")
    parser.add_argument("--incremental", action="store_true", help="only cases of @defer and @stream")
    parser.add_argument("program", nargs="+")
    options = parser.parse_args()
    sys.setrecursionlimit(20000)
    made = Cases(options.seed).all(options.cases, options.incremental)
    run = subprocess.run(options.program, input="".join(json.dumps(case) + "\n" for case in made).encode(), stdout=subprocess.PIPE)
    answers = {}
    for line in run.stdout.splitlines():
        one = json.loads(line)
        answers[one["id"]] = one
    counts = Counter()
    for case in made:
        problem = check(case, answers.get(case["id"]), counts)
        if problem is not None:
            counts["differ"] += 1
            if counts["differ"] <= options.show:
                show(case, problem)
    print(f"{len(made)} cases, seed {options.seed}: " + ", ".join(f"{counts[k]} {k}" for k in ("print", "validate", "execute", "diff", "incremental", "in several responses", "with errors", "skipped", "differ"))
          + f"; exit {run.returncode}")
    sys.exit(1 if counts["differ"] or run.returncode else 0)


if __name__ == "__main__":
    main()
