"""Values as they stand in the sentence of a change: short, signed, shortened around what differs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from footpath.atlas.types import LEVELS, Evidence, Model
from footpath.base import format_duration

_LONGEST = 64
_LEVEL_WORDS = {level: word for word, level in LEVELS.items()}


def level_word(level: int) -> str:
    """Return the word of a level of criticality."""
    return _LEVEL_WORDS.get(level, str(level))


def signed(score: float | None) -> str:
    """Return a score of emotion with its sign: -1, 0, +0.4."""
    if score is None:
        return "none"
    return f"{score:+g}" if score else "0"


def quoted(text: str, *, longest: int = _LONGEST) -> str:
    """Return a text in quotation marks, on one line, its end left out where it is long."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= longest else f"“{flat[: longest - 1].rstrip()}…”"


def quoted_pair(before: str, after: str) -> tuple[str, str]:
    """Return two texts in quotation marks, shortened to where they differ."""
    one, other = " ".join(before.split()), " ".join(after.split())
    if max(len(one), len(other)) <= _LONGEST:
        return f"“{one}”", f"“{other}”"
    start = _word_start(one, _alike(one, other) - 12)
    return _window(one, start), _window(other, start)


def said(value: Any) -> str:
    """Return any value in a few words."""
    if value is None or value in ("", (), {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Evidence):
        return evidence(value)
    if isinstance(value, Model):
        return _model(value)
    if isinstance(value, (list, tuple)):
        shown = [said(item) for item in value[:4]]
        return ", ".join(shown) + (f" and {len(value) - 4} more" if len(value) > 4 else "")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {said(item)}" for key, item in list(value.items())[:4])
    text = str(value)
    return text if len(text) <= 40 and " " not in text else quoted(text)


def evidence(item: Evidence) -> str:
    """Return a piece of evidence in a few words: the source and what it gives."""
    if item.link is not None:
        return f"{quoted(item.sentence or '', longest=40)} ({item.link})"
    kinds = ("measure", "exit", "wait", "question", "theme", "remarks")
    kind = next((name for name in kinds if getattr(item, name) is not None), "")
    value = getattr(item, kind) if kind else ""
    if isinstance(value, tuple):
        value = f"{len(value)} of them"
    return f"{item.source}: {kind} {value}".strip()


def number(value: float, unit: str) -> str:
    """Return a measured number with its unit; shares in per cent, seconds as a duration."""
    if unit in ("share", "0..1"):
        return f"{100 * value:.3g} %"
    if unit in ("s", "seconds"):
        return format_duration(round(value * 1_000_000))
    shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{shown} {unit}" if unit and unit not in ("count", "score", "points", "customers") else shown


def _model(value: Model) -> str:
    from footpath.atlas.plain import to_plain

    plain = to_plain(value)
    for key in ("text", "title", "name", "file", "to", "form"):
        if isinstance(plain, Mapping) and plain.get(key):
            return quoted(str(plain[key]), longest=40)
    return said(plain)


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _word_start(text: str, at: int) -> int:
    at = max(0, at)
    space = text.find(" ", at, at + 12) if at else -1
    return space + 1 if space >= 0 else at


def _window(text: str, start: int) -> str:
    part = text[start : start + _LONGEST]
    return f"“{'…' if start else ''}{part.rstrip()}{'…' if start + _LONGEST < len(text) else ''}”"
