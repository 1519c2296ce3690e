"""The report of a load: what a source's columns were taken for, and what was found, written for the person who has the shop."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from footpath.base import Problem, us_to_datetime
from footpath.evidence.raw import Aside

if TYPE_CHECKING:
    from footpath.atlas.types import Source
    from footpath.evidence.screens.types import Screens

_WIDTH = 118
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Taken:
    """One column (or several that are alike): what it was taken for, examples, and the option that changes it."""

    column: str
    means: str
    examples: tuple[str, ...] = ()
    option: str = ""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What was found when a source was read; None is "not counted here" (Parquet in place: the engine counts).

    `rows` stood in the files, `read_rows` of them were read. `duplicates` are events removed because their id (or,
    over overlapping files, the whole event) stood before; `equal_rows` are equal events that were kept. `ties` are
    events that share customer and time with another. `aside` counts rows and values set aside; `first_asides` shows
    some, `aside_file` has them. `table` is the name of a table in an engine, which nobody has looked into here. Times are
    microseconds, UTC.
    """

    source: str
    files: tuple[str, ...] = ()
    rows: int = 0
    read_rows: int = 0
    events: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    from_us: int | None = None
    to_us: int | None = None
    customers: int | None = None
    cases: int | None = None
    duplicates: int | None = None
    equal_rows: int | None = None
    ties: int | None = None
    no_customer: int | None = None
    answers: int | None = None
    remarks: int | None = None
    known_customers: int | None = None
    identities: int | None = None
    zone: str = "UTC"
    aside: int = 0
    first_asides: tuple[Aside, ...] = ()
    aside_file: str | None = None
    case_word: str = "case"
    in_place: bool = False
    table: str | None = None
    taken: tuple[Taken, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def period(self) -> tuple[int | None, int | None]:
        """Return the first and last time, microseconds UTC."""
        return self.from_us, self.to_us

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        data = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        data["kinds"] = dict(self.kinds)
        data["first_asides"] = [aside.to_json() for aside in self.first_asides]
        data["taken"] = [dataclasses.asdict(taken) for taken in self.taken]
        data["problems"] = [problem.to_json() for problem in self.problems]
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LoadReport:
        """Read back what `to_json` wrote."""
        given = dict(data)
        given["first_asides"] = tuple(Aside.from_json(aside) for aside in data["first_asides"])
        given["taken"] = tuple(
            Taken(**{**taken, "examples": tuple(taken["examples"])}) for taken in data["taken"]
        )
        given["problems"] = tuple(Problem.from_json(problem) for problem in data["problems"])
        for name in ("files", "left_out", "notes"):
            given[name] = tuple(data[name])
        return cls(**given)

    def render(self, width: int = _WIDTH) -> str:
        """Return the report as text that fits a screen: what was found, what columns mean, what to look at."""
        lines = [f"{self.source}: {self._found()}"]
        period = self._period()
        if period:
            lines.append(f"  {period}")
        if self.kinds:
            lines += _wrapped("  ", [f"{name} {count:,}" for name, count in _shown(self.kinds)], width)
        lines += ["", *self._table(width)]
        if self.left_out:
            lines += _wrapped("  left out: ", list(self.left_out), width)
        lines += ["", *(f"  {line}" for line in self._asides() if self.table is None)]
        for note in self.notes:
            lines += textwrap.wrap(
                note, width, initial_indent="  - ", subsequent_indent="    ", break_long_words=False
            )
        for problem in self.problems:
            lines += ["", *(f"  {line}" for line in problem.render().splitlines())]
        return "\n".join(lines)

    # ------------------------------------------------------------ parts of the text

    def _found(self) -> str:
        if self.table is not None:
            return f"the table {self.table}, read in the engine each time it is asked"
        files = ", ".join(PurePath(file).name for file in self.files[:2])
        if len(self.files) > 2:
            files += f" and {len(self.files) - 2} more"
        head = (
            f"{_count(self.rows, 'row')} of {files}"
            if self.rows == self.read_rows
            else (f"{self.read_rows:,} of {_count(self.rows, 'row')} of {files}")
        )
        if self.in_place:
            return f"{head}, read where they lie each time they are asked"
        parts = []
        if self.events is not None:
            parts.append(_count(self.events, "event"))
        if self.cases:
            parts.append(f"{self.cases:,} {_plural(self.case_word, self.cases)}")
        if self.customers:
            parts.append(_count(self.customers, "customer"))
        for number, word in ((self.answers, "score"), (self.remarks, "remark")):
            if number is not None:
                parts.append(_count(number, word))
        if self.known_customers is not None:
            parts.append(f"traits of {_count(self.known_customers, 'customer')}")
        if self.identities is not None:
            parts.append(f"{_count(self.identities, 'id')} tied to customers")
        return f"{head} give {', '.join(parts)}" if parts else head

    def _period(self) -> str:
        if self.from_us is None or self.to_us is None:
            return ""
        return (
            f"from {_day(self.from_us, self.zone)} to {_day(self.to_us, self.zone)}, days in zone {self.zone}"
        )

    def _table(self, width: int) -> list[str]:
        rows = [(t.column, t.means, t.examples[0] if t.examples else "", t.option) for t in self.taken]
        if not rows:
            return []
        heads = ("column", "taken for", "such as", "if that is wrong")
        caps = (32, 44, 22, 48)
        widths = [min(max(len(row[i]) for row in (heads, *rows)), caps[i]) for i in range(4)]
        spare = width - 2 - 6 - widths[0] - widths[1] - widths[3]
        widths[2] = max(8, min(widths[2], spare))
        out = []
        for row in (heads, *rows):
            cells = [_cut(row[i], widths[i]).ljust(widths[i]) for i in range(3)]
            out.append(f"  {cells[0]}  {cells[1]}  {cells[2]}  {row[3]}".rstrip())
        return out

    def _asides(self) -> list[str]:
        if not self.aside:
            return ["Nothing was set aside."]
        lines = []
        for aside in self.first_asides[:3]:
            place = (
                f"{PurePath(aside.file).name}, line {aside.line}" if aside.line else PurePath(aside.file).name
            )
            column = f" ({aside.column})" if aside.column else ""
            value = f'"{aside.value}" ' if aside.value else ""
            lines.append(f"{place}: {value}{aside.reason}{column}. Set aside.")
        lines.append(
            f"Set aside in all: {self.aside:,} of {self.rows:,} rows or values in them; {self.read_rows:,} rows read."
        )
        if self.aside_file:
            lines.append(f"All of them, with people masked: {self.aside_file}")
        return lines


def taken_of(
    source: Source, examples: Mapping[str, list[str]], case_word: str, screens: Screens | None = None
) -> tuple[Taken, ...]:
    """Return what each column of a source is taken for, in the words of the report."""
    from footpath.evidence.guessing.state import MEANS
    from footpath.evidence.guessing.types import OPTIONS

    out: list[Taken] = []

    def add(column: str | None, means: str, option: str) -> None:
        if column:
            out.append(Taken(column, means, tuple(examples.get(column, ())), option))

    add(source.case, f"the {case_word}", OPTIONS["case"])
    add(source.customer, "the customer", OPTIONS["customer"])
    if source.identity:
        add(source.identity.id, f"another id of {source.identity.customer}", OPTIONS["identity"])
        add(source.identity.since, "since when that id is the customer's", OPTIONS["identity"])
    if source.time:
        name = source.event_name
        add(
            source.time,
            f"when “{name}” happened" if name and not source.event else "when it happened",
            OPTIONS["time"],
        )
    add(source.event, "what happened", OPTIONS["event"])
    for event, column in source.times.items():
        pair = f"{event}=COLUMN"
        add(column, f"when “{event}” happened", f"--times '{pair}'" if " " in event else f"--times {pair}")
    for event, column in source.promises.items():
        add(column, f"the promise of “{event}”", f"--promise {event}=COLUMN")
    if source.outcome:
        add(source.outcome.column, "how it ended", "--outcome COLUMN")
    for role in ("event_id", "sequence", "session", "channel", "value", "currency", "actor"):
        add(getattr(source, role), MEANS[role], OPTIONS[role])
    if source.score:
        low, high = source.score.scale
        kind = {"nps": "would they recommend us", "csat": "how content they are", "ces": "how easy it was"}
        words = kind.get(source.score.kind, "how they feel, as a score")
        add(source.score.column, f"{words}, {low:g} to {high:g}", f"--score COLUMN:{low:g}-{high:g}")
    for column in source.text:
        add(column, "what they say", OPTIONS["text"])
    for role in ("said", "remark_id", "language", "about", "known"):
        add(getattr(source, role), MEANS[role], OPTIONS[role])
    if screens is not None:
        add(screens.column, "the screen that an address shows", OPTIONS["screens"])
    seen: dict[str, Taken] = {}
    for taken in out:
        seen.setdefault(taken.column, taken)
    for role, words in (("properties", "kept as they are"), ("traits", "what is known of the customer")):
        columns = [column for column in getattr(source, role) if column not in seen]
        if columns:
            label = ", ".join(columns[:3]) + (f", {len(columns) - 3} more" if len(columns) > 3 else "")
            seen[label] = Taken(label, words, tuple(examples.get(columns[0], ())), OPTIONS[role])
    return tuple(seen.values())


def _shown(kinds: Mapping[str, int], most: int = 12) -> list[tuple[str, int]]:
    items = list(kinds.items())
    if len(items) <= most:
        return items
    by_count = sorted(items, key=lambda item: -item[1])
    return [
        *by_count[: most - 1],
        (f"and {len(items) - most + 1} further kinds", sum(c for _, c in by_count[most - 1 :])),
    ]


def _wrapped(head: str, parts: list[str], width: int) -> list[str]:
    lines, line = [], head
    for number, part in enumerate(parts):
        piece = part + ("," if number < len(parts) - 1 else "")
        if len(line) + len(piece) + 1 > width and line.strip():
            lines.append(line.rstrip())
            line = " " * len(head)
        line += piece + " "
    return [*lines, line.rstrip()]


def _count(number: int, word: str) -> str:
    return f"{number:,} {_plural(word, number)}"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word[:-1]}ies" if word.endswith(("ry", "ty")) else f"{word}s"


def _cut(text: str, width: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def _day(us: int, zone: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    moment = us_to_datetime(us)
    try:
        moment = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
