"""Stable ids: made from titles, compared, and suggested when one is mistyped."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Container, Iterable

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_MAX = 60


def slug(text: str, *, default: str = "item") -> str:
    """Return the id that a title gives: lower case, words joined by hyphens, any script kept.

    >>> slug("I open the basket, to see the full price")
    'i-open-the-basket-to-see-the-full-price'
    >>> slug("Доставка: опоздала!")
    'доставка-опоздала'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    name = _NOT_WORD.sub("-", folded).strip("-")
    if len(name) > _MAX:
        name = name[:_MAX].rsplit("-", 1)[0]
    return name or default


def unique(wanted: str, taken: Container[str]) -> str:
    """Return `wanted`, or `wanted-2`, `wanted-3` ... where it is taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def nearest(value: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the known ids that look most like `value`, best first (perhaps none)."""
    return difflib.get_close_matches(value, list(known), n=most, cutoff=0.6)


def did_you_mean(value: str, known: Iterable[str], *, what: str = "it has") -> str:
    """Return the help line for a missing id: the nearest, or the first few that exist."""
    names = sorted(set(known))
    close = nearest(value, names)
    if close:
        return f"Did you mean {close[0]!r}?" + (f" Also near: {', '.join(close[1:])}." if close[1:] else "")
    if not names:
        return "There is none yet."
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"{what[:1].upper()}{what[1:]} {shown}."
