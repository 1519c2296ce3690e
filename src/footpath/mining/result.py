"""What a question answers: rows with their definition, the facts of the source behind them, and notes."""

from __future__ import annotations

import base64
import csv
import html
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from footpath.base import SHOWERS, format_day, us_to_datetime

if TYPE_CHECKING:
    from footpath.base import Drawn
    from footpath.engines import SourceFacts
    from footpath.engines.types import ArrowTable

_SHOWN = 30
_DRAWN = 200_000
"""A notebook draws no longer table than this unasked: its rows become Python objects for it."""


@dataclass(frozen=True)
class Result:
    """The answer to a question.

    Attributes
    ----------
    command
        As typed: "mine funnel".
    definition
        What was counted, in words: order, window, zone, session rule, population.
    source
        The facts of the source.
    rows
        A `pyarrow.Table` with the columns of DESIGN section 6, in their order; shares 0..1, times in seconds.
    notes
        What a reader should know: duplicates left out, ties, events without a customer.
    """

    command: str
    definition: str
    source: SourceFacts
    rows: ArrowTable
    notes: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(self.rows.column_names)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries."""
        found: list[dict[str, Any]] = self.rows.to_pylist()
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the one object that ``--json`` prints (DESIGN section 6)."""
        return {
            "command": self.command,
            "definition": self.definition,
            "source": source_to_json(self.source),
            "rows": self.to_dicts(),
            "notes": list(self.notes),
        }

    def to_csv(self) -> str:
        """Return the rows as CSV; a list (a path) stands in one cell, its parts joined by " > ".

        A text that a spreadsheet would take for a formula gets an apostrophe before it.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.to_dicts():
            writer.writerow([_csv_cell(row[name]) for name in self.columns])
        return out.getvalue()

    def to_text(self, *, limit: int | None = _SHOWN) -> str:
        """Return the rows as a plain table for a terminal, the first `limit` of them (None: all)."""
        rows = self.to_dicts()
        shown = rows if limit is None else rows[:limit]
        cells = [list(self.columns), *([_shown(row[name]) for name in self.columns] for row in shown)]
        widths = [max(len(line[i]) for line in cells) for i in range(len(self.columns))]
        numeric = [all(not isinstance(row[name], str | list) for row in shown) for name in self.columns]
        lines = [
            "  ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(line, widths, numeric, strict=True)
            ).rstrip()
            for line in cells
        ]
        if len(shown) < len(rows):
            lines.append(f"... and {len(rows) - len(shown)} more")
        return "\n".join(lines) + "\n"

    def draw(self, *, theme: str = "light", width: float | None = None) -> Drawn:
        """Return the answer drawn: a picture with its claim, its numbers and how they were counted.

        Parameters
        ----------
        theme
            light, dark, contrast or print.
        width
            In points; None is the usual width, 760.

        Raises
        ------
        BadInputError
            unknown-name for a theme, chart-width for a width that nothing is drawn at.
        """
        asked = {**self.to_json(), "columns": self.columns}
        return SHOWERS.get("answer")(asked, theme=theme, width=width)

    def to_svg(self, *, theme: str = "light", width: float | None = None) -> str:
        """Return the picture as one SVG document; parameters and errors are those of `draw`."""
        return self.draw(theme=theme, width=width).to_svg()

    def to_html(self, *, theme: str = "light", width: float | None = None) -> str:
        """Return the picture as a page of one file, with the table; parameters and errors are those of `draw`."""
        return self.draw(theme=theme, width=width).to_html()

    def _repr_html_(self) -> str:
        """Return the picture above the table, for a notebook: an image, so that its styles touch nothing else."""
        if self.rows.num_rows > _DRAWN:
            return self._table()
        svg = base64.b64encode(self.to_svg().encode("utf-8")).decode("ascii")
        alt = html.escape(f"{self.command}, drawn; the table below says the same")
        return (
            f'<img src="data:image/svg+xml;base64,{svg}" alt="{alt}" style="max-width:100%;height:auto">'
            f"{self._table()}"
        )

    def _table(self) -> str:
        rows = self.to_dicts()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_shown(row[name]))}</td>" for name in self.columns) + "</tr>"
            for row in rows[:_SHOWN]
        )
        more = f"<p>... and {len(rows) - _SHOWN} more</p>" if len(rows) > _SHOWN else ""
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        return (
            f"<table><caption>{html.escape(self.command)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>{more}<p>{html.escape(self.definition)}</p><ul>{notes}</ul>"
        )


def source_to_json(facts: SourceFacts) -> dict[str, Any]:
    """Return the facts as the ``source`` object of ``--json``; the period is UTC, null where there are no rows."""
    period = None
    if facts.from_us is not None and facts.to_us is not None:
        period = [
            us_to_datetime(us).isoformat().replace("+00:00", "Z") for us in (facts.from_us, facts.to_us)
        ]
    return {
        "rows": facts.rows,
        "customers": facts.customers,
        "period": period,
        "ties": facts.ties,
        "duplicates": facts.duplicates,
        "aside": facts.aside,
    }


def notes_about(facts: SourceFacts) -> list[str]:
    """Return the sentences that a reader of any number over this source should see."""
    notes = []
    if facts.from_us is not None and facts.to_us is not None:
        notes.append(
            f"{facts.rows:,} events from {format_day(facts.from_us)} to {format_day(facts.to_us)} (UTC)."
        )
    if facts.aside:
        notes.append(f"{facts.aside:,} rows of the source could not be read and were set aside.")
    if facts.no_customer:
        notes.append(
            f"{facts.no_customer:,} events name no customer: they count in nothing that needs an order."
        )
    if facts.duplicates:
        notes.append(
            f"{facts.duplicates:,} rows repeat an event_id and were left out: the first "
            f"{'to arrive' if facts.arrival else 'by time'} stays."
        )
    if facts.ties:
        share = 100 * facts.share_of_ties
        notes.append(
            f"{facts.ties:,} events ({share:.2g} %) are at the same instant as another of their customer; "
            f"they stand in the order of the source's sequence, else of {'arrival' if facts.arrival else 'event_id and event'}."
        )
    if not facts.arrival:
        notes.append(
            "The table does not tell in which order its rows came: where time and sequence are equal, event_id and event "
            "(as bytes) decide."
        )
    if facts.tied_ids:
        notes.append(f"{facts.tied_ids:,} anonymous ids were joined to the customer that they name.")
    if facts.ambiguous_ids:
        notes.append(f"{facts.ambiguous_ids:,} ids name several customers and were left alone.")
    return notes


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, list):
        return " > ".join(str(part) for part in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    text = " > ".join(str(part) for part in value) if isinstance(value, list) else value
    if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + text
    return text
