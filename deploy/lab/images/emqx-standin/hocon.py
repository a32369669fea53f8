"""What EMQX makes of the value of an environment variable: HOCON, as far as such a value is one text."""

import re

_ESCAPES = {"\\": "\\", '"': '"', "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def text(value):
    """The text of a setting: quotes are taken away, and what stands without them ends at a comment."""
    quoted = re.fullmatch(r'\s*"((?:[^"\\]|\\.)*)"\s*', value)
    if quoted:
        return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), quoted[1])
    return re.split(r"#|//", value, maxsplit=1)[0].strip()
