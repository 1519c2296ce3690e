"""What a chart is drawn from: the answer to a question as plain data, whoever gave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes
    ----------
    command
        As typed: "mine funnel"; it picks the chart.
    definition
        What was counted, in words.
    columns, rows
        The rows as they are in the table: shares 0..1, times in seconds, None where there is no number.
    facts
        Of the source: rows, customers, period (two texts, or None).
    notes
        What a reader should know besides.
    title
        The claim over the picture; empty: the chart says what it sees.
    """

    command: str
    definition: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    title: str = ""

    def has(self, *columns: str) -> bool:
        """Return whether the answer has all these columns."""
        return all(name in self.columns for name in columns)


def groups(rows: Sequence[Row], column: str) -> dict[Any, list[Row]]:
    """Return the rows by what stands in a column, in the order of the rows."""
    out: dict[Any, list[Row]] = {}
    for row in rows:
        out.setdefault(row[column], []).append(row)
    return out
