"""The question which segments there are: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

from footpath.mining.columns import floats, integers, texts
from footpath.mining.part import Part, part_of
from footpath.mining.question import bad_parameter
from footpath.stats import LEAST_AGREEMENT

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.mining.result import Result
    from footpath.rules import Rule

Made = Literal["events", "transitions"]
COLUMNS = ("segment", "customers", "share", "low", "high", "agreement", "marks")
DETAIL = (
    "segment",
    "property",
    "value",
    "customers",
    "share_in",
    "share_out",
    "difference",
    "low",
    "high",
    "lift",
    "p",
    "q",
    "tests",
)
_TRIED = b"footpath-agreement"
"""Clustering takes seconds: what it told beside the rows goes from `finish` to `complete` with them."""


@dataclass(frozen=True)
class Segments:
    """Customers whose journeys are alike (rules M187 to M189).

    Result: one row a segment, the largest first: segment str ("1", "2", ...), customers int64, share float64 of the customers
    looked at (0..1) with low and high (95 %), agreement float64 (adjusted Rand index of clusterings of resamples, the same
    in each row; null for one segment), marks str: the events that more of the segment's
    customers have than of the others, by difference, the first five.

    In `detail`: one row a segment and event, transition or property value that tells it apart: customers int64 (of the
    segment, who have it), share_in and share_out float64 (of the segment's and of the other customers), difference
    with low and high, lift float64 (share_in by share_out; null where that is 0), p, q and tests (over how many rows
    q is held). p and q are null for events and transitions: the segments were made from them.
    """

    of: Made = "events"
    most: int = 8
    sample: int = 20_000
    properties: tuple[str, ...] | None = None
    detail: bool = False
    seed: int = 0
    least: int = 30
    least_events: int = 5
    part: Part = field(default_factory=Part)
    known: tuple[str, ...] | None = field(default=None, compare=False, repr=False)
    command: ClassVar[str] = "mine segments"
    notes: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.of not in get_args(Made):
            raise bad_parameter(f"segments cannot be made of {self.of!r}", ", ".join(get_args(Made)))
        if self.most < 2:
            raise bad_parameter(f"most cannot be {self.most}", "2 or more")
        if self.least_events < 1:
            raise bad_parameter(f"least_events cannot be {self.least_events}", "1 or more")
        if self.sample < 10:
            raise bad_parameter(f"sample cannot be {self.sample}", "10 or more")

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail does not know which columns there are."""
        if self.properties is None and self.known is None:
            return {}
        return {"trail": "footpath.mining.segments.trail:trail"}

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the result's columns, in order."""
        return DETAIL if self.detail else COLUMNS

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        from footpath.mining.segments.clustering import MOST_FEATURES

        what = "event" if self.of == "events" else "event, and of how often one directly follows another"
        told = (
            "share_in and share_out: of the customers inside and outside who have it. low and high: Newcombe's interval "
            "(95 %). p: Fisher's exact or the score test; q: p adjusted by Benjamini and Hochberg over all rows that "
            "have one. Events have none: the segments were made from them, so they differ by construction."
            if self.detail
            else "low and high: Wilson interval (95 %) of the share. marks: the events that the segment's customers have "
            "more often than the others."
        )
        return (
            f"Customers whose journeys are alike, found in counts of each {what} (the {MOST_FEATURES} most frequent), "
            "by the angle between them, so that the mix counts and not the length: "
            f"spherical k-means on the square roots of counts, seed {self.seed}. Of 2 to {self.most} segments the number is taken on which clusterings "
            f"of resampled customers agree best (mean adjusted Rand index; of nearly equal ones the largest); below {LEAST_AGREEMENT} "
            f"there is one segment: the journeys do not fall apart. At most {self.sample:,} customers are looked at, drawn "
            f"by key; those with fewer than {self.least_events} events, and events without a customer are left out. {told}"
        )

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Segments:
        """Return the question with the part asked for."""
        from footpath.mining.segments.portable import looked_at

        events = workspace.events
        known = None if events is None or self.properties is not None else looked_at(self, events)
        return dataclasses.replace(self, part=part_of(workspace, where, zone), known=known)

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: what each customer of the sample did and is."""
        from footpath.mining.segments.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the segments, or what tells them apart."""
        import pyarrow as pa

        from footpath.mining.segments.apart import detail_rows, summary_rows
        from footpath.mining.segments.clustering import clustered

        found = clustered(self, rows)
        made = detail_rows(self, found) if self.detail else summary_rows(self, found)
        kinds: dict[str, Any] = dict.fromkeys(self.columns, floats)
        kinds |= dict.fromkeys(("segment", "property", "value", "marks"), texts)
        kinds |= dict.fromkeys(("customers", "tests"), integers)
        table = pa.table({name: kinds[name]([row[name] for row in made]) for name in self.columns})
        return table.replace_schema_metadata({_TRIED: json.dumps(found.tried)})

    def complete(self, result: Result, rows: ArrowTable) -> Result:
        """Return the result with how many customers were looked at, and whether their journeys fall apart."""
        import pyarrow.compute as pc

        from footpath.mining.segments.portable import ALL, FEW

        counted = rows.filter(pc.is_null(rows["property"])).to_pylist()
        told = {row["value"]: row["count"] for row in counted}
        tried = {int(k): index for k, index in json.loads(result.rows.schema.metadata[_TRIED]).items()}
        total, few, said = told.get(ALL, 0), told.get(FEW, 0), []
        if self.sample < total:
            said.append(f"Looked at {self.sample:,} of {total:,} customers, drawn by key.")
        if few:
            said.append(f"{few:,} customers have fewer than {self.least_events} events and are left out.")
        if tried:
            best = max(tried, key=lambda k: (tried[k], k))
            said.append(
                f"Clusterings of resamples agree best on {best} segments (adjusted Rand {tried[best]:.2f})"
                + (": too little to tell segments." if tried[best] < LEAST_AGREEMENT else ".")
            )
        result = dataclasses.replace(result, rows=result.rows.replace_schema_metadata(None))
        return dataclasses.replace(result, notes=(*said, *result.notes))


def segments(
    *,
    of: Made = "events",
    most: int = 8,
    sample: int = 20_000,
    properties: Sequence[str] | None = None,
    detail: bool = False,
    seed: int = 0,
    least: int = 30,
    least_events: int = 5,
) -> Segments:
    """Return the question which segments there are in what customers do.

    Parameters
    ----------
    of
        ``events``: how often each; ``transitions``: also how often one directly follows another.
    most
        The largest number of segments that is tried.
    sample
        How many customers at most are looked at.
    properties
        The columns by which segments may be told apart; None is all texts and yes-or-no properties.
    detail
        What tells each segment apart, instead of their sizes.
    least
        Values that fewer customers have are not looked at in `detail`.
    least_events
        Customers with fewer events are left out: so few tell nothing of a mix.

    Raises
    ------
    BadInputError
        question-parameter.
    """
    looked = None if properties is None else tuple(properties)
    return Segments(of, most, sample, looked, detail, seed, least, least_events)
