"""What a reader gives: plain data as it would be written in an atlas, what it guessed, and the report of what was lost.

Readers are pure: a text or rows in, data out. So they run in a child process, behind the one door to foreign bytes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from footpath.atlas import Operation
from footpath.base import BadInputError, Problem
from footpath.interchange.report import Counted, Report

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Foreign:
    """What somebody else wrote: a text, or (from a workbook) rows of texts; `name` is the file's, without its ending."""

    text: str = ""
    rows: Rows | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says where a guess was wrong.

    `lanes` gives the role of a row by its name; `language` is that of the texts; `columns` gives the meaning of a
    column of a list (text, stage, step, lane, ...) by its name.
    """

    lanes: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that was guessed: what it is about, what it was taken for, and the option that changes it."""

    what: str
    taken: str
    option: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, as plain data in the short forms of the document.

    Each journey and persona is the data of a file of its own; the libraries are lists of entries, and `channels` belong
    to the atlas's head. Ids are written where something refers to them.
    """

    report: Report
    journeys: tuple[Mapping[str, Any], ...] = ()
    personas: tuple[Mapping[str, Any], ...] = ()
    touchpoints: tuple[Mapping[str, Any], ...] = ()
    opportunities: tuple[Mapping[str, Any], ...] = ()
    channels: tuple[Mapping[str, Any], ...] = ()
    departments: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the whole as plain data, to cross a process."""
        data = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        data["report"] = self.report.to_json()
        data["guesses"] = [dataclasses.asdict(guess) for guess in self.guesses]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Read:
        """Return what `to_json` gave."""
        report = data["report"]
        made = Report(
            format=report["format"],
            direction="in",
            kept=tuple(Counted(**one) for one in report["kept"]),
            lost=tuple(Counted(**one) for one in report["lost"]),
            assumed=tuple(report["assumed"]),
            problems=tuple(Problem.from_json(one) for one in report["problems"]),
        )
        lists = {
            f.name: tuple(data[f.name])
            for f in dataclasses.fields(cls)
            if f.name not in ("report", "guesses")
        }
        return cls(report=made, guesses=tuple(Guess(**one) for one in data["guesses"]), **lists)


@dataclass(frozen=True, slots=True)
class Back:
    """The operations that bring a table's changes into an atlas, and the report."""

    operations: tuple[Operation, ...]
    report: Report
    guesses: tuple[Guess, ...] = ()


def refuse(message: str, help_: str, *, value: str | None = None) -> BadInputError:
    """Return the error of a text that is not in the format that it was read as."""
    return BadInputError(Problem(code="not-this-format", message=message, value=value, help=help_))


def rows_of(foreign: Foreign) -> list[list[str]]:
    """Return the rows of a table: those of a workbook, else the text as CSV with the separator that it uses."""
    if foreign.rows is not None:
        return [list(row) for row in foreign.rows]
    import csv
    import io

    text = foreign.text.removeprefix("\ufeff")
    head = text[:65536]
    counts = {mark: _regular(head, mark) for mark in ",;\t|"}
    best = max(counts, key=lambda mark: counts[mark])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=best, strict=False))
    except csv.Error as error:
        raise refuse(f"this is no table ({error})", "Save it as CSV or XLSX.") from None


def _regular(text: str, mark: str) -> tuple[int, int]:
    """Return how many rows have the commonest width over one, and that width: a separator makes rows alike."""
    import csv
    import io
    from collections import Counter

    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row)
    except csv.Error:
        return (0, 0)
    wide = [(count, width) for width, count in widths.items() if width > 1]
    return max(wide, default=(0, 0))
