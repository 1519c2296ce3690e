"""The patterns of `like`: ``*`` any characters (also none), ``?`` exactly one, a backslash takes the meaning away."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

_META = frozenset("\\.^$|?*+()[]{}-&~# ")


class Wild(Enum):
    """A sign of a pattern that stands for others."""

    ANY = "*"
    ONE = "?"


Part: TypeAlias = str | Wild


def pattern_parts(pattern: str) -> tuple[Part, ...]:
    r"""Return a pattern as literal texts and wild signs, so that every engine escapes what *it* must.

    A backslash before ``*``, ``?`` or a backslash makes it a plain sign; before anything else it is itself.

    >>> pattern_parts("/lamps/*")
    ('/lamps/', <Wild.ANY: '*'>)
    """
    parts: list[Part] = []
    plain: list[str] = []
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\" and pattern[at + 1 : at + 2] in ("*", "?", "\\"):
            plain.append(pattern[at + 1])
            at += 2
            continue
        if sign in "*?":
            if plain:
                parts.append("".join(plain))
                plain = []
            if not (sign == "*" and parts and parts[-1] is Wild.ANY):
                parts.append(Wild(sign))
        else:
            plain.append(sign)
        at += 1
    if plain:
        parts.append("".join(plain))
    return tuple(parts)


def pattern_of(text: str) -> str:
    """Return the pattern that fits exactly this text."""
    return "".join("\\" + sign if sign in "*?\\" else sign for sign in text)


def pattern_regex(pattern: str) -> str:
    r"""Return a regular expression for the whole text, in what RE2 (DuckDB, ClickHouse) and Java (Spark) share.

    Its end is ``\z``, so Python's `re` reads it from 3.14 on only; the reference evaluator uses `fits`.
    """
    body = []
    for part in pattern_parts(pattern):
        if part is Wild.ANY:
            body.append(".*")
        elif part is Wild.ONE:
            body.append(".")
        else:
            body.append("".join("\\" + sign if sign in _META else sign for sign in str(part)))
    return r"(?s)\A" + "".join(body) + r"\z"


def fits(text: str, pattern: str) -> bool:
    """Return whether the whole text fits the pattern (greedy from the left: at most text times pattern steps)."""
    signs: list[Part] = []
    for part in pattern_parts(pattern):
        signs.extend(part if isinstance(part, str) else (part,))
    at = sign = 0
    star, resume = -1, 0
    while at < len(text):
        if sign < len(signs) and signs[sign] is Wild.ANY:
            star, resume = sign, at
            sign += 1
        elif sign < len(signs) and (signs[sign] is Wild.ONE or signs[sign] == text[at]):
            at += 1
            sign += 1
        elif star >= 0:
            resume += 1
            at, sign = resume, star + 1
        else:
            return False
    return all(rest is Wild.ANY for rest in signs[sign:])
