"""Valid schemas of every kind of type, as SDL."""

SCALARS = ["Int", "Float", "String", "Boolean", "ID"]
TEXTS = ["A text", "Two\nlines", "With \\\"\\\"\\\" inside", "  indented", "ends with a quote\\\"", "back\\\\slash", "", "é 😀"]
REASONS = ["", '(reason: "old")', '(reason: "use \\"b\\"")', '(reason: "No longer supported")']


class SchemaWriter:
    """One schema; `text()` is its SDL."""

    def __init__(self, rng):
        self.rng = rng
        pick = lambda letter, least, most: [f"{letter}{i}" for i in range(rng.randint(least, most))]
        self.objects, self.interfaces, self.unions = pick("T", 1, 4), pick("N", 0, 3), pick("U", 0, 2)
        self.enums, self.inputs, self.one_ofs, self.scalars = pick("E", 0, 2), pick("I", 0, 3), pick("O", 0, 1), pick("S", 0, 1)
        self.roots = {"query": "Query"}
        if rng.random() < 0.3:
            self.roots["query"] = "Root"
        if rng.random() < 0.4:
            self.roots["mutation"] = rng.choice(["Mutation", "Changes"])
        if rng.random() < 0.3:
            self.roots["subscription"] = "Subscription"
        self.enum_values = {e: rng.sample(["RED", "GREEN", "BLUE", "A1", "A10", "A2", "x"], rng.randint(1, 4)) for e in self.enums}
        self.fields = {}  # of objects and interfaces: name -> (arguments, type)
        self.parents = {}  # interfaces of a type, with all their own
        self.input_fields = {i: self.some_inputs(self.inputs.index(i)) for i in self.inputs}

    # Types

    def wrap(self, name, required=0.3):
        rng = self.rng
        text = name
        for _ in range(rng.choice([0, 0, 0, 0, 1, 1, 2])):
            text = f"[{text}{'!' if rng.random() < 0.3 else ''}]"
        return text + ("!" if rng.random() < required else "")

    def input_name(self, below=None):
        # Inputs refer to earlier ones, so that every one has a finite value.
        known = self.inputs if below is None else self.inputs[:below]
        return self.rng.choice(SCALARS + self.enums + list(known) + self.scalars + (self.one_ofs if below is None else []))

    def some_inputs(self, below):
        return {name: self.wrap(self.input_name(below)) for name in self.rng.sample(["a", "b", "c", "d", "e"], self.rng.randint(1, 4))}

    def output_name(self):
        return self.rng.choice(SCALARS + self.objects * 2 + self.interfaces * 2 + self.unions + self.enums + self.scalars)

    # Values

    def value(self, type_, depth=0):
        rng = self.rng
        if type_.endswith("!"):
            return self.value(type_[:-1], depth) if rng.random() < 0.98 else "null"
        if rng.random() < 0.07:
            return "null"
        if type_.startswith("["):
            if rng.random() < 0.15:
                return self.value(type_[1:-1], depth + 1)
            return "[" + ", ".join(self.value(type_[1:-1], depth + 1) for _ in range(rng.randint(0, 2))) + "]"
        if type_ in self.enum_values:
            return rng.choice(self.enum_values[type_])
        if type_ in self.input_fields:
            fields = self.input_fields[type_]
            some = [n for n, t in fields.items() if t.endswith("!") or rng.random() < 0.5]
            rng.shuffle(some)
            return "{" + ", ".join(f"{n}: {self.value(fields[n], depth + 1)}" for n in some) + "}"
        if type_ in self.one_ofs:
            return "{a: 1}"
        return {"Int": rng.choice(["0", "3", "-7"]), "Float": rng.choice(["1.5", "2", "1e3"]), "String": rng.choice(['"t"', '"a\\nb"', '"""b"""']),
                "Boolean": rng.choice(["true", "false"]), "ID": rng.choice(["7", '"x"'])}.get(type_, rng.choice(['"any"', "1", "{b: 2, a: [1]}", "[true]"]))

    def default(self, type_, chance=0.3):
        if self.rng.random() >= chance:
            return ""
        value = self.value(type_)
        if "null" in value:  # may not fit
            return ""
        return f" = {value}"

    # Texts

    def description(self, chance=0.15):
        rng = self.rng
        if rng.random() >= chance:
            return ""
        text = rng.choice(TEXTS)
        if rng.random() < 0.5 and "\\\"" not in text and "\\\\" not in text:
            return f'"""{text}""" '
        return '"' + text.replace("\n", "\\n") + '" '

    def deprecated(self, type_=None, chance=0.1, default=""):
        if self.rng.random() >= chance or (type_ and type_.endswith("!") and not default):
            return ""
        return " @deprecated" + self.rng.choice(REASONS)

    def arguments(self, args):
        if not args:
            return ""
        parts = []
        for name, type_ in args.items():
            default = self.default(type_)
            parts.append(f"{self.description(0.05)}{name}: {type_}{default}{self.deprecated(type_, 0.05, default)}")
        return "(" + ", ".join(parts) + ")"

    def some_arguments(self):
        rng = self.rng
        if rng.random() < 0.6:
            return {}
        return {name: self.wrap(self.input_name(), 0.15) for name in rng.sample(["x", "y", "z", "first"], rng.randint(1, 3))}

    def field(self, name, args, type_):
        return f"{self.description(0.08)}{name}{self.arguments(args)}: {type_}{self.deprecated(chance=0.06)}"

    # Definitions

    def give_fields(self, name, interfaces):
        fields = {}
        for interface in interfaces:
            fields.update(self.fields[interface])
        for field in self.rng.sample(["id", "a", "b", "c", "d", "name", "f1", "f10", "f2"], self.rng.randint(1, 5)):
            fields.setdefault(field, (self.some_arguments(), self.wrap(self.output_name())))
        self.fields[name], self.parents[name] = fields, interfaces

    def ancestry(self, candidates):
        chosen = []
        for name in candidates:
            if self.rng.random() < 0.35:
                for one in self.parents[name] + [name]:
                    # Two interfaces that promise one field differently cannot both be kept.
                    if one not in chosen and all(self.fields[o].get(f, v) == v for o in chosen for f, v in self.fields[one].items()):
                        chosen.append(one)
        return [c for c in chosen if all(p in chosen for p in self.parents[c])]

    def composite(self, word, name):
        rng = self.rng
        # A deprecated field needs its promise deprecated too, so fields of interfaces and their implementers are not.
        free = not self.parents[name] and word == "type"
        lines = [self.field(f, *v) if free else self.field(f, *v).split(" @deprecated")[0] if not v[0] else self.plain(f, v)
                 for f, v in self.fields[name].items()]
        rng.shuffle(lines)
        implements = " implements " + rng.choice(["", "& "]) + " & ".join(self.parents[name]) if self.parents[name] else ""
        if len(lines) > 1 and rng.random() < 0.1:
            cut = rng.randint(1, len(lines) - 1)
            return [f"{self.description()}{word} {name}{implements} {{ {' '.join(lines[:cut])} }}", f"extend {word} {name} {{ {' '.join(lines[cut:])} }}"]
        return [f"{self.description()}{word} {name}{implements} {{ {' '.join(lines)} }}"]

    def plain(self, name, signature):
        args, type_ = signature
        return name + "(" + ", ".join(f"{a}: {t}" for a, t in args.items()) + f"): {type_}"

    def text(self):
        rng, out = self.rng, []
        for index, name in enumerate(self.interfaces):
            self.give_fields(name, self.ancestry(self.interfaces[:index]))
        for name in self.objects + list(self.roots.values()):
            self.give_fields(name, self.ancestry(self.interfaces) if name in self.objects else [])
        for name in self.interfaces:
            out += self.composite("interface", name)
        for name in self.objects + list(self.roots.values()):
            out += self.composite("type", name)
        for name in self.unions:
            members = rng.sample(self.objects, rng.randint(1, len(self.objects)))
            out.append(f"{self.description()}union {name} = {rng.choice(['', '| '])}{' | '.join(members)}")
        for name in self.enums:
            out.append(f"{self.description()}enum {name} {{ " + " ".join(f"{self.description(0.05)}{v}{self.deprecated()}" for v in self.enum_values[name]) + " }")
        for name in self.inputs:
            fields = []
            for field, type_ in self.input_fields[name].items():
                default = self.default(type_)
                fields.append(f"{self.description(0.05)}{field}: {type_}{default}{self.deprecated(type_, default=default)}")
            out.append(f"{self.description()}input {name} {{ {' '.join(fields)} }}")
        for name in self.one_ofs:
            more = f" b: {rng.choice(self.inputs)}" if self.inputs else ""
            out.append(f"input {name} @oneOf {{ a: Int{more} c: [{rng.choice(SCALARS)}!] d: {name} }}")
        for name in self.scalars:
            out.append(f"{self.description()}scalar {name}{rng.choice(['', ' @specifiedBy(url: ' + chr(34) + 'https://example.com/s' + chr(34) + ')'])}")
        if rng.random() < 0.5:
            args = {n: self.wrap(self.input_name(), 0.1) for n in rng.sample(["n", "m"], rng.randint(0, 2))}
            places = rng.sample(["FIELD", "QUERY", "OBJECT", "FIELD_DEFINITION", "ENUM_VALUE", "FRAGMENT_SPREAD"], rng.randint(1, 4))
            out.append(f"{self.description()}directive @mark{self.arguments(args)}{rng.choice(['', ' repeatable'])} on {' | '.join(places)}")
        names = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
        if any(names[k] != v for k, v in self.roots.items()) or rng.random() < 0.2:
            out.append(f"{self.description()}schema {{ " + " ".join(f"{k}: {v}" for k, v in self.roots.items()) + " }")
        rng.shuffle(out)
        return rng.choice(["\n", "\n\n", " "]).join(out)
