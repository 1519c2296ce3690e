"""What a plain scalar means: the core schema of YAML 1.2, and no more.

`no`, `on`, `1:30` and dates stay text (libyaml's own resolver, of YAML 1.1, would turn them into truths, minutes and days).
"""

from __future__ import annotations

import math
import re

_CONSTANTS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o([0-7]+)")
_HEXADECIMAL = re.compile(r"0x([0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_FIRST = frozenset("-+.0123456789")
_LONGEST_NUMBER = 40  # longer digits are an identifier, not a quantity, and int() of 4,300 digits raises


def resolve(text: str) -> str | int | float | bool | None:
    """Return what an unquoted text means in YAML 1.2: null, truth, number, or the text itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _FIRST or len(text) > _LONGEST_NUMBER or not text.isascii():
        return text
    if _INT.fullmatch(text):
        return int(text)
    if match := _OCTAL.fullmatch(text):
        return int(match.group(1), 8)
    if match := _HEXADECIMAL.fullmatch(text):
        return int(match.group(1), 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def is_not_finite(text: str) -> bool:
    """Return whether a plain scalar is an infinite number or none (`.inf`, `.nan`, `1e999`)."""
    if not text or text[0] not in _FIRST:
        return False
    if _NOT_FINITE.fullmatch(text):
        return True
    value = resolve(text)
    return isinstance(value, float) and not math.isfinite(value)
