"""What a column's name means in a file: itself, a place inside another column, each of a list, or the first filled."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_OR = " | "


@dataclass(frozen=True, slots=True)
class Plain:
    """A column of the file."""

    column: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands under `path` in the cells of a column; `path` are keys with dots between."""

    column: str
    path: str


@dataclass(frozen=True, slots=True)
class Each:
    """Each record of the list under `before` in a column's cells, and in it what stands under `after`."""

    column: str
    before: str
    after: str

    @property
    def list_(self) -> tuple[str, str]:
        """Return which list it is; rows can be told apart by one list only."""
        return self.column, self.before


@dataclass(frozen=True, slots=True)
class Numbered:
    """The same for a list that was laid out in columns: ``url (actions 0)``, ``url (actions 1)`` and so on."""

    name: str
    key: str
    columns: tuple[tuple[int, str], ...]

    @property
    def list_(self) -> tuple[str, str]:
        """Return which list it is."""
        return self.name, "("


Part = Plain | Inside | Each | Numbered


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What a name means: its parts, of which the first that is filled counts, and the alternatives that do not exist."""

    name: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()


def resolve(name: str, columns: Collection[str]) -> Alternatives:
    """Return what a name means in a file with these columns.

    >>> resolve("props.plan | plan", ["props", "plan"]).parts
    (Inside(column='props', path='plan'), Plain(column='plan'))
    """
    if name in columns:
        return Alternatives(name, (Plain(name),))
    parts, missing = [], []
    for one in name.split(_OR):
        part = _part(one.strip(), columns)
        if part is None:
            missing.append(one.strip())
        else:
            parts.append(part)
    return Alternatives(name, tuple(parts), tuple(missing))


def is_made(name: str, columns: Collection[str]) -> bool:
    """Return whether a name is no column of the file, but means something there."""
    return name not in columns and not resolve(name, columns).missing


def _part(text: str, columns: Collection[str]) -> Part | None:
    if text in columns:
        return Plain(text)
    for end in range(len(text) - 1, 0, -1):
        head, rest = text[:end], text[end:]
        if rest[0] not in ".[" or head not in columns:
            continue
        if rest.startswith("[]"):
            return Each(head, "", rest[2:].removeprefix("."))
        if rest.startswith(".") and "[]" in rest:
            before, _, after = rest[1:].partition("[]")
            return Each(head, before, after.removeprefix("."))
        if rest.startswith(".") and len(rest) > 1:
            return Inside(head, rest[1:])
    return _numbered(text, columns)


def _numbered(text: str, columns: Collection[str]) -> Numbered | None:
    name, found, key = text.partition("[].")
    if not found:
        return None
    pattern = re.compile(rf"{re.escape(key)} \({re.escape(name)} (\d+)\)")
    numbered = [(int(match[1]), column) for column in columns if (match := pattern.fullmatch(column))]
    return Numbered(name, key, tuple(sorted(numbered))) if numbered else None
