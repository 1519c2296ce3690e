"""Which thing of one state is which thing of the other: by id, else by likeness; and which of them moved. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

T = TypeVar("T")
_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Matched(Generic[T]):
    """Pairs that are the same thing, and what stands on one side alone, each in the order of its side (pairs: of after)."""

    pairs: tuple[tuple[T, T], ...]
    removed: tuple[T, ...]
    added: tuple[T, ...]


def match_by_id(
    before: Sequence[T],
    after: Sequence[T],
    key: Callable[[T], str],
    alike: Callable[[T, T], float] | None = None,
) -> Matched[T]:
    """Return what has the same id; of the rest, what `alike` gives more than 0 for is the same thing with a new id.

    The most alike pair is taken first; at equal likeness the one that stands first.
    """
    old = {key(thing): thing for thing in before}
    new = {key(thing): thing for thing in after}
    partner = {id_: id_ for id_ in new if id_ in old}
    gone = [id_ for id_ in old if id_ not in new]
    fresh = [id_ for id_ in new if id_ not in old]
    if alike is not None and gone and fresh:
        scored = [
            (-score, i, j, one, other)
            for i, one in enumerate(gone)
            for j, other in enumerate(fresh)
            if (score := alike(old[one], new[other])) > 0
        ]
        taken: set[str] = set()
        for _, _, _, one, other in sorted(scored, key=lambda row: row[:3]):
            if other not in partner and one not in taken:
                partner[other] = one
                taken.add(one)
    known = set(partner.values())
    return Matched(
        tuple((old[partner[id_]], new[id_]) for id_ in new if id_ in partner),
        tuple(thing for id_, thing in old.items() if id_ not in known),
        tuple(thing for id_, thing in new.items() if id_ not in partner),
    )


def match_items(
    before: Sequence[T],
    after: Sequence[T],
    *,
    same: Callable[[T], Hashable],
    text: Callable[[T], str],
    kin: Callable[[T], Hashable] = lambda _: None,
) -> Matched[T]:
    """Return which items of two lists without ids of their own are the same.

    Parameters
    ----------
    same
        What identifies an item (its id, its reference, its text); equal ones are paired in order.
    text
        What an item says: of the rest, the likest pair is the same item reworded, where half of its letters stay.
    kin
        Only items of one kin (a persona) are paired by likeness; where one of a kin is left on each side, they are a pair.
    """
    left, right = list(range(len(before))), list(range(len(after)))
    pairs: list[tuple[int, int]] = []

    def pair(i: int, j: int) -> None:
        pairs.append((i, j))
        left.remove(i)
        right.remove(j)

    keys = {j: same(after[j]) for j in right}
    for i in tuple(left):
        own = same(before[i])
        found = next((j for j in right if keys[j] == own), None)
        if found is not None:
            pair(i, found)
    scored = sorted(
        (-likeness(text(before[i]), text(after[j])), i, j)
        for i in left
        for j in right
        if kin(before[i]) == kin(after[j])
    )
    for score, i, j in scored:
        if -score >= _LIKE and i in left and j in right:
            pair(i, j)
    for group in {kin(before[i]) for i in left}:
        ones = [i for i in left if kin(before[i]) == group]
        others = [j for j in right if kin(after[j]) == group]
        if len(ones) == len(others) == 1:
            pair(ones[0], others[0])
    pairs.sort(key=lambda found: found[1])
    return Matched(
        tuple((before[i], after[j]) for i, j in pairs),
        tuple(before[i] for i in left),
        tuple(after[j] for j in right),
    )


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1 (twice the letters that both have in order, over all letters)."""
    if one == other:
        return 1.0
    if not one or not other or 2 * min(len(one), len(other)) < _LIKE * (len(one) + len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LIKE else 0.0


def moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Return the fewest of the common items that must move to bring them from one order into the other.

    The rest is a longest common subsequence; where several are equally long, the one whose items stand first stays.
    """
    place = {item: number for number, item in enumerate(before)}
    common = [item for item in after if item in place]
    stays = set(_longest_rising([place[item] for item in common]))
    return frozenset(item for item in common if place[item] not in stays)


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return a longest strictly rising subsequence of distinct numbers (patience sorting)."""
    tails: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for i, number in enumerate(numbers):
        position = bisect_left(tails, number)
        previous.append(at[position - 1] if position else -1)
        if position == len(tails):
            tails.append(number)
            at.append(i)
        else:
            tails[position] = number
            at[position] = i
    result: list[int] = []
    i = at[-1] if at else -1
    while i >= 0:
        result.append(numbers[i])
        i = previous[i]
    return result[::-1]
