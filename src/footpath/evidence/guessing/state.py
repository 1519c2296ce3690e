"""What is known while guesses are made: the columns not taken yet, the fields so far, what the user said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from footpath.atlas.types import Source
from footpath.base import Place, Problem, did_you_mean
from footpath.evidence.guessing.profile import ColumnProfile, TableProfile
from footpath.evidence.guessing.types import OPTIONS, Guess
from footpath.evidence.made.names import resolve
from footpath.evidence.screens.types import Screens

MEANS = {
    "case": "the {case} that the row is about",
    "customer": "the customer",
    "actor": "who of several acts",
    "time": "when it happened",
    "event": "what happened",
    "event_id": "the event's own id",
    "sequence": "the order at equal times",
    "session": "the session",
    "channel": "the channel",
    "value": "the value",
    "currency": "the currency",
    "said": "when it was said",
    "remark_id": "the remark's own id",
    "language": "the language of the text",
    "about": "the step or touchpoint it is about",
    "known": "since when the customer is known",
}


@dataclass
class Deciding:
    """The state of one guess; `given` holds what the user said, which always wins."""

    profile: TableProfile
    given: Source | None
    said: frozenset[str]
    fields: dict[str, Any] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    left_out: dict[str, str] = field(default_factory=dict)
    screens: Screens | None = None

    @property
    def file(self) -> str | None:
        """Return the first file's name, for places."""
        return self.profile.files[0] if self.profile.files else None

    def free(self) -> list[ColumnProfile]:
        """Return the columns that hold something and have no role yet."""
        return [c for c in self.profile.columns if c.name not in self.used and c.filled]

    def find(self, test: Callable[[ColumnProfile], bool]) -> list[ColumnProfile]:
        """Return the free columns that pass a test, in the file's order."""
        return [column for column in self.free() if test(column)]

    def says(self, role: str) -> bool:
        """Return whether the user said this field."""
        return role in self.said

    def take(
        self,
        role: str,
        column: ColumnProfile | None,
        why: str,
        *,
        sure: bool = True,
        means: str | None = None,
    ) -> None:
        """Give a column a role."""
        if column is None or self.says(role):
            return
        self.fields[role] = column.name
        self.note(role, column, why, sure=sure, means=means or MEANS[role])

    def note(
        self,
        role: str,
        column: ColumnProfile,
        why: str,
        *,
        means: str,
        sure: bool = True,
        option: str | None = None,
    ) -> None:
        """Record a guess about a column and mark it used."""
        self.used.add(column.name)
        self.guesses.append(
            Guess(role, column.name, means, why, column.examples, option or OPTIONS[role], sure)
        )

    def say(self, role: str, means: str, why: str, option: str) -> None:
        """Record a guess that is about no column."""
        self.guesses.append(Guess(role, "", means, why, (), option))

    def take_screens(self, screens: Screens, column: ColumnProfile) -> None:
        """Record how addresses become screens; the rules are shown."""
        self.screens = screens
        shown = [*screens.rules, *(f"without /{language}" for language in screens.languages)]
        why = (
            f"numbers, ids and what follows ? fall away; {', '.join(shown)}"
            if shown
            else "numbers and ids fold"
        )
        if screens.views:
            why += f"; called by their screen: {', '.join(screens.views)}"
        self.note("screens", column, why, means="the screen that an address shows")

    def problem(self, *, code: str, message: str, **rest: Any) -> None:
        """Record a problem at the file."""
        self.problems.append(Problem(code=code, message=message, place=Place(self.file), **rest))

    def take_given(self) -> None:
        """Take over what the user said; a column that the file does not have is an error with the nearest names."""
        given = self.given
        if given is None:
            return
        names = [column.name for column in self.profile.columns]
        for role in sorted(self.said):
            value = getattr(given, role)
            self.fields[role] = value
            for column in _columns_of(role, value):
                profile = self.profile.get(column) or self._made(column)
                if profile is None:
                    self.problem(
                        code="column-missing",
                        message=f"{OPTIONS.get(role, role).split()[0]} names the column {column!r}, which the file does not have",
                        value=column,
                        help=did_you_mean(column, names, what="it has"),
                    )
                    continue
                means = MEANS.get(role) or MEANS_MANY.get(role, role)
                self.note(role, profile, "you said so", means=means, option=OPTIONS.get(role, ""))

    def _made(self, name: str) -> ColumnProfile | None:
        """Return a profile of a column that the file has not itself, but that can be made of those it has."""
        every = (*self.profile.file_columns, *(column.name for column in self.profile.columns))
        made = resolve(name, every)
        if made.missing or not made.parts:
            return None
        parts = [part.strip() for part in name.split(" | ")]
        known = next((found for part in parts if (found := self.profile.get(part))), None)
        return replace(known, name=name) if known else ColumnProfile(name, rows=self.profile.rows)


MEANS_MANY = {
    "times": "when something happened",
    "promises": "a promise: when it should happen",
    "outcome": "how it ended",
    "text": "what they say",
    "score": "how they feel, as a score",
    "traits": "what is known of the customer",
    "identity": "another id of the customer",
    "properties": "kept as it is",
}


def _columns_of(role: str, value: Any) -> Iterable[str]:
    if role in MEANS and isinstance(value, str):
        yield value
    elif role in ("times", "promises"):
        yield from value.values()
    elif role in ("text", "traits", "properties"):
        yield from value
    elif role in ("outcome", "score") and value is not None:
        yield value.column
    elif role == "identity" and value is not None:
        yield from (column for column in (value.id, value.customer, value.since) if column)
