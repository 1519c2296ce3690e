"""Text measured and broken into lines, by the fonts that the painters embed: no browser is needed to lay out.

Widths are shaped by HarfBuzz (kerning included) and cached by word. A character that no font of ours has gets an
estimated width, is remembered, and is reported by the scene; painters then pin the run to its estimated length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from footpath.draw.words import MONTHS, UNITS

FACES: tuple[str, ...] = ("sans-400", "sans-500", "sans-600", "sans-400i", "display-600", "serif-400i")
"""The faces that are shipped: family and weight, `i` for italic."""

ELLIPSIS = "…"

_TOLERANCE = 1.25
"""How far a text may be over its words before it is cut: losing two words of sixteen helps nobody."""

# Control characters cannot stand in XML; overrides and isolates could make a text read as another one.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"[ \t\r\n\u2028\u2029]+")
_AFTER_HYPHEN = re.compile(r"(?<=[\w]{2}[-/\u2010\u2013])(?=\w{2})")
_NUMBER = re.compile(r"\W*\d[\d.,\u202f]*\Z")
_CLOSING = frozenset(".,;:!?)]}»”’…、。，！？；：」』）】％%")
_WIDE = frozenset("WF")


def clean(text: str) -> str:
    """Return the text as it may stand in a picture: one line, no control characters, no direction overrides."""
    return _SPACE.sub(" ", _UNSAFE.sub("", _SPACE.sub(" ", text))).strip()


class Face:
    """One font face: widths in em, and which characters it has."""

    def __init__(self, name: str) -> None:
        import uharfbuzz as hb

        self.name = name
        self._hb: Any = hb
        face = hb.Face(files("footpath.draw").joinpath("fonts").joinpath(f"{name}.metrics").read_bytes())
        self._font: Any = hb.Font(face)
        self._em = float(face.upem)
        self.covers: frozenset[int] = frozenset(face.unicodes)
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return the advance of a text in em."""
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = self._shape(text)
        return known

    def _shape(self, text: str) -> float:
        known, extra = text, 0.0
        if not text.isascii():
            known, extra = self._without_missing(text)
        if not known:
            return extra
        buffer = self._hb.Buffer()
        buffer.add_str(known)
        buffer.guess_segment_properties()
        self._hb.shape(self._font, buffer)
        return float(sum(position.x_advance for position in buffer.glyph_positions)) / self._em + extra

    def _without_missing(self, text: str) -> tuple[str, float]:
        """Return the part of a text that the face has, and the estimated width (in em) of what it has not."""
        if all(ord(c) in self.covers for c in text):
            return text, 0.0
        kept: list[str] = []
        extra = 0.0
        for cluster in clusters(text):
            if all(ord(c) in self.covers for c in cluster):
                kept.append(cluster)
            else:
                extra += max(_estimate(c) for c in cluster)
        return "".join(kept), extra


def clusters(text: str) -> list[str]:
    """Return the letters of a text with what belongs to each: accents, joined emoji, skin tones, pairs of flags."""
    out: list[str] = []
    for c in text:
        before = out[-1] if out else ""
        is_flag = 0x1F1E6 <= ord(c) <= 0x1F1FF
        joins = (
            _estimate(c) == 0.0
            or before.endswith("\u200d")
            or 0x1F3FB <= ord(c) <= 0x1F3FF
            or (is_flag and len(before) == 1 and 0x1F1E6 <= ord(before) <= 0x1F1FF)
        )
        if before and joins:
            out[-1] += c
        else:
            out.append(c)
    return out


def _estimate(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in _WIDE:
        return 1.0 if ord(character) < 0x1F000 else 1.3
    return 0.5 if unicodedata.bidirectional(character) in ("R", "AL") else 0.68


@cache
def face(name: str) -> Face:
    """Return the face of that name, loaded once."""
    return Face(name)


def width(text: str, face_name: str, size: float) -> float:
    """Return the width of one line of text in points."""
    return face(face_name).width(text) * size


def missing(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the characters that no shipped face has, sorted, of (text, face) pairs."""
    found: set[str] = set()
    for text, name in texts:
        if not text.isascii():
            covers = face(name).covers
            found.update(c for c in text if ord(c) not in covers and _estimate(c) > 0)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Lines:
    """A text broken into lines; `cut` where some of it did not fit and ends in an ellipsis.

    `broken` where a word is wider than the room and goes on in the next line.
    """

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    cut: bool = False
    broken: bool = False

    @property
    def width(self) -> float:
        """The width of the widest line, in points."""
        return max(self.widths, default=0.0)

    @property
    def last(self) -> float:
        """The width of the last line, in points."""
        return self.widths[-1] if self.widths else 0.0


def wrap(text: str, face_name: str, size: float, room: float, *, lines: int = 99, words: int = 9999) -> Lines:
    """Break a text into lines of at most `room` points.

    Breaks stand at spaces, after hyphens and slashes inside words, and between ideographs (never before a closing
    mark). A word wider than the room is broken between characters, so that nothing ever sticks out.

    Parameters
    ----------
    lines, words
        The most of each; what is over is cut at a word with an ellipsis.
    """
    one = face(face_name)
    limit = room / size
    text = clean(text)
    is_cut = False
    if not text:
        return Lines((), ())
    parts = text.split(" ")
    if len(parts) > words * _TOLERANCE:
        parts, is_cut = parts[:words], True
    space = one.width(" ")
    done: list[str] = []
    line, used = "", 0.0
    for number, word in enumerate(_kept_together(parts)):
        for index, piece in enumerate(_pieces(word, one, limit)):
            gap = space if index == 0 and number and line else 0.0
            advance = one.width(piece)
            if line and used + gap + advance > limit + 1e-6:
                done.append(line)
                line, used = piece, advance
            else:
                line, used = line + (" " if gap else "") + piece, used + gap + advance
        if len(done) > lines:
            break
    if line:
        done.append(line)
    if len(done) > lines:
        done, is_cut = done[:lines], True
    if is_cut and done:
        done[-1] = _with_ellipsis(done[-1], one, limit)
    is_broken = any(one.width(piece) > limit for word in parts for piece in _unbroken(word))
    return Lines(tuple(done), tuple(one.width(each) * size for each in done), is_cut, is_broken)


def one_line(text: str, face_name: str, size: float, room: float) -> Lines:
    """Return a text as one line, cut at a word with an ellipsis where it is too long."""
    return wrap(text, face_name, size, room, lines=1)


def _kept_together(parts: list[str]) -> list[str]:
    """Return words with numbers joined to what they cannot be read without: 23 %, 8 February, 28 days, 1 in 10."""
    out: list[str] = []
    for index, part in enumerate(parts):
        before = out[-1] if out else ""
        after = parts[index + 1] if index + 1 < len(parts) else ""
        bare = part.rstrip(".,;:)")
        is_unit = part[:1] in "%‰°€$£" or bare in MONTHS or bare in UNITS
        is_ratio = part in ("in", "of") and after[:1].isdigit()
        ends_ratio = part[:1].isdigit() and before.endswith((" in", " of"))
        if ends_ratio or (before[-1:].isdigit() and (is_unit or is_ratio)):
            out[-1] += f" {part}"
        else:
            out.append(part)
    return out


def _pieces(word: str, one: Face, limit: float) -> list[str]:
    """Return the parts of a word between which a line may break."""
    if word.isascii() and one.width(word) <= limit and "-" not in word and "/" not in word:
        return [word]
    return [
        small
        for piece in _unbroken(word)
        for small in (_broken(piece, one, limit) if one.width(piece) > limit else [piece])
    ]


def _unbroken(word: str) -> list[str]:
    """Return the parts of a word between which a line may break without breaking it."""
    pieces: list[str] = []
    for part in _AFTER_HYPHEN.split(word):
        pieces.extend(_ideographs(part) if not part.isascii() else [part])
    return pieces


def _ideographs(part: str) -> list[str]:
    """Return the pieces of a part that holds ideographs: each alone, closing marks with the one before."""
    pieces: list[str] = []
    was_wide = False
    for cluster in clusters(part):
        wide = unicodedata.east_asian_width(cluster[0]) in _WIDE
        if pieces and (cluster[0] in _CLOSING or not (wide or was_wide)):
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
        was_wide = wide
    return pieces


def _broken(piece: str, one: Face, limit: float) -> list[str]:
    """Break a word that is wider than a line between letters, as many to a line as fit."""
    out: list[str] = []
    rest = clusters(piece)
    while rest:
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            if one.width("".join(rest[:middle])) <= limit:
                low = middle
            else:
                high = middle - 1
        out.append("".join(rest[:low]))
        rest = rest[low:]
    return out


def _with_ellipsis(line: str, one: Face, limit: float) -> str:
    """End a line in an ellipsis, dropping words (of a single long word: characters) until it fits.

    A number whose word is cut off goes too: "4,011…" could be anything.
    """
    kept = line.rstrip(" ,;:–-")
    while " " in kept and (
        one.width(kept + ELLIPSIS) > limit + 1e-6 or _NUMBER.match(kept.rsplit(" ", 1)[1])
    ):
        kept = kept.rsplit(" ", 1)[0].rstrip(" ,;:–-")
    while kept and one.width(kept + ELLIPSIS) > limit + 1e-6:
        kept = "".join(clusters(kept)[:-1]).rstrip(" ,;:–-")
    return kept + ELLIPSIS
