"""The question of sessions: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from footpath.base import MINUTE, format_duration
from footpath.mining.columns import floats, integers
from footpath.mining.question import bad_parameter

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

COLUMNS = ("session", "customer", "start_us", "end_us", "events")
SUMMARY = ("sessions", "customers", "median_events", "median_s")


@dataclass(frozen=True)
class Sessions:
    """How customers' events fall into sessions (rules M10 to M12).

    Result: one row a session, ordered by customer and start: session int64 (from 1 within a customer), customer str,
    start_us and end_us int64 (first and last event, UTC), events int64. With `summary` one row: sessions, customers,
    median_events, median_s (null where there are none).
    """

    gap_us: int = 30 * MINUTE
    own: bool = False
    summary: bool = False
    command: ClassVar[str] = "mine sessions"
    columns: tuple[str, ...] = field(default=COLUMNS, init=False)

    def __post_init__(self) -> None:
        if self.gap_us < 0:
            raise bad_parameter("a gap cannot be negative", "a duration such as 30m")
        object.__setattr__(self, "columns", SUMMARY if self.summary else COLUMNS)

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one; the source's own sessions have none."""
        return {} if self.own else {"trail": "footpath.mining.sessions.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        if self.own:
            rule = "A session is what the source calls one (its session_id); events without it are left out."
        else:
            rule = (
                f"A session ends with a silence strictly longer than {format_duration(self.gap_us)} between two events "
                "of one customer."
            )
        return f"{rule} Events without a customer are left out. Order: by time, then sequence, then arrival."

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: one sort of the events, one of the sessions."""
        from footpath.mining.sessions.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows, times of the summary in seconds."""
        if not self.summary:
            return rows.select(list(self.columns))
        import pyarrow as pa

        row = rows.to_pylist()[0]
        length = None if row["median_us"] is None else row["median_us"] / 1e6
        return pa.table(
            {
                "sessions": integers([row["sessions"]]),
                "customers": integers([row["customers"]]),
                "median_events": floats([row["median_events"]]),
                "median_s": floats([length]),
            }
        )


def sessions(*, gap_us: int = 30 * MINUTE, own: bool = False, summary: bool = False) -> Sessions:
    """Return the question how events fall into sessions.

    Parameters
    ----------
    gap_us
        A silence strictly longer than this begins a new session.
    own
        Use the source's session_id instead.
    summary
        One row over all sessions instead of one row each.
    """
    return Sessions(gap_us, own, summary)
