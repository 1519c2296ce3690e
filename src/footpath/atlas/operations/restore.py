"""Inverses: what an edit replaced, kept with its place and neighbours, and put back only where both still agree."""

from __future__ import annotations

from itertools import pairwise

from footpath.atlas.ids import effective_ids
from footpath.atlas.operations.types import Piece, Restore
from footpath.atlas.yamltext import Mapping, Node, Parsed, Sequence
from footpath.atlas.yamltext.reparse import Change, reparse
from footpath.base import BadInputError, Place, Problem

_CONTEXT = 24
_TELLING = 8  # a text of this length that stands once in its thing is found without its neighbours


def restoring(file: str, old: str, parsed: Parsed, changes: tuple[Change, ...]) -> Restore:
    """Return the inverse of the changes that made `parsed` from the text `old`."""
    text = parsed.text
    pieces: list[Piece] = []
    moved = 0
    for change in changes:
        start = change.start + moved
        end = start + len(change.new)
        moved += len(change.new) - (change.end - change.start)
        anchor, node = _anchor(parsed.tree, start, end)
        pieces.append(
            Piece(
                anchor=anchor,
                offset=start - (node.start if node is not None else 0),
                there=change.new,
                back=old[change.start : change.end],
                before=text[max(0, start - _CONTEXT) : start],
                after=text[end : end + _CONTEXT],
            )
        )
    return Restore(file, tuple(pieces))


def restore(parsed: Parsed, operation: Restore) -> tuple[Parsed, tuple[Change, ...]]:
    """Return the text with the pieces put back, and the changes made.

    Raises
    ------
    BadInputError
        `target-gone`, where a piece's place or neighbours are not what they were.
    """
    found = [_place(parsed, piece, operation.file) for piece in operation.pieces]
    changes = tuple(sorted(found, key=lambda change: (change.start, change.end)))
    if any(one.end > other.start for one, other in pairwise(changes)):
        raise _gone(operation.file)
    result = reparse(parsed, changes, operation.file)
    if result.tree is None or result.problems:
        raise _gone(operation.file)
    return result, changes


def _place(parsed: Parsed, piece: Piece, file: str) -> Change:
    node = _follow(parsed.tree, piece.anchor)
    if node is None:
        raise _gone(file)
    text = parsed.text
    first = node.start if piece.anchor else 0
    last = node.end if piece.anchor else len(text)
    start = first + piece.offset
    whole = piece.before + piece.there + piece.after
    if start >= len(piece.before) and text.startswith(whole, start - len(piece.before)):
        return Change(start, start + len(piece.there), piece.back)
    found = _only(text, whole, max(0, first - len(piece.before)), last + len(piece.after))
    if found is not None:
        start = found + len(piece.before)
    elif len(piece.there) >= _TELLING and (found := _only(text, piece.there, first, last)) is not None:
        start = found
    else:
        raise _gone(file)
    return Change(start, start + len(piece.there), piece.back)


def _only(text: str, part: str, first: int, last: int) -> int | None:
    """Return where a part stands, if it stands exactly once."""
    at = text.find(part, first, last)
    if at < 0 or not part or text.find(part, at + 1, last) >= 0:
        return None
    return at


def _anchor(tree: Node | None, start: int, end: int) -> tuple[tuple[str, ...], Node | None]:
    """Return the innermost thing with an id that holds a span, as keys and ids, and its node."""
    path: list[str] = []
    best: tuple[tuple[str, ...], Node | None] = ((), None)
    node = tree
    while node is not None:
        inner: Node | None = None
        if isinstance(node, Mapping):
            for entry in node.entries:
                if entry.value.start <= start and end <= entry.value.end:
                    inner = entry.value
                    path.append(entry.key.text)
                    break
        elif isinstance(node, Sequence):
            ids = effective_ids(node.items)
            for id_, item in zip(ids, node.items, strict=True):
                if item.start <= start and end <= item.end:
                    inner = item
                    path.append(id_)
                    if isinstance(item, Mapping) and ids.count(id_) == 1:
                        best = (tuple(path), item)
                    break
        node = inner
    return best


def _follow(tree: Node | None, anchor: tuple[str, ...]) -> Node | None:
    node = tree
    for part in anchor:
        if isinstance(node, Mapping):
            node = node.get(part)
        elif isinstance(node, Sequence):
            ids = effective_ids(node.items)
            node = node.items[ids.index(part)] if ids.count(part) == 1 else None
        else:
            return None
    return node


def _gone(file: str) -> BadInputError:
    return BadInputError(
        Problem(
            code="target-gone",
            message="what this would undo has been changed since",
            place=Place(file),
            help="Undo the later change first, or make this one by hand.",
        )
    )
