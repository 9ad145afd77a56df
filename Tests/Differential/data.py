"""JSON data under a schema's roots, and variables, mostly fitting."""
import json


class DataWriter:
    def __init__(self, rng, schema, broken=0.04):
        self.rng, self.schema, self.broken = rng, schema, broken

    # Data to execute over

    def root(self, type_):
        return self.object(type_, 0)

    def object(self, type_, depth):
        fields = {n: self.field(f.type, depth) for n, f in type_.fields.items() if self.rng.random() < 0.92}
        return {"__typename": type_.name, **fields}

    def field(self, type_, depth):
        rng = self.rng
        roll = rng.random()
        if roll < self.broken:
            return {"__error": rng.choice(["no", "nö", "a \"quoted\" text"])}
        if roll < 0.15 and str(type_).strip("!") == "String":
            return {"__args": True}
        return self.value(type_, depth)

    def value(self, type_, depth):
        rng, text = self.rng, str(type_)
        if text.endswith("!"):
            return self.value(type_.of_type, depth) if rng.random() < 0.97 else None
        roll = rng.random()
        if roll < 0.06:
            return None
        if roll < 0.06 + self.broken / 2:
            return rng.choice([1, "x", True, [], [1], {}, {"a": 1}, 1.5, "12", {"__error": "value"}])
        if text.startswith("["):
            return [self.item(type_.of_type, depth) for _ in range(rng.choice([0, 1, 1, 2] if depth < 2 else [0, 1]))]
        if hasattr(type_, "resolve_type"):
            possible = list(self.schema.get_possible_types(type_))
            if not possible or depth > 2:
                return None
            value = self.object(rng.choice(possible), depth + 1)
            if rng.random() < self.broken:
                value["__typename"] = rng.choice(["Nope", "Query", "Int", type_.name])
            return value
        if hasattr(type_, "fields"):
            return self.object(type_, depth + 1) if depth < 3 else None
        values = getattr(type_, "values", None)
        if values:
            return rng.choice(list(values) + ["NOPE"] * (rng.random() < self.broken))
        return {"Int": rng.choice([0, 1, -5, 2147483647, True, "12", 2147483648 if rng.random() < 0.1 else 7]),
                "Float": rng.choice([1.5, -0.25, 2, "2.5", False]), "String": rng.choice(["", "text", "é😀\n\"", 12, True, "0"]),
                "Boolean": rng.choice([True, False, 1, 0]), "ID": rng.choice(["a", 5, "007"])}.get(
                    text, rng.choice(["any", 1, [1, None], {"b": 1, "a": [True]}, 2.5]))

    def item(self, type_, depth):
        if self.rng.random() < self.broken / 2:
            return {"__error": "item"}
        return self.value(type_, depth)

    # Variables

    def variables(self, wanted):
        """`wanted`: name to type; some are left out, some are wrong."""
        rng = self.rng
        out = {}
        for name, type_ in wanted.items():
            required = str(type_).endswith("!")
            if rng.random() < (0.97 if required else 0.8):
                out[name] = self.input(type_)
        if rng.random() < 0.1:
            out["more"] = 1
        return out

    def input(self, type_, depth=0):
        rng, text = self.rng, str(type_)
        if rng.random() < self.broken:
            return rng.choice([None, 1, "x", True, [], [None], {}, {"a": 1}, 1.5, "12", 99999999999, {"nope": [1]}, [[1]], ""])
        if text.endswith("!"):
            return self.input(type_.of_type, depth)
        if rng.random() < 0.05:
            return None
        if text.startswith("["):
            if rng.random() < 0.15:
                return self.input(type_.of_type, depth + 1)
            return [self.input(type_.of_type, depth + 1) for _ in range(rng.randint(0, 3))]
        fields = getattr(type_, "fields", None)
        if fields:
            if getattr(type_, "is_one_of", False):
                name = rng.choice(list(fields) if depth < 4 else ["a"])
                value = {name: self.input(fields[name].type, depth + 1)}
                if rng.random() < self.broken:
                    value["a"] = rng.choice([None, 1])
                return value
            value = {n: self.input(f.type, depth + 1) for n, f in fields.items()
                     if str(f.type).endswith("!") or depth < 4 and rng.random() < 0.6}
            if rng.random() < self.broken:
                value[rng.choice(["nope", "aa", "B"])] = 1
            if value and rng.random() < self.broken / 2:
                del value[rng.choice(list(value))]
            return value
        values = getattr(type_, "values", None)
        if values:
            return rng.choice(list(values))
        return {"Int": rng.choice([0, 5, -2147483648]), "Float": rng.choice([1.5, 2, -3]), "String": rng.choice(["", "té😀xt"]),
                "Boolean": rng.choice([True, False]), "ID": rng.choice(["a", 5])}.get(text, rng.choice(["any", 1, [1], {"b": 1, "a": [True, None]}]))


def text(value):
    return json.dumps(value)
