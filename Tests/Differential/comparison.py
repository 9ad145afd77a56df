"""Whether two answers are the same, apart from what graphql-core does otherwise than graphql-js."""
import json
import re

CALLS = {"resolve_type": "resolveType", "is_type_of": "isTypeOf"}


def message_of(text):
    """A message without quotes and spaces, for Python and JavaScript write values in messages differently."""
    text = re.sub(r"(may not be used on )(.*)\.$", lambda m: m[1] + m[2].upper(), text)
    for python, javascript in CALLS.items():
        text = text.replace(python, javascript)
    # Values inside values are left out.
    text = text.replace("[...]", "[Array]").replace("{...}", "[Object]")
    text = re.sub(r"[\s\"'_]", "", text)
    return re.sub(r"None|undefined", "null", text).replace("True", "true").replace("False", "false")


def errors_of(answer, text):
    # Columns count UTF-16 units in graphql-js and code points in graphql-core.
    exact = all(ord(c) < 0x10000 for c in text)
    out = []
    for error in answer.get("errors", []):
        message = message_of(error["message"])
        places = tuple((l["line"], l["column"] if exact else 0) for l in error.get("locations", []))
        if re.search(r"cannotrepresent.*value:[\[{]", message):
            places = ()  # literals that graphql-core copied have lost their place
        out.append((message, places, tuple(error.get("path", ()))))
    # Which hundred errors are shown depends on the order of the rules.
    return ["too many errors"] if any("Toomanyvalidationerrors" in message for message, *_ in out) else sorted(out, key=repr)


def data_difference(actual, expected, path="data"):
    """Where two values differ first, the order of an object's keys included; 1 and 1.0 are one number. None: nowhere."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        if list(actual) != list(expected):
            return f"{path}: expected the keys {list(expected)}, not {list(actual)}"
        return next(filter(None, (data_difference(actual[k], expected[k], f"{path}.{k}") for k in expected)), None)
    if isinstance(expected, list) and isinstance(actual, list) and len(actual) == len(expected):
        pairs = enumerate(zip(actual, expected))
        return next(filter(None, (data_difference(a, e, f"{path}[{i}]") for i, (a, e) in pairs)), None)
    if isinstance(expected, str) and isinstance(actual, str) and expected[:1] == actual[:1] == "{" and actual != expected:
        # Arguments as text: a Float may be written in two ways.
        return data_difference(json.loads(actual), json.loads(expected), path)
    if actual == expected and isinstance(actual, bool) == isinstance(expected, bool):
        return None
    return f"{path}: expected {json.dumps(expected, ensure_ascii=False)[:300]}, not {json.dumps(actual, ensure_ascii=False)[:300]}"


def difference(actual, expected, text=""):
    """None where both are the same, else what differs."""
    if actual is None:
        return "no answer (crash?)"
    for key in ("printed", "changes"):
        if key in expected or key in actual:
            have, want = actual.get(key), expected.get(key)
            if key == "changes" and have is not None:
                have = [f"{c['type']} {c['description']}" for c in have]
            if have != want:
                return f"expected: {want if want is not None else expected}\nactual:   {have if have is not None else actual}"
            return None
    have, want = errors_of(actual, text), errors_of(expected, text)
    if have != want:
        lines = [f"missing: {[w for w in want if w not in have]}", f"extra:   {[h for h in have if h not in want]}"]
        if not [w for w in want if w not in have] and not [h for h in have if h not in want]:
            lines.append(f"times differ: {want} {have}")
        return "\n".join(lines)
    if ("data" in actual) != ("data" in expected):
        return f"data expected: {'data' in expected}, there: {'data' in actual}"
    return data_difference(actual.get("data"), expected.get("data"))
