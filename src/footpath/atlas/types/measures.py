"""What was measured: one run a file, never edited by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from footpath.atlas.types.base import JourneyId, Model, SourceId, StepId


class MeasureRow(Model):
    """A named number with unit, n, interval, period and source.

    `on` and `id` say what it is about; a transition's id is ``from>to``. `value` is None where n is under the
    privacy floor or there is nothing to count; `floor` is then True. Shares are 0..1, times are seconds.
    """

    on: Literal["journey", "stage", "step", "touchpoint", "persona", "transition", "barrier", "outcome"]
    id: str
    measure: str
    value: float | None
    unit: str
    n: int
    low: float | None = None
    high: float | None = None
    from_: date | None = None
    to: date | None = None
    source: str = ""
    among: str = Field(default="", description="a part of those meant: late, in-time; empty is all")
    segment: str = Field(default="", description="among whom: a persona or segment; empty is all")
    floor: bool = False


class SourceState(Model):
    """What a source was when it was measured: enough to tell changed data from a changed number."""

    id: SourceId
    hash: str
    rows: int = 0
    customers: int = 0
    cases: int = 0
    from_: date | None = None
    to: date | None = None


class QuoteRow(Model):
    """A remark chosen for the map, masked, with what it is an example of."""

    step: StepId
    text: str
    remark: str
    source: SourceId
    said: date | None = None
    score: float | None = None
    kind: Literal["typical", "extreme"] = "typical"
    alike: int = 0
    of: int = 0


class MeasureRun(Model):
    """One run of `footpath measure`: a file in `measures/`, never overwritten or edited by hand."""

    footpath_measures: int = 1
    journey: JourneyId
    made: str = Field(description="UTC, 2026-11-21T09:30:00Z")
    zone: str = "UTC"
    sources: tuple[SourceState, ...] = ()
    definitions: Mapping[str, str] = Field(
        default_factory=dict, description="measure to its definition in words"
    )
    rows: tuple[MeasureRow, ...] = ()
    quotes: tuple[QuoteRow, ...] = ()
    notes: tuple[str, ...] = ()

    def find(
        self, on: str, id_: str, measure: str, *, among: str = "", segment: str = ""
    ) -> MeasureRow | None:
        """Return the row for that thing and measure, or None."""
        for row in self.rows:
            if (row.measure, row.id, row.on, row.among, row.segment) == (measure, id_, on, among, segment):
                return row
        return None
