"""What a profile says with: columns given roles, unless the user said otherwise; each becomes a guess that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from footpath.atlas.types import Identity, Outcome
from footpath.evidence.guessing.rest import sort_values
from footpath.evidence.guessing.types import OPTIONS
from footpath.evidence.screens import find_screens

if TYPE_CHECKING:
    from footpath.evidence.guessing.profile import ColumnProfile
    from footpath.evidence.guessing.state import Deciding
    from footpath.evidence.profiles.types import Profile


class Taking:
    """The columns of a file that fits a profile, and the ways to give them roles."""

    def __init__(self, state: Deciding, profile: Profile) -> None:
        self.state = state
        self.profile = profile
        self._why = f"{profile.title} calls it so"

    def __contains__(self, name: str) -> bool:
        return self.column(name) is not None

    @property
    def names(self) -> list[str]:
        """Return the names of all columns, in the file's order."""
        return [column.name for column in self.state.profile.columns]

    def column(self, name: str) -> ColumnProfile | None:
        """Return a column that holds something, or None."""
        found = self.state.profile.get(name)
        return found if found is not None and found.filled else None

    def first(self, *names: str) -> str | None:
        """Return the first of these columns that holds something."""
        return next((name for name in names if name in self), None)

    def role(self, role: str, *names: str, why: str | None = None, means: str | None = None) -> str | None:
        """Give the first of these columns that holds something a role; return its name."""
        name = self.first(*names)
        if name is not None and not self.state.says(role):
            self.state.take(role, self.column(name), why or self._why, means=means)
        return name

    def either(self, role: str, *names: str, why: str | None = None, most: int = 4) -> str | None:
        """Give a role to the first that is filled in each row; return the columns as a source names them.

        Columns behind one that is always filled are not asked for.
        """
        found: list[ColumnProfile] = []
        for name in names:
            column = self.column(name)
            if column is not None and len(found) < most:
                found.append(column)
                if column.filled == column.rows:
                    break
        if not found:
            return None
        joined = " | ".join(column.name for column in found)
        if not self.state.says(role):
            several = f"the first that is filled; {self.profile.title} fills one or the other"
            self.state.take(
                role, replace(found[0], name=joined), why or (self._why if len(found) == 1 else several)
            )
            self.state.used |= {column.name for column in found}
        return joined

    def case(self, column: ColumnProfile, name: str, why: str) -> None:
        """Say which column is the case, under the name that a source gives it (each of a list, perhaps)."""
        self.state.take("case", replace(column, name=name), why, means="the case")
        self.state.used.add(column.name)

    def identity(self, id_: str | None, customer: str | None, why: str) -> None:
        """Say that one id is another's: anonymous visits before a known one belong to the customer."""
        if id_ is None or customer is None or self.state.says("identity") or self.state.says("customer"):
            return
        column = self.state.profile.get(id_) or self.state.profile.get(id_.split(" | ")[0])
        if column is None or not column.filled:
            return
        self.state.fields["identity"] = Identity(id=id_, customer=customer)
        shown = replace(column, name=id_)
        self.state.note("identity", shown, why, means=f"the same people as {customer}, before they are known")
        self.state.used |= set(id_.split(" | "))

    def times(self, times: Mapping[str, str]) -> None:
        """Say which column is the time of which event; those that hold nothing are left out."""
        filled = {event: column for event, column in times.items() if column in self}
        if self.state.says("times") or not filled:
            return
        self.state.fields["times"] = filled
        for event, name in filled.items():
            column = self.column(name)
            if column is not None:
                option = f"--times EVENT='{name}'"
                self.state.note("times", column, self._why, means=f"when “{event}” happened", option=option)

    def outcome(self, name: str, wanted: Sequence[str] = (), unwanted: Sequence[str] = ()) -> None:
        """Say which column tells how a case ended; values not named here are sorted by their words."""
        column = self.column(name)
        if column is None or self.state.says("outcome"):
            return
        values = [value for value, _ in column.top]
        good, bad = sort_values(values)
        if wanted or unwanted:
            good = tuple(value for value in values if value.casefold() in wanted)
            bad = tuple(value for value in values if value.casefold() in unwanted)
        self.state.fields["outcome"] = Outcome(column=name, wanted=good, unwanted=bad)
        parts = [f"{what}: {', '.join(some)}" for what, some in (("good", good), ("bad", bad)) if some] or [
            "no value says how it ended"
        ]
        self.state.note(
            "outcome", column, "; ".join(parts) + "; the rest is still open", means="how it ended"
        )

    def screens(self, *names: str, views: Iterable[str] = ()) -> None:
        """Say that the first of these columns that holds something has addresses, and which events are looks at them."""
        name = self.first(*names)
        if name is None or self.state.screens is not None or self.state.says("screens"):
            return
        column = self.column(name)
        assert column is not None  # noqa: S101  # first() found it
        event = self.state.profile.get(str(self.state.fields.get("event")).split(" | ")[-1])
        seen = {value.casefold() for value, _ in event.top} if event is not None else set()
        views = [view for view in views if view.casefold() in seen] or list(views)
        values = self.state.profile.samples.get(name) or tuple(value for value, _ in column.top)
        self.state.take_screens(find_screens(name, values, views), column)

    def leave(self, name: str, why: str) -> None:
        """Leave a column out, and say why."""
        if name in self and name not in self.state.used:
            self.state.left_out[name] = why
            self.state.used.add(name)

    def zone(self, zone: str, why: str) -> None:
        """Say in which zone times without one are."""
        if not self.state.says("zone"):
            self.state.fields["zone"] = zone
            self.state.say("zone", f"times are read as {zone}", why, OPTIONS["zone"])

    def event_name(self, name: str) -> None:
        """Say that every row is one event of that name."""
        if not self.state.says("event_name"):
            self.state.fields["event_name"] = name
            self.state.say("event_name", f"every row is the event “{name}”", self._why, OPTIONS["event_name"])
