"""Three-way merge of sequences: lines of a text, words of a sentence. Pure.

Source: S. Khanna, K. Kunal, B. Pierce, A Formal Investigation of Diff3, 2007; changes that touch are in conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_WORD = re.compile(
    r"\s+|[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
"""A run of spaces, a sign of a script that writes no spaces between words, or a word."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a merge: `merged` where it is settled; else what each side has there."""

    merged: tuple[str, ...] | None
    base: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


def diff3(
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    *,
    holds: Callable[[Sequence[str]], bool] = bool,
) -> list[Part]:
    """Return the merge of two sequences that come from one.

    Parameters
    ----------
    holds
        Whether an unchanged stretch is enough to keep the changes on both its sides apart; by default any is.
    """
    parts: list[Part] = []
    at = mine = other = 0
    for b0, b1, o0, t0 in _unchanged(base, ours, theirs, holds):
        _add(parts, base[at:b0], ours[mine:o0], theirs[other:t0])
        parts.append(Part(tuple(base[b0:b1])))
        at, mine, other = b1, o0 + b1 - b0, t0 + b1 - b0
    _add(parts, base[at:], ours[mine:], theirs[other:])
    return parts


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """Return the merge of two texts by lines, or None where they are in conflict."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    return _whole(_by_lines(base, ours, theirs))


def merge_words(base: str, ours: str, theirs: str) -> str | None:
    """Return the merge of two wordings by words, or None where their changes touch."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    return _whole(diff3(_WORD.findall(base), _WORD.findall(ours), _WORD.findall(theirs), holds=_has_word))


def with_markers(
    base: str, ours: str, theirs: str, *, names: tuple[str, str] = ("ours", "theirs"), size: int = 7
) -> tuple[str, bool]:
    """Return the merge by lines with git's markers where it is in conflict, and whether it is."""
    lines: list[str] = []
    found = False
    for part in _by_lines(base, ours, theirs):
        if part.merged is not None:
            lines += part.merged
            continue
        found = True
        lines += [f"{'<' * size} {names[0]}\n", *_ended(part.ours), "=" * size + "\n"]
        lines += [*_ended(part.theirs), f"{'>' * size} {names[1]}\n"]
    return "".join(lines), found


def merge_comments(base: str, ours: str, theirs: str) -> str:
    """Return comment lines of both sides; comments are never in conflict, both stay."""
    merged = merge_lines(base, ours, theirs)
    if merged is not None:
        return merged
    lines: list[str] = []
    for part in _by_lines(base, ours, theirs):
        if part.merged is not None:
            lines += part.merged
        else:
            known = {line.strip() for line in (*part.ours, *part.base)}
            lines += [*part.ours, *(line for line in part.theirs if line.strip() not in known)]
    return "".join(lines)


def _by_lines(base: str, ours: str, theirs: str) -> list[Part]:
    return diff3(_lines(base), _lines(ours), _lines(theirs))


def _lines(text: str) -> list[str]:
    """Return the lines of a text, cut at LF alone, as YAML and git see them."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _whole(parts: list[Part]) -> str | None:
    if any(part.merged is None for part in parts):
        return None
    return "".join(token for part in parts for token in part.merged or ())


def _add(parts: list[Part], base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> None:
    one, other, old = tuple(ours), tuple(theirs), tuple(base)
    if other in (one, old):
        parts.append(Part(one))
    elif one == old:
        parts.append(Part(other))
    else:
        parts.append(Part(None, old, one, other))


def _unchanged(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], holds: Callable[[Sequence[str]], bool]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of the base that stand in both others: from, to, and where they begin in each."""
    mine, other = _blocks(tuple(base), tuple(ours)), _blocks(tuple(base), tuple(theirs))
    i = j = 0
    while i < len(mine) and j < len(other):
        start = max(mine[i][0], other[j][0])
        end = min(mine[i][0] + mine[i][2], other[j][0] + other[j][2])
        if start < end and (holds(base[start:end]) or _is_end(base, start, end)):
            yield (start, end, mine[i][1] + start - mine[i][0], other[j][1] + start - other[j][0])
        if mine[i][0] + mine[i][2] < other[j][0] + other[j][2]:
            i += 1
        else:
            j += 1


def _is_end(base: Sequence[str], start: int, end: int) -> bool:
    return start == 0 or end == len(base)


@lru_cache(maxsize=8)
def _blocks(base: tuple[str, ...], side: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
    first = 0
    most = min(len(base), len(side))
    while first < most and base[first] == side[first]:
        first += 1
    last = 0
    while last < most - first and base[-1 - last] == side[-1 - last]:
        last += 1
    matcher = SequenceMatcher(
        None, base[first : len(base) - last], side[first : len(side) - last], autojunk=False
    )
    inner = [
        (block.a + first, block.b + first, block.size)
        for block in matcher.get_matching_blocks()
        if block.size
    ]
    head = [(0, 0, first)] if first else []
    tail = [(len(base) - last, len(side) - last, last)] if last else []
    return tuple(head + inner + tail)


def _has_word(tokens: Sequence[str]) -> bool:
    return any(not token.isspace() for token in tokens)


def _ended(lines: Sequence[str]) -> list[str]:
    return [line if line.endswith("\n") else line + "\n" for line in lines]
