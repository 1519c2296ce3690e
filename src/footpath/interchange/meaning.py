"""A field's words back to the cells that they stand for: the other way of `cells.words`, and lenient with others' ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.roles import ROLES
from footpath.atlas.types import LEVELS
from footpath.base import slug, unique

_BULLET = re.compile(r"^\s*(?:[-*•·‣▪◦–—]|\d{1,2}[.)])\s+")
_SCORED = re.compile(r"^(?P<word>.*?)\s*\((?P<score>[+\-−]?\d+(?:[.,]\d+)?)\)$")
_NUMBER = re.compile(r"^[+\-−]?\d+(?:[.,]\d+)?$")
_BARRIER = re.compile(
    r"^(?P<text>.*?)\s*\((?:severity (?P<severity>[1-5])(?:, (?P<kind>[^(),]+))?|(?P<only>[a-z][a-z -]+))\)$"
)
_FACES: Mapping[str, float] = {
    "😀": 2, "😃": 2, "😄": 2, "😁": 2, "🤩": 2, "😍": 2, "😊": 1, "🙂": 1, "☺": 1, "😐": 0, "😶": 0, "🤔": 0,
    "😕": -1, "🙁": -1, "☹": -1, "😟": -1, "😢": -2, "😞": -2, "😠": -2, "😡": -2, "😭": -2, "😤": -2,
    ":-)": 1, ":)": 1, ":-(": -1, ":(": -1, ":-|": 0, ":|": 0,
}  # fmt: skip
_HIGH = {
    "x",
    "yes",
    "✓",
    "✔",
    "★",
    "⭐",
    "!",
    "critical",
    "make or break",
    "moment of truth",
    "mot",
    "ja",
    "oui",
    "sí",
    "sim",
}
BARRIER_KINDS = frozenset(
    [
        "price",
        "trust",
        "information",
        "findability",
        "usability",
        "availability",
        "waiting",
        "effort",
        "error",
        "policy",
        "people",
        "fit",
        "payment",
        "delivery",
        "accessibility",
        "language",
        "after-sales",
        "no reason to return",
    ]
)
"""METHOD's kinds of barrier, as they may stand in brackets after a barrier's text."""


LibraryName = Literal["touchpoints", "channels", "opportunities"]


@dataclass(slots=True)
class Libraries:
    """The entries that fields name: found by title or id, or new ones made for them."""

    touchpoints: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    opportunities: dict[str, str] = field(default_factory=dict)
    new: dict[LibraryName, list[dict[str, Any]]] = field(
        default_factory=lambda: {"touchpoints": [], "channels": [], "opportunities": []}
    )

    def refer(self, library: LibraryName, title: str) -> str:
        """Return the id of an entry of that title (or id), made new where there is none."""
        known: dict[str, str] = getattr(self, library)
        wanted = title.casefold()
        for id_, name in known.items():
            if wanted in (id_.casefold(), name.casefold()):
                return id_
        if library == "channels":
            for id_, name in KNOWN_CHANNELS.items():
                if wanted in (id_, name.casefold()):
                    return id_
        id_ = unique(
            slug(title, default=library.removesuffix("s")),
            [*known, *KNOWN_CHANNELS] if library == "channels" else known,
        )
        known[id_] = title
        name = "text" if library == "opportunities" else "title"
        self.new[library].append({"id": id_, name: title})
        return id_


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of an emotion row read: `lowest` to `highest` of the other's scale, onto -2 to +2."""

    lowest: float = -2
    highest: float = 2

    @property
    def is_ours(self) -> bool:
        """Return whether nothing is to be converted."""
        return (self.lowest, self.highest) == (-2, 2)

    def ours(self, value: float) -> float:
        """Return a score on -2..+2, to two decimals."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return round(min(2.0, max(-2.0, -2 + 4 * share)), 2)


def scale_of(values: Sequence[float]) -> Scale:
    """Return the scale that the numbers of one row are on: the smallest of -2..2, 1..5, -5..5, 0..10, 0..100 that holds them all."""
    if not values or (min(values) >= -2 and max(values) <= 2):
        return Scale()
    for lowest, highest in ((1, 5), (-5, 5), (0, 10), (-10, 10), (0, 100), (-100, 100)):
        if lowest <= min(values) and max(values) <= highest:
            return Scale(lowest, highest)
    return Scale(min(values), max(values))


def number_of(text: str) -> float | None:
    """Return the number that a field holds, alone or in brackets after a word."""
    found = _SCORED.match(text)
    written = found["score"] if found else text.strip()
    if not _NUMBER.match(written):
        return None
    return float(written.replace("−", "-").replace(",", "."))


def has_face(text: str) -> bool:
    """Return whether a text holds a face that tells a feeling."""
    return any(face in text for face in _FACES)


def split_items(text: str) -> list[str]:
    """Return the items of a field: its lines, without the marks of a list where each line has one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        return [item for line in lines if (item := _BULLET.sub("", line).strip())]
    return lines


def value_of(role: str, text: str, libraries: Libraries, scale: Scale | None = None) -> Any:
    """Return what one item of a field means in a lane of that role, in the document's short form."""
    kind = ROLES[role].cell
    if kind == "reference":
        return libraries.refer(cast("LibraryName", ROLES[role].library), text)
    return _VALUES.get(kind, _plain)(text, scale or Scale())


def _plain(text: str, _: Scale) -> Any:
    return text


def _emotion(text: str, scale: Scale) -> Any:
    number = number_of(text)
    found = _SCORED.match(text)
    if number is not None:
        score = _short(number if scale.is_ours else scale.ours(number))
        return {"score": score, "word": found["word"]} if found and found["word"] else score
    for face, score in _FACES.items():
        if face in text:
            word = " ".join(text.replace(face, " ").replace("\ufe0f", "").split())
            return {"score": _short(score), "word": word} if word else _short(score)
    return {"word": text}


def _criticality(text: str, _: Scale) -> Any:
    head, _colon, why = text.partition(":")
    if (level := head.strip().lower()) in LEVELS:
        return {"level": level, "why": why.strip()} if why.strip() else level
    if head.strip() in ("1", "2", "3"):
        return int(head.strip())
    return "high" if text.casefold() in _HIGH else {"level": "high", "why": text}


def _barrier(text: str, _: Scale) -> Any:
    found = _BARRIER.match(text)
    if not found or not found["text"] or (found["only"] and found["only"] not in BARRIER_KINDS):
        return text
    kind = found["kind"] or found["only"]
    facts = {"severity": int(found["severity"])} if found["severity"] else {}
    return {"text": found["text"], **facts, **({"kind": kind} if kind else {})}


def _number(text: str, _: Scale) -> Any:
    value, _blank, unit = text.partition(" ")
    if _NUMBER.match(value):
        number = _short(float(value.replace("−", "-").replace(",", ".")))
        return {"value": number, "unit": unit} if unit else number
    return {"text": text} if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", text) else text


def _image(text: str, _: Scale) -> Any:
    found = re.fullmatch(r"(?P<text>.*?)\s*\[(?P<picture>[^\[\]]+)\]", text)
    return (
        {"picture": found["picture"], **({"text": found["text"]} if found["text"] else {})}
        if found
        else {"picture": text}
    )


def _short(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


_VALUES: Mapping[str, Callable[[str, Scale], Any]] = {
    "emotion": _emotion,
    "criticality": _criticality,
    "barrier": _barrier,
    "number": _number,
    "image": _image,
}
