"""Quotes for a map: verbatim, short, telling, none twice; chosen by arithmetic, never written by anyone but the customer.

The same remarks in any order, with any seed, give the same quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footpath.voice.likeness import likeness_of
from footpath.voice.text import MOST_READ, are_telling, count_words, fold, says_something, sentences, words
from footpath.voice.types import Quote, QuoteKind, Remark

if TYPE_CHECKING:
    import numpy as np

ALIKE = 0.3
"""From this cosine on two remarks say much the same in much the same words (looked at by hand on shop reviews)."""

SAME = 0.55
"""From this cosine on two quotes on one map would be the same quote twice."""

_ENOUGH_WORDS = 30
"""From so many remarks on a word that only one of them has is most likely a slip of the pen, or a name."""

_GARBLED = re.compile("[ÃÂÐÑ][\u0080-\u00bf]")
_LEAST_WORDS = 4
_FULL_WORDS = 7


@dataclass(frozen=True, slots=True)
class _Piece:
    """A whole remark or one whole sentence of it, that could stand as a quote."""

    text: str
    remark: int
    is_whole: bool
    is_short: bool
    words: int


def choose_quotes(
    remarks: Iterable[Remark], *, typical: int = 1, extreme: int = 1, words: int = 20
) -> list[Quote]:
    """Return the remarks of a group (a step, a theme) that tell most, typical ones first.

    Parameters
    ----------
    remarks
        Masked already. `score` is on any one scale where more is better; where nobody scored, extreme goes by words alone.
    typical, extreme
        How many of each at most; fewer come back where fewer say anything.
    words
        Quotes have so many words at most: of a longer remark one whole sentence is taken. Where no remark has one as
        short, the shortest sentence stands, whole.

    Returns
    -------
    list of Quote
        Each of another customer and another wording. Empty where no remark says anything: blank, "n/a", emoji
        only, a single word, a link, markup.

    Notes
    -----
    Typical: nearest to the centroid of the group's TF-IDF vectors, written by somebody who scored as most did (within a
    quarter of the scores' range from their median). Extreme: of those with the lowest score, the one with the most different words of
    weight, near what the others of that score say. In both, whole phrases of seven words or more come before shorter
    ones, and quiet writing before capitals and exclamation marks. Ties fall by id. Source: ours, after the centroid
    method of Radev et al. 2004, Information Processing & Management 40(6).
    Cost: one pass over the words; about 8,000 remarks a second.
    """
    import numpy as np

    group = _once_each(remarks)
    pieces = _pieces(group, words)
    if not pieces:
        return []
    pick = _Picker(group, pieces)
    scores = np.array([np.nan if remark.score is None else float(remark.score) for remark in group])
    everybody = np.ones(len(group), dtype=bool)
    pick.choose("typical", typical, pick.typicality(everybody), _far_from_median(scores))
    from_worst = np.nan_to_num(scores, nan=np.inf)
    worst = from_worst == from_worst[pick.remark_of].min()
    pick.choose("extreme", extreme, pick.typicality(worst) * pick.wordiness(words), from_worst)
    return pick.quotes


class _Picker:
    """Chooses pieces one after another, each unlike the ones before and by somebody else."""

    def __init__(self, group: Sequence[Remark], pieces: Sequence[_Piece]) -> None:
        import numpy as np

        self.group = group
        self.pieces = pieces
        folded = [words(piece.text) for piece in pieces]
        self.likeness = likeness_of(folded)
        self.remark_of = np.array([piece.remark for piece in pieces])
        self.quality = np.array([_quality(piece) for piece in pieces])
        if len(group) >= _ENOUGH_WORDS:
            self.quality *= 0.5 + 0.5 * np.array(_commonness(pieces, folded))
        self.is_short = np.array([piece.is_short for piece in pieces])
        people: dict[str, int] = {}
        writers = [people.setdefault(one.customer or f"\0{one.id}", len(people)) for one in group]
        self.writer_of = np.array(writers)[self.remark_of]
        self.spellings = Counter(piece.text for piece in pieces)
        self.free = np.ones(len(pieces), dtype=bool)
        self.speaking = len(set(self.remark_of.tolist()))
        self.quotes: list[Quote] = []

    def typicality(self, among: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return how near each piece is to the centroid of some of the remarks, each remark counting once."""
        import numpy as np

        pieces_a_remark = np.bincount(self.remark_of, minlength=len(self.group))
        shares = among[self.remark_of] / pieces_a_remark[self.remark_of]
        return self.likeness.to(self.likeness.centroid(shares))

    def wordiness(self, most: int) -> np.ndarray[Any, Any]:
        """Return how much each piece says, growing with its length up to the most that a quote may have."""
        import numpy as np

        lengths = np.array([min(piece.words, most) for piece in self.pieces], dtype=np.float64)
        return np.sqrt(lengths)

    def choose(
        self, kind: QuoteKind, count: int, rank: np.ndarray[Any, Any], tier: np.ndarray[Any, Any]
    ) -> None:
        """Add up to `count` quotes of a kind: short ones first, then by the remark's tier (low first), then by rank."""
        import numpy as np

        rank = np.round(rank * self.quality, 9)  # sums in another order differ in their last digits
        for _ in range(count):
            candidates = np.flatnonzero(self.free & self.is_short)
            if not candidates.size:
                candidates = np.flatnonzero(self.free)
            if not candidates.size:
                return
            tiers = tier[self.remark_of[candidates]]
            candidates = candidates[tiers == tiers.min()]
            ranks = rank[candidates]
            best = candidates[ranks == ranks.max()]
            self.take(min(best.tolist(), key=self._order), kind)

    def take(self, index: int, kind: QuoteKind) -> None:
        """Make a piece a quote, and rule out what would say it again."""

        piece = self.pieces[index]
        remark = self.group[piece.remark]
        cosine = self.likeness.to_document(index)
        alike = {piece.remark, *self.remark_of[cosine >= ALIKE].tolist()}
        self.quotes.append(Quote(piece.text, remark, kind, len(alike), self.speaking, piece.is_whole))
        self.free &= (self.writer_of != self.writer_of[index]) & (cosine < SAME)

    def _order(self, index: int) -> tuple[int, str, int]:
        """Return what sorts pieces of one rank: the spelling that most people use first, then the id."""
        piece = self.pieces[index]
        return -self.spellings[piece.text], self.group[piece.remark].id, index


def _once_each(remarks: Iterable[Remark]) -> list[Remark]:
    """Return the remarks that say anything, in the order of their ids; the same words of one customer once."""
    seen: set[tuple[str, str]] = set()
    kept: list[Remark] = []
    for remark in sorted(remarks, key=lambda one: (one.id, one.text)):
        found = words(remark.text[:MOST_READ])
        if not are_telling(found):
            continue
        key = (remark.customer or f"\0{remark.id}", " ".join(found))
        if key not in seen:
            seen.add(key)
            kept.append(remark)
    return kept


def _pieces(group: Sequence[Remark], most: int) -> list[_Piece]:
    found: list[_Piece] = []
    for index, remark in enumerate(group):
        text = remark.text[:MOST_READ].strip()
        is_cut = len(remark.text.strip()) > len(text)
        length = count_words(text)
        if length <= most and "\n" not in text and not is_cut:
            if not _is_markup(text):
                found.append(_Piece(text, index, True, True, length))
            continue
        parts = sentences(text)
        if is_cut and len(parts) > 1:
            parts = parts[:-1]  # the last one may not be whole
        counted = [
            (part, count_words(part)) for part in parts if says_something(part) and not _is_markup(part)
        ]
        short = [pair for pair in counted if _LEAST_WORDS <= pair[1] <= most]
        short = short or [pair for pair in counted if pair[1] <= most]
        if short:
            found.extend(_Piece(part, index, part == remark.text.strip(), True, size) for part, size in short)
        elif counted:
            part, size = min(counted, key=lambda pair: pair[1])
            found.append(_Piece(part, index, part == remark.text.strip(), False, size))
    return found


def _far_from_median(scores: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return 0 for who scored within a quarter of the range from the median, 1 for all others; all 0 without scores."""
    import numpy as np

    known = scores[~np.isnan(scores)]
    if known.size == 0:
        return np.zeros(len(scores))
    reach = (known.max() - known.min()) / 4
    distance = np.abs(np.nan_to_num(scores, nan=np.inf) - np.median(known))
    return np.asarray(distance > reach, dtype=np.float64)


def _commonness(pieces: Sequence[_Piece], folded: Sequence[Sequence[str]]) -> list[float]:
    """Return the share of each piece's words that some other remark has too: the rest are slips of the pen, and names."""
    writers: dict[str, int | None] = {}
    for piece, found in zip(pieces, folded, strict=True):
        for word in found:
            # None once a second remark has it
            writers[word] = piece.remark if writers.get(word, piece.remark) == piece.remark else None
    return [sum(writers[word] is None for word in found) / max(1, len(found)) for found in folded]


def _quality(piece: _Piece) -> float:
    """Return how well a piece would read on a map, 0..1: long enough to tell, written as people write."""
    text = piece.text
    quality = 1.0 if piece.words >= _FULL_WORDS else (0.85 if piece.words >= _LEAST_WORDS else 0.5)
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    if len(letters) > 8 and capitals > len(letters) / 2:
        quality *= 0.7
    if letters and letters[0].islower():
        quality *= 0.92
    if unicodedata.category(text[-1]) != "Po":
        quality *= 0.95
    if "!!" in text or "??" in text or "..." in text:
        quality *= 0.9
    if "[" in text or "***" in text:
        quality *= 0.8  # something was masked here
    return quality


def _is_markup(text: str) -> bool:
    folded = fold(text)
    return "://" in folded or "www." in folded or ("<" in text and ">" in text) or _is_garbled(text)


def _is_garbled(text: str) -> bool:
    """Return whether the text was read in the wrong encoding somewhere on its way ("nÃ£o", a replacement sign)."""
    return "\ufffd" in text or _GARBLED.search(text) is not None
