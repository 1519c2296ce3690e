"""What an engine is: it opens prepared sources as a workspace of canonical tables and runs lazy expressions over them.

An engine holds tables and runs things; it knows no question. Third parties add one by the entry-point group
``footpath.engines``: a name (the URL's scheme) for a callable ``(EngineUrl, EngineOptions) -> Engine``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.evidence import Prepared
    from footpath.rules import Rule

Table = Any
"""An ibis table expression (ibis publishes no types for its columns)."""

ArrowTable = Any
"""A `pyarrow.Table` (pyarrow publishes no types)."""


@dataclass(frozen=True, slots=True)
class EngineUrl:
    """An engine's URL, taken apart: ``scheme://rest``."""

    scheme: str
    rest: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.rest}"


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What an engine may use.

    `memory` is a size (4GB) before it spills; `threads` 0 is one a core; `temp` is where it spills (None: the user's
    cache folder); `spill` is the most that it may spill (None: half of what is free there when it opens);
    `trails` is the most that kept trails may take together (the longest unused go first); `seconds` stops a query that takes longer (None: never).
    """

    memory: str = "4GB"
    threads: int = 0
    temp: Path | None = None
    spill: str | None = None
    seconds: float | None = None
    trails: str = "20GB"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What stands behind every number: how much there was, and what was odd about it.

    `rows` are events after duplicates were removed; `ties` are the events that share customer and time with another;
    `duplicates` are rows that stood before (by event_id) and are not counted in `rows`. `tied_ids` are anonymous ids that became the customer they name,
    `ambiguous_ids` those that name several and were left alone. `arrival` says whether the order in which rows came is known:
    of a table by name it is not. Times are None where there are no rows.
    """

    rows: int
    customers: int
    cases: int = 0
    from_us: int | None = None
    to_us: int | None = None
    ties: int = 0
    duplicates: int = 0
    aside: int = 0
    no_customer: int = 0
    tied_ids: int = 0
    ambiguous_ids: int = 0
    arrival: bool = True

    @property
    def share_of_ties(self) -> float:
        """Return the share of events at equal times, 0 where there are no events."""
        return self.ties / self.rows if self.rows else 0.0


_UNITS = {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_UNITS |= {"kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40}


def size_in_bytes(size: str) -> int:
    """Return how many bytes a size such as ``10GB`` is (a size that `open_engine` has read)."""
    digits = size.strip().rstrip("KkMmGgTtIiBb").rstrip()
    return int(float(digits) * _UNITS[size.strip()[len(digits) :].strip().lower()])


class Workspace(Protocol):
    """Canonical tables of some sources, opened; lazy, so that nothing is read before `fetch`.

    `events` has the columns of `evidence.EVENTS` (without `sequence` where no source has one), the kept and derived
    columns, and customer_key int64? (equal for equal customers, made per distinct id), arrival int64 (the order in
    which rows came; not where a source is a table by name), late bool? and delay_us int64? (null where nothing was promised). `customer_id` is the customer
    after identities were joined. `answers`, `remarks` and `customers` have customer_key too.
    `forms` names the forms of questions that this engine runs, best first. "trail" is a pass over arrays, of a workspace
    that `HasTrail`; "portable" is lazy Ibis; an engine that
    names it, as it compiles Ibis itself, answers in it like in any other, and one that does not says so in a note.
    """

    forms: tuple[str, ...]

    @property
    def events(self) -> Table | None:
        """Return the events, or None where no source gives any."""

    @property
    def answers(self) -> Table | None:
        """Return the answers, or None."""

    @property
    def remarks(self) -> Table | None:
        """Return the remarks, or None."""

    @property
    def customers(self) -> Table | None:
        """Return the customers with their traits, or None."""

    @property
    def facts(self) -> SourceFacts:
        """Return what stands behind the numbers; counted once, when first asked."""

    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression and return its rows; EngineError where the engine fails."""

    def keep(self, expr: Table) -> Table:
        """Run an expression once and return a table that holds its rows until the workspace closes."""

    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here (small ones: names, codes) that lives until the workspace closes."""

    def learn(self, **counted: int) -> None:
        """Take what a question over all events has counted in passing (customers, ties), so that `facts` need not."""

    def explain(self, expr: Table) -> str:
        """Return the query that `fetch` would run."""

    def cancel(self) -> None:
        """Stop the query that runs now, from another thread."""

    def close(self) -> None:
        """Give everything back; the workspace answers nothing afterwards."""


@runtime_checkable
class HasTrail(Protocol):
    """A workspace that keeps its events sorted (the form "trail")."""

    def view(self, where: Rule | None = None, *, zone: str = "UTC") -> View | None:
        """Return the events that a rule means, in order; None where the trail cannot say which those are."""


class Engine(Protocol):
    """Opens prepared sources."""

    url: EngineUrl

    def workspace(self, prepared: Sequence[Prepared]) -> Workspace:
        """Return the sources as canonical tables, on a connection that reaches nothing else."""
