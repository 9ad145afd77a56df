"""@defer and @stream: documents that have them, and what a client makes of the responses.

The order of the responses is free, and so is how much is in one. Streams that turn out to have no further item are left
out: graphql-core announces them, ours knows before. A fragment inside another need not be announced where all its fields
came with a third one before it could be, which depends on the order too. Where @defer or @stream turn out to be active in
a subscription, graphql-core fails the field and ours answers in one response. Which error a fragment fails with that has
several follows from the order. Compared are: the first response's data with its errors
and what it announces; every deferred part with its place, and every list's items in their order, whatever response they
came in; what was announced and how it was completed; the data that a client has at the end, and all errors.
"""
import asyncio
import json
import re
from collections import Counter

from graphql import GraphQLError, parse, validate
from graphql.execution import experimental_execute_incrementally

from documents import DocumentWriter

# As `IncrementalDelivery.directives`, without descriptions.
DIRECTIVES = """
directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
"""


class IncrementalWriter(DocumentWriter):
    """Valid documents whose fragments and lists come later. A selection set may stand twice, so that parts are shared."""

    def __init__(self, rng, schema):
        super().__init__(rng, schema, valid=True)
        self.labels = 0

    def options(self, *more):
        rng = self.rng
        parts = list(more)
        if rng.random() < 0.5:
            self.labels += 1
            parts.append(f'label: "l{self.labels}"')
        if rng.random() < 0.1:
            self.variables["b"] = "Boolean!"
            parts.append(rng.choice(["if: $b", "if: true", "if: false"]))
        rng.shuffle(parts)
        return "(" + ", ".join(parts) + ")" if parts else ""

    def defer(self):
        return " @defer" + self.options()

    def selections(self, type_, depth, only_field=False):
        rng = self.rng
        text = super().selections(type_, depth, only_field)
        if only_field:
            return text
        parts = [text]
        # What stands twice, at once and later or twice later. Labels are unique, and a list is streamed in one place.
        again = re.sub(r" @stream(\([^)]*\))?", "", text)
        if again == text and rng.random() < 0.35:
            again = re.sub(r' @defer(\([^)]*\))?', lambda m: self.defer() if rng.random() < 0.7 else "", text)
            parts.append(f"...{self.defer()} {{ {again} }}")
        if rng.random() < 0.3:
            parts.append(f"...{self.defer()} {{ {super().selections(type_, depth + 1)} }}")
        rng.shuffle(parts)
        return " ".join(parts)

    def field(self, type_, fields, depth, only_field):
        text = super().field(type_, fields, depth, only_field)
        alias_and_name = re.match(r"(?:\w+: )?(\w+)", text)[1]
        inner = fields[alias_and_name].type
        is_list = str(inner).strip("!").startswith("[")
        if not is_list or only_field or self.rng.random() < 0.5:
            return text
        stream = " @stream" + self.options(*self.rng.choice([[], ["initialCount: 0"], ["initialCount: 1"], ["initialCount: 2"]]))
        # Before the selection set, behind the arguments.
        start = text.index(alias_and_name, text.find(": ") + 1 if ": " in text.split("(")[0].split("{")[0] else 0) + len(alias_and_name)
        if text[start:start + 1] == "(":
            start = closing(text, start) + 1
        return text[:start] + stream + text[start:]

    def spread(self, type_, depth):
        return super().spread(type_, depth) + (self.defer() if self.rng.random() < 0.5 else "")


def closing(text, start):
    """Where the bracket that opens at `start` is closed; strings of generated documents hold no brackets."""
    depth = 0
    for index in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise ValueError(text)


# The reference's answer

def responses(schema, case, resolve_field, resolve_type):
    """All responses of graphql-core, as JSON values."""
    document = parse(case["document"], allow_empty_selection_sets=False)
    errors = validate(schema, document, allow_empty_selection_sets=False)
    if errors:
        return [{"errors": [formatted(e) for e in errors]}]
    result = experimental_execute_incrementally(
        schema, document, case["root"], variable_values=case["variables"], operation_name=case["operation"],
        field_resolver=resolve_field, type_resolver=resolve_type)
    if not hasattr(result, "initial_result"):
        one = {"errors": [formatted(e) for e in result.errors]} if result.errors else {}
        if result.data is not None or any(e.path is not None for e in result.errors or []):
            one["data"] = result.data
        return [one]

    async def collect():
        return [result.initial_result.formatted] + [later.formatted async for later in result.subsequent_results]

    return json.loads(json.dumps(asyncio.run(collect())))


def formatted(error):
    one = {"message": error.message, "locations": [{"line": l.line, "column": l.column} for l in error.locations or []]}
    return one | ({"path": list(error.path)} if error.path is not None else {})


# What a client makes of it

class Client:
    """Puts responses together, and refuses what breaks the rules of the draft."""

    def __init__(self, responses):
        first, *later = responses
        self.first, self.data, self.errors = first.get("data"), json.loads(json.dumps(first.get("data"))), list(first.get("errors", []))
        self.has_data = "data" in first
        self.first_errors = list(self.errors)
        self.pending, self.ids, self.announced, self.completed = {}, set(), [], []
        self.parts, self.items, self.used, self.deliverers = [], {}, set(), {}
        self.announce(first)
        self.first_announced = list(self.announced)
        if bool(later) != first.get("hasNext", False):
            raise ValueError("hasNext of the first response is wrong")
        if not later and "hasNext" in first:
            raise ValueError("a single response has hasNext")
        for index, response in enumerate(later):
            self.take(response, is_last=index == len(later) - 1)
        if self.pending:
            raise ValueError(f"never completed: {list(self.pending.values())}")

    def announce(self, response):
        for one in response.get("pending", []):
            if one["id"] in self.ids:
                raise ValueError(f"the id {one['id']} is announced twice")
            self.ids.add(one["id"])
            self.at(one["path"])
            self.pending[one["id"]] = (tuple(one["path"]), one.get("label"))
            self.announced.append(self.pending[one["id"]])

    def take(self, response, is_last):
        if response["hasNext"] == is_last:
            raise ValueError("hasNext is wrong")
        if set(response) - {"hasNext", "pending", "incremental", "completed", "extensions"}:
            raise ValueError(f"unknown members: {list(response)}")
        # What is announced together with its place is there only after the increments.
        for one in response.get("incremental", []):
            if one["id"] not in self.pending and one["id"] not in [p["id"] for p in response.get("pending", [])]:
                raise ValueError(f"an increment of {one['id']}, which is not pending")
        waiting = {p["id"]: p for p in response.get("pending", [])}
        for one in response.get("incremental", []):
            if one["id"] in waiting:
                self.announce({"pending": [waiting.pop(one["id"])]})
            self.apply(one)
        self.announce({"pending": list(waiting.values())})
        for one in response.get("completed", []):
            place = self.pending.pop(one["id"], None)
            if place is None:
                raise ValueError(f"{one['id']} is completed and was not pending")
            if isinstance(self.at(place[0]), list) and one["id"] not in self.used and "errors" not in one:
                self.announced.remove(place)
                if place in self.first_announced:
                    self.first_announced.remove(place)
                continue
            self.completed.append((place, one.get("errors", [])))
            self.errors += one.get("errors", [])

    def apply(self, one):
        self.used.add(one["id"])
        place = self.pending[one["id"]]
        path = self.pending[one["id"]][0] + tuple(one.get("subPath", []))
        target = self.at(path)
        self.errors += one.get("errors", [])
        if "items" in one:
            if not isinstance(target, list):
                raise ValueError(f"items at {path}, where no list is")
            target.extend(json.loads(json.dumps(one["items"])))
            self.items.setdefault(path, []).extend(one["items"])
            return
        self.parts.append((path, one["data"]))
        self.deliverers.setdefault((repr(path), text(one["data"])), []).append(place)
        merge(target, json.loads(json.dumps(one["data"])), path)

    def at(self, path):
        value = self.data
        for key in path:
            value = value[key]
        return value


def drop_overtaken(one, other):
    """Leaves out what one client only was told of, where the other got all its parts with fragments that both have."""
    extra = Counter(one.announced) - Counter(other.announced)
    for place in extra.elements():
        theirs = [part for part, places in one.deliverers.items() if place in places]
        came = all(any(p in one.announced for p in other.deliverers.get(part, [])) for part in theirs)
        if came and (place, []) in one.completed and one.announced.count(place) > one.first_announced.count(place):
            one.announced.remove(place)
            one.completed.remove((place, []))


def drop_reasons(one, other):
    """Fragments that failed for both, but for another reason, failed; that is all there is to compare."""
    def failed(client, place, path):
        return any(p == place and e and e[0].get("path") == path for p, e in client.completed)

    for place, errors in list(one.completed):
        if not errors or "path" not in errors[0] or failed(other, place, errors[0]["path"]):
            continue
        theirs = next((e for p, e in other.completed if p == place and e and "path" in e[0] and not failed(one, place, e[0]["path"])), None)
        if theirs is None:
            continue
        for client, reasons in ((one, errors), (other, theirs)):
            client.completed[client.completed.index((place, reasons))] = (place, [{"message": "failed"}])
            if reasons[0] in client.errors:
                client.errors.remove(reasons[0])


def merge(target, data, path):
    if not isinstance(target, dict):
        raise ValueError(f"data at {path}, where no object is")
    for key, value in data.items():
        if key not in target:
            target[key] = value
        elif isinstance(value, dict) and isinstance(target[key], dict):
            merge(target[key], value, path + (key,))
        else:
            raise ValueError(f"{key} at {path} is delivered twice")


def plain(value):
    """With one way to write a number, and arguments that were answered as text read."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, str) and value[:1] == "{":
        try:
            return plain(json.loads(value))
        except ValueError:
            return value
    return value


def text(value):
    return json.dumps(plain(value), ensure_ascii=False)


def incremental_difference(actual, expected, errors_of, document):
    """None where a client gets the same from both, else what differs."""
    if actual is None or "responses" not in actual:
        return f"no responses: {actual}"
    if "directive not supported on subscription operations. Disable" in json.dumps(expected) and "data" in expected[0]:
        return None if len(actual["responses"]) == 1 else "a subscription's event has several responses"
    try:
        want = Client(expected)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        return f"the reference breaks a rule: {error!r}\n{json.dumps(expected, ensure_ascii=False)}"
    try:
        have = Client(actual["responses"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        return f"{error!r}\nexpected: {json.dumps(expected, ensure_ascii=False)}\nactual:   {json.dumps(actual['responses'], ensure_ascii=False)}"

    def completions(client):
        return sorted(([list(path), label or "", errors_of({"errors": errors}, document)] for (path, label), errors in client.completed), key=repr)

    drop_overtaken(have, want)
    drop_overtaken(want, have)
    drop_reasons(have, want)
    views = {
        "data or none": lambda c: c.has_data,
        "the first data": lambda c: text(c.first),
        "the first errors": lambda c: errors_of({"errors": c.first_errors}, document),
        "announced first": lambda c: sorted(c.first_announced, key=repr),
        "announced": lambda c: sorted(c.announced, key=repr),
        "completed": completions,
        "errors": lambda c: errors_of({"errors": c.errors}, document),
        "deferred parts": lambda c: sorted((repr(path), text(data)) for path, data in c.parts),
        "streamed items": lambda c: sorted((repr(path), text(items)) for path, items in c.items.items()),
        "the data at the end": lambda c: json.dumps(plain(c.data), ensure_ascii=False, sort_keys=True),
    }
    for name, view in views.items():
        if view(have) != view(want):
            return (f"{name}:\n  expected {view(want)}\n  not      {view(have)}\n"
                    f"expected: {json.dumps(expected, ensure_ascii=False)}\nactual:   {json.dumps(actual['responses'], ensure_ascii=False)}")
    return None
