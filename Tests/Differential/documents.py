"""Documents that mostly fit a schema, by walking its types."""
import re

from graphql import parse_type
from graphql.utilities import type_from_ast

from mutation import NAMES


class DocumentWriter:
    """One document; `variables` are those of its last operation, name to type."""

    def __init__(self, rng, schema, valid=False):
        self.rng, self.schema, self.valid = rng, schema, valid
        self.variables, self.fragments, self.written = {}, {}, {}
        self.keys, self.may_use_variables = 0, True
        types = [t for n, t in schema.type_map.items() if not n.startswith("__")]
        self.types = types
        self.inputs = [str(t) for t in types if not hasattr(t, "types") and (not hasattr(t, "fields") or hasattr(t, "is_one_of"))]

    def chance(self, share):
        """Of a mistake."""
        return not self.valid and self.rng.random() < share

    def value(self, type_, depth=0, may_be_variable=True):
        rng, text = self.rng, str(type_)
        if may_be_variable and self.may_use_variables and rng.random() < (0.25 if self.valid else 0.1):
            # A name for each type where all is to be valid, else few names that collide.
            name = "v" + "".join(c if c.isalnum() else "_" for c in text.replace("!", "R")) if self.valid else rng.choice("xyz")
            wrong = self.chance(0.2)
            self.variables.setdefault(name, rng.choice(self.inputs) + rng.choice(["", "!"]) if wrong else text)
            return "$" + name
        if self.chance(0.04):
            return rng.choice(["null", "1", '"s"', "true", "RED", "2.5", "[1]", "{a: 1}", "[]", "{}", "BLUE", "[$x]", "{a: $y}", "99999999999"])
        if text.endswith("!"):
            return self.value(type_.of_type, depth, False)
        if text.startswith("["):
            if rng.random() < 0.2:
                return self.value(type_.of_type, depth, False)
            return "[" + ", ".join(self.value(type_.of_type, depth + 1) for _ in range(rng.randint(0, 2))) + "]"
        fields = getattr(type_, "fields", None)
        if fields:
            if getattr(type_, "is_one_of", False):
                name = rng.choice([n for n in fields if depth < 3 or n == "a"] or list(fields))
                value = self.value(fields[name].type, depth + 1, False)
                return "{" + f"{name}: {value}" + ("" if not self.chance(0.1) else ", a: null") + "}"
            if depth > 3 and not self.valid:
                return "{}"
            some = [n for n, f in fields.items() if str(f.type).endswith("!") or depth < 3 and rng.random() < 0.4]
            if self.chance(0.08):
                some.append(rng.choice(NAMES))
            return "{" + ", ".join(f"{n}: {self.value(fields[n].type, depth + 1) if n in fields else 1}" for n in some) + "}"
        values = getattr(type_, "values", None)
        if values:
            return rng.choice(list(values))
        return {"Int": rng.choice(["3", "-1", "0"]), "Float": rng.choice(["1.5", "2"]), "String": rng.choice(['"t"', '"a\\"b\\u00e9"', '"""x"""']), "Boolean": "true",
                "ID": rng.choice(["7", '"i"'])}.get(text, rng.choice(['"d"', "1", "{a: [$x]}" if not self.valid else "{a: [1.5, E]}"]))

    def arguments(self, args):
        some = [f"{n}: {self.value(a.type)}" for n, a in args.items() if str(a.type).endswith("!") or self.rng.random() < 0.35]
        if self.chance(0.03):
            some.append(self.rng.choice(NAMES) + ": 1")
        return "(" + ", ".join(some) + ")" if some else ""

    def directives(self):
        rng = self.rng
        if self.valid:
            if rng.random() < 0.95:
                return ""
            if rng.random() < 0.3:
                self.variables["b"] = "Boolean!"
                return " " + rng.choice(["@skip(if: $b)", "@include(if: $b)"])
            return " " + rng.choice(["@skip(if: true)", "@include(if: true)", "@skip(if: false) @include(if: true)", "@include(if: false)"])
        if rng.random() < 0.9:
            return ""
        return " " + rng.choice(["@skip(if: true)", "@include(if: $x)", "@skip(if: $b)", "@onField", "@repeat(n: 1) @repeat(n: 2)",
                                 "@include(if: false) @include(if: true)", "@unknown(a: 1)", "@skip", "@deprecated", '@defer(label: "a")',
                                 "@stream", "@defer(if: $x)", '@stream(label: "b", initialCount: 1)', "@onField(n: 1)", "@mark"])

    def selections(self, type_, depth, only_field=False):
        rng = self.rng
        out = []
        fields = getattr(type_, "fields", {})
        for _ in range(1 if only_field else rng.randint(1, 4 if depth < 2 else 2)):
            roll = 1 if only_field else rng.random()
            if roll < 0.12:
                near = self.schema.get_possible_types(type_) if hasattr(type_, "resolve_type") else getattr(type_, "interfaces", [])
                target = rng.choice(list(near) or [type_]) if self.valid or rng.random() < 0.85 else rng.choice(self.types)
                on = f"on {target}" if rng.random() < 0.85 else ""
                inner = target if on else type_
                out.append(f"...{' ' + on}{self.directives()} {{ {self.selections(inner, depth + 1)} }}")
            elif roll < 0.2:
                out.append(f"...{self.spread(type_, depth)}{self.directives()}")
            elif roll < 0.25 or not fields:
                out.append("__typename" if self.valid else rng.choice(["__typename", "__typename", "x: __typename", rng.choice(NAMES)]))
            else:
                out.append(self.field(type_, fields, depth, only_field))
        return " ".join(out)

    def spread(self, type_, depth):
        """The name of a fragment on a type; in a valid document it is written at once, so that it is in no circle."""
        if not self.valid:
            name = self.rng.choice("FGHIJ")
            self.fragments.setdefault(name, type_)
            return name
        known = [name for name, (on, _) in self.written.items() if on is type_]
        if known and self.rng.random() < 0.5:
            return self.rng.choice(known)
        body = self.selections(type_, depth + 1)
        name = f"F{len(self.written)}"
        self.written[name] = (type_, f"fragment {name} on {type_} {{ {body} }}")
        return name

    def field(self, type_, fields, depth, only_field):
        rng = self.rng
        name = rng.choice(list(fields))
        field = fields[name]
        args = getattr(field, "args", {})
        if self.valid:
            # A key of its own, so that nothing conflicts.
            self.keys += 1
            alias = "" if depth == 0 and not args and rng.random() < 0.7 else f"x{self.keys}: "
        else:
            alias = rng.choice(["", "", "", "", "x: ", "y: ", "name: "])
        inner, text = field.type, ""
        while hasattr(inner, "of_type"):
            inner = inner.of_type
        if hasattr(inner, "fields") or hasattr(inner, "types"):
            text = f" {{ {self.selections(inner, depth + 1)} }}" if depth < 3 else " { __typename }"
        if self.chance(0.02):
            text = "" if text else " { a }"
        return f"{alias}{name}{self.arguments(args)}{'' if only_field else self.directives()}{text}"

    def default(self, type_):
        if not self.valid:
            return self.rng.choice(["", "", "", " = 1", " = null", " = RED"])
        if type_.endswith("!") or self.rng.random() < 0.6:
            return ""
        self.may_use_variables = False
        value = self.value(type_from_ast(self.schema, parse_type(type_)))
        self.may_use_variables = True
        return f" = {value}"

    def operation(self, number):
        rng = self.rng
        self.variables = {}
        roots = {"query": self.schema.query_type, "mutation": self.schema.mutation_type, "subscription": self.schema.subscription_type}
        kind = rng.choice(["query"] * 6 + [k for k in ("mutation", "subscription") if roots[k]])
        body = self.selections(roots[kind], 0, only_field=self.valid and kind == "subscription")
        if self.valid:
            whole = body + " ".join(text for _, text in self.written.values())
            declared = [f"${n}: {t}{self.default(t)}" for n, t in self.variables.items() if re.search(rf"\${n}\b", whole)]
            name = rng.choice(["", "Q"])
        else:
            declared = [f"${n}: {t}{self.default(t)}" for n, t in self.variables.items() if rng.random() < 0.95]
            if rng.random() < 0.05:
                declared.append("$b: Boolean!")
            name = rng.choice(["", "Q", "R"])
        if kind == "query" and not declared and not name and rng.random() < 0.5:
            return f"{{ {body} }}"
        return f"{kind} {name}{'(' + ', '.join(declared) + ')' if declared else ''}{'' if self.valid else self.directives()} {{ {body} }}"

    def document(self):
        rng = self.rng
        parts = [self.operation(number) for number in range(1 if self.valid or rng.random() < 0.85 else 2)]
        if self.valid:
            parts += [text for _, text in self.written.values()]
        done = {}
        while len(done) < len(self.fragments):
            for name, type_ in list(self.fragments.items()):
                if name not in done:
                    done[name] = f"fragment {name} on {type_}{self.directives()} {{ {self.selections(type_, 2)} }}"
        parts += [text for text in done.values() if rng.random() < 0.97]
        rng.shuffle(parts)
        return rng.choice(["\n", " ", "\r\n"]).join(parts)
