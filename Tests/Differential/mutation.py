"""Texts that are broken a little: tokens or characters deleted, doubled, swapped, replaced."""
import re

TOKEN = re.compile(r'"""(?:\\"""|.)*?"""|"(?:\\.|[^"\\\n])*"|\.\.\.|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|\S|\s+', re.S)
NAMES = ["Query", "Dog", "Cat", "Pet", "name", "dog", "pet", "nickname", "on", "true", "null", "Int", "String", "type",
         "query", "fragment", "F", "G", "A", "B", "x", "y", "id", "__typename", "__schema", "input", "extend", "Color",
         "RED", "skip", "include", "if", "deprecated", "reason", "oneOf", "One", "repeatable", "interface", "implements",
         "schema", "mutation", "subscription", "directive", "FIELD", "OBJECT", "enum", "union", "scalar", "defer",
         "stream", "label", "fields", "args", "a", "b", "c"]
PUNCTUATION = list("{}()[]:!=@$&|,") + ["...", '"s"', '"""b"""', "1", "-1", "2.5", "1e3", "99999999999", "$x", "$y", "@skip(if: true)",
                                        "[1, 2]", "{a: 1}", "null", "# c\n", "\n", " "]
CHARACTERS = list("{}()[]:!=@$&|.,#\"\\'-+0123456789eEabu_ \t\n\r\ufeff\u0000\u00e9\u2028\U0001F600?;%^*~`<>/") + [
    '"""', "\\u00e9", "\\u{1F600}", "\\uD83D\\uDE00", "\\uD83D", "\\u{110000}", "\\n", "..."]


def mutate(rng, text, strength):
    """Changes tokens, up to `strength` times."""
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
    """Changes characters."""
    chars = list(text)
    for _ in range(rng.randint(1, 4)):
        i = rng.randrange(len(chars) + 1)
        if rng.random() < 0.3 and chars:
            del chars[min(i, len(chars) - 1)]
        else:
            chars.insert(i, rng.choice(CHARACTERS))
    return "".join(chars)
