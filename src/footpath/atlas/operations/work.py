"""The texts while an operation is at work: changed step by step, with the spans of the first text that were replaced.

An operation may make several edits in several files; each is read back before the next. What comes out are the new
texts, one inverse, and for each file the changes as if they had been made at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from footpath.atlas.files import kind_of
from footpath.atlas.ids import JourneyIndex, index_journey, thing_id
from footpath.atlas.operations.restore import restoring
from footpath.atlas.operations.types import AddFile, RemoveFile, Restore, Several
from footpath.atlas.yamltext import Mapping as MappingNode
from footpath.atlas.yamltext import Node, Parsed, Path, find, parse_yaml
from footpath.atlas.yamltext.meaning import Meant, meant, says
from footpath.atlas.yamltext.reparse import Change, reparse, replaced
from footpath.atlas.yamltext.splice import Edit
from footpath.base import BadInputError, Place, Problem, did_you_mean

_MANY = 100
Span = tuple[int, int] | str
"""A stretch of the text as it is now: kept from the first text, or new."""


@dataclass(frozen=True)
class Applied:
    """What an operation made: the new texts, the operation that undoes it, the files that changed.

    `changes` holds, by file, the spans of the *old* text that were replaced; `parsed` the trees of the changed files.
    """

    texts: Mapping[str, str]
    inverse: Any
    changed: frozenset[str]
    changes: Mapping[str, tuple[Change, ...]]
    parsed: Mapping[str, Parsed]


class Work:
    """Texts that one operation changes, with their trees, read when first asked for."""

    def __init__(self, texts: Mapping[str, str], parsed: Mapping[str, Parsed]) -> None:
        self.first = texts
        self.texts: dict[str, str] = dict(texts)
        self._parsed: dict[str, Parsed] = dict(parsed)
        self._spans: dict[str, list[Span]] = {}
        self._indexes: dict[str, tuple[Parsed, JourneyIndex]] = {}
        self._touched: list[str] = []

    # ------------------------------------------------------------ reading

    def read(self, file: str) -> Parsed:
        """Return a file's text with its tree."""
        if file not in self.texts:
            raise gone(f"there is no file {file}", file, self.texts)
        known = self._parsed.get(file)
        text = self.texts[file]
        if known is None or known.text != text:
            known = self._parsed[file] = parse_yaml(text, file)
        return known

    def tree(self, file: str) -> Node | None:
        """Return a file's tree, or None where there is no such file or it cannot be read."""
        return self.read(file).tree if file in self.texts else None

    def at(self, file: str, path: Path) -> Node | None:
        """Return the node at a path of a file, or None."""
        tree = self.tree(file)
        return find(tree, path) if tree is not None else None

    def files(self, kind: str) -> list[str]:
        """Return the files of a kind, in order."""
        return [file for file in self.texts if kind_of(file) == kind]

    def file_of(self, kind: str, id_: str) -> str:
        """Return the file of a journey or persona."""
        likely = f"{kind}s/{id_}.yaml"
        known: dict[str, str] = {}
        for file in sorted(self.files(kind), key=lambda file: file != likely):
            tree = self.tree(file)
            if tree is None:
                continue
            found = thing_id(tree, file)
            if found == id_:
                return file
            known.setdefault(found, file)
        raise gone(f"there is no {kind} {id_!r}", id_, known)

    def journey(self, id_: str) -> tuple[str, JourneyIndex]:
        """Return a journey's file and index."""
        file = self.file_of("journey", id_)
        return file, self.index(file)

    def index(self, file: str) -> JourneyIndex:
        """Return the index of a journey's file."""
        parsed = self.read(file)
        known = self._indexes.get(file)
        if known is None or known[0] is not parsed:
            tree = parsed.tree
            made = index_journey(tree, file) if tree is not None else JourneyIndex("")
            known = self._indexes[file] = (parsed, made)
        return known[1]

    # ------------------------------------------------------------ changing

    @contextmanager
    def edit(self, file: str) -> Iterator[Edit]:
        """Give an edit of a file, and take over what it made."""
        edit = Edit(self.read(file), file)
        yield edit
        self.touch(file)
        if edit.changes:
            self._take(file, *edit.done())

    def rewrite(self, file: str, changes: Iterable[Change], later: list[Meant]) -> None:
        """Replace spans of a file as it is now; what is read back must be what was meant.

        Raises
        ------
        BadInputError
            `cannot-edit`.
        """
        self.touch(file)
        ordered = sorted(changes, key=lambda change: (change.start, change.end))
        old = self.read(file)
        if any(one.end > other.start for one, other in pairwise(ordered)) or old.tree is None:
            raise cannot(file, "two changes touch the same text")
        # reading each changed line alone pays for a few of them; many are read faster with the whole text
        parsed = (
            reparse(old, ordered, file)
            if len(ordered) < _MANY
            else parse_yaml(replaced(old.text, ordered), file)
        )
        if parsed.tree is None or parsed.problems or not says(parsed.tree, meant(old.tree, later)):
            raise cannot(file, "the text around the place leaves no room for this change")
        self._take(file, parsed, tuple(ordered))

    def restored(self, file: str, parsed: Parsed, changes: tuple[Change, ...]) -> None:
        """Take over a file's text as it was made elsewhere."""
        self.touch(file)
        self._take(file, parsed, changes)

    def add(self, file: str, text: str) -> None:
        """Add a file."""
        self.touch(file)
        self.texts[file] = text
        if file in self.first:
            self._spans[file] = [text]

    def drop(self, file: str) -> None:
        """Take a file away."""
        self.touch(file)
        del self.texts[file]
        self._spans.pop(file, None)

    def touch(self, file: str) -> None:
        """Note that the operation is about a file, though perhaps nothing changes."""
        if file not in self._touched:
            self._touched.append(file)

    def run(self, operation: Any) -> None:
        """Do another operation as a part of this one."""
        from footpath.atlas.operations.table import HANDLERS

        HANDLERS[type(operation)](self, operation)

    def _take(self, file: str, parsed: Parsed, changes: Sequence[Change]) -> None:
        if file in self.first:
            spans = self._spans.get(file, [(0, len(self.first[file]))])
            self._spans[file] = _replaced(spans, changes)
        self.texts[file] = parsed.text
        self._parsed[file] = parsed

    # ------------------------------------------------------------ the result

    def applied(self) -> Applied:
        """Return what was made, with the one operation that undoes it."""
        inverses: list[Any] = []
        changes: dict[str, tuple[Change, ...]] = {}
        changed: list[str] = []
        for file in self._touched:
            old, new = self.first.get(file), self.texts.get(file)
            if old == new:
                continue
            changed.append(file)
            if old is None:
                inverses.append(RemoveFile(file, new))
            elif new is None:
                inverses.append(AddFile(file, text=old))
            else:
                changes[file] = _changes(self._spans[file], len(old))
                inverses.append(restoring(file, old, self.read(file), changes[file]))
        if not inverses:
            file = self._touched[0] if self._touched else "atlas.yaml"
            inverses = [Restore(file, ())]
        inverses.reverse()
        return Applied(
            self.texts,
            inverses[0] if len(inverses) == 1 else Several(tuple(inverses)),
            frozenset(changed),
            changes,
            {file: self.read(file) for file in changed if file in self.texts and kind_of(file) != "measures"},
        )


def _replaced(spans: Sequence[Span], changes: Sequence[Change]) -> list[Span]:
    """Return the stretches after changes of the text that the stretches make."""
    result: list[Span] = []
    at = 0  # where the next stretch begins in the text as it is now
    left = list(changes)
    for span in spans:
        size = len(span) if isinstance(span, str) else span[1] - span[0]
        begin, end = at, at + size
        position = begin
        while left and left[0].start <= end:
            change = left[0]
            if change.start >= position:
                result += _cut(span, position - begin, change.start - begin)
                result.append(change.new)
            if change.end > end:  # goes on in the next stretch
                left[0] = Change(end, change.end, "")
                position = end
                break
            position = max(position, change.end)
            left.pop(0)
        result += _cut(span, position - begin, size)
        at = end
    result += [change.new for change in left]
    return [span for span in result if span != ""]


def _cut(span: Span, start: int, end: int) -> list[Span]:
    if start >= end:
        return []
    return [span[start:end]] if isinstance(span, str) else [(span[0] + start, span[0] + end)]


def _changes(spans: Sequence[Span], length: int) -> tuple[Change, ...]:
    """Return the changes of the first text that make the stretches."""
    changes: list[Change] = []
    at = 0
    new: list[str] = []
    for span in (*spans, (length, length)):
        if isinstance(span, str):
            new.append(span)
            continue
        if span[0] > at or new:
            changes.append(Change(at, span[0], "".join(new)))
            new = []
        at = span[1]
    return tuple(changes)


# ---------------------------------------------------------------- refusals


def gone(message: str, value: str, known: Iterable[str]) -> BadInputError:
    """Return the refusal of an operation whose target is not there."""
    names = [name for name in known if name]
    return BadInputError(
        Problem(
            code="target-gone",
            message=message,
            value=value,
            help=did_you_mean(value, names, what="there are") if names else None,
        )
    )


def exists(message: str, value: str) -> BadInputError:
    """Return the refusal of an operation that would add what is there already."""
    return BadInputError(
        Problem(
            code="target-exists",
            message=message,
            value=value,
            place=Place(),
            help="Choose another id, or change what is there.",
        )
    )


def senseless(message: str, value: str, help_: str | None = None) -> BadInputError:
    """Return the refusal of an operation whose fields do not go together."""
    return BadInputError(Problem(code="wrong-value", message=message, value=value, help=help_))


def no_id(value: str) -> BadInputError:
    """Return the refusal of a text that is no id."""
    return BadInputError(
        Problem(
            code="bad-id",
            message="this is no id",
            value=value,
            expected="letters, digits, hyphens, underscores and points",
        )
    )


def cannot(file: str, why: str) -> BadInputError:
    """Return the refusal of an edit that the text leaves no room for."""
    return BadInputError(
        Problem(
            code="cannot-edit",
            message=f"this change cannot be made here: {why}",
            place=Place(file),
            help="Make it in an editor, or write this part on lines of its own first.",
        )
    )


def replace(edit: Edit, path: Path, value: Any) -> None:
    """Replace the value at a path: that of a key, or an item of a list."""
    if isinstance(path[-1], str):
        edit.put(path[:-1], path[-1], value)
    else:
        edit.set_item(path, value)


def lanes_at(node: Node | None) -> list[str]:
    """Return the keys of a mapping."""
    return [entry.key.text for entry in node.entries] if isinstance(node, MappingNode) else []


def clamp(index: int | None, count: int) -> int:
    """Return an index inside a list; none means its end."""
    return count if index is None else min(max(index, 0), count)


def newline_of(text: str) -> str:
    """Return the line break that a text uses."""
    found = re.search(r"\r\n|\n|\r", text)
    return found.group() if found else "\n"
