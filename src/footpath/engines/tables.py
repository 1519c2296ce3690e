"""What every engine with Ibis does alike: from the views of some sources to their canonical tables and facts.

raw events -> those of the period -> without duplicates -> canonical -> keys, pseudonyms, cases; beside them answers, remarks
and customers. An engine subclasses `TablesWorkspace`, shows its views, and says how it runs an expression; nothing here
knows an engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from footpath.base import EngineError, Problem
from footpath.engines.canonical import RawEvents, canonical_events, union_events
from footpath.engines.facts import counted_facts, distinct_ties
from footpath.engines.keys import (
    Keys,
    cases_of,
    keyed,
    keyed_by_case,
    make_keys,
    newest_customers,
    pseudonymised,
)
from footpath.engines.periods import in_period
from footpath.engines.sources import raw_events, without_duplicates
from footpath.engines.types import SourceFacts

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table
    from footpath.evidence import Prepared

_OTHERS = ("answers", "remarks", "customers", "identities")


@dataclass(frozen=True, slots=True)
class Given:
    """One table that an engine has to show.

    `kind` is events, answers, remarks, customers or identities; it lies in Parquet files (`paths`, in the order of
    arrival), or in the engine by its name (`table`; only events).
    """

    kind: str
    prepared: Prepared
    paths: tuple[Path, ...]
    table: str | None = None


def given_tables(prepared: Sequence[Prepared]) -> list[Given]:
    """Return the tables that an engine has to show for some sources, in the order in which `show` takes their views."""
    found = []
    for one in prepared:
        if one.events is not None:
            found.append(Given("events", one, tuple(one.events.paths), one.events.table))
        for kind in _OTHERS:
            path = getattr(one, kind)
            if path is not None:
                found.append(Given(kind, one, (path,)))
    return found


def as_nullable(table: Table) -> Table:
    """Return a table of the engine with columns that may all be null, whatever the engine says.

    Ibis leaves out what it need not do for columns that are never null, and takes them for another type in a union; joins
    make nulls of them all the same. So a table that an engine shows, keeps or loads goes through this.
    """
    import ibis
    import ibis.expr.operations as ops

    op = table.op()
    if not isinstance(op, ops.DatabaseTable):
        return table
    kinds = {name: kind.copy(nullable=True) for name, kind in op.schema.items()}
    return op.copy(schema=ibis.schema(kinds)).to_expr()


class TablesWorkspace(ABC):
    """The tables of some sources in an engine that runs Ibis; see `engines.types.Workspace`. A context manager that closes.

    A subclass connects in its ``__init__`` and then calls ``show(views)``. It gives `fetch`, `keep`, `load`, `cancel`
    and `close`, `epoch_us` for its timestamps, `backend` (Ibis's) and `engine_name`; it may count ties its own way
    (`count_ties`) and lay out a query (`explain`).
    """

    forms: tuple[str, ...] = ("portable",)
    engine_name: str = "the engine"
    """What messages call the engine."""
    backend: Any = None
    """The Ibis backend that compiles; set when connected."""

    def __init__(self, prepared: Sequence[Prepared]) -> None:
        self._prepared = tuple(prepared)
        self._learned: dict[str, int] = {}
        self._views: dict[str, list[tuple[Prepared, Table]]] = {kind: [] for kind in ("events", *_OTHERS)}

    @cached_property
    def given(self) -> list[Given]:
        """Return the tables that the engine has to show."""
        return given_tables(self._prepared)

    def show(self, views: Sequence[Table]) -> None:
        """Take the engine's views, one for each of `given`, in that order.

        A view of files is an Ibis table of the files' columns and two more: ``footpath_file`` (which of the paths, from
        0) and ``footpath_row`` (which of its rows, from 0), both integers. A view of a table by name lacks the two.
        """
        for one, view in zip(self.given, views, strict=True):
            self._views[one.kind].append((one.prepared, as_nullable(view)))

    # ------------------------------------------------------------ what an engine gives

    @abstractmethod
    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression and return its rows; EngineError where the engine fails."""

    @abstractmethod
    def keep(self, expr: Table) -> Table:
        """Run an expression once and return a table that holds its rows until the workspace closes."""

    @abstractmethod
    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here (small ones) that lives until the workspace closes; its columns may be null."""

    @abstractmethod
    def cancel(self) -> None:
        """Stop the query that runs now, from another thread."""

    @abstractmethod
    def close(self) -> None:
        """Give everything back; the workspace answers nothing afterwards."""

    @abstractmethod
    def epoch_us(self, column: Any) -> Any:
        """Return a timestamp or date column as int64 microseconds since 1970, UTC (a date is its midnight), rounded down."""

    def count_ties(self, people: Table, rows: int) -> int:
        """Return how many of the events of customers (there are `rows`) share customer and time with another."""
        return distinct_ties(self, people, rows)

    def compile(self, expr: Table) -> str:
        """Return the query of an expression; EngineError (engine-failed) where the engine's Ibis cannot say it."""
        import ibis

        try:
            return str(self.backend.compile(expr.as_table() if not isinstance(expr, ibis.Table) else expr))
        except ibis.common.exceptions.IbisError as error:
            raise EngineError(
                Problem(
                    code="engine-failed",
                    message=f"{self.engine_name} cannot do this ({type(error).__name__})",
                )
            ) from error

    def explain(self, expr: Table) -> str:
        """Return the query that `fetch` would run, laid out to be read."""
        import sqlglot

        dialect = self.backend.dialect
        return str(sqlglot.transpile(self.compile(expr), read=dialect, write=dialect, pretty=True)[0])

    # ------------------------------------------------------------ tables

    @cached_property
    def _raw(self) -> list[RawEvents]:
        found = []
        for number, (one, view) in enumerate(self._views["events"]):
            found.append(raw_events(one, in_period(view, one), number))
        return found

    @property
    def has_arrival(self) -> bool:
        """Return whether rows are known in the order in which they came; of tables by name they are not."""
        return all(one.events is None or one.events.table is None for one in self._prepared)

    @cached_property
    def _clean(self) -> tuple[list[Table], int]:
        """The raw tables with arrival and without duplicates, and how many rows that left out."""
        tables, removed = [], 0
        for raw, (one, _) in zip(self._raw, self._views["events"], strict=True):
            table, gone = without_duplicates(raw, one, self)
            tables.append(table)
            removed += gone
        return tables, removed

    @property
    def integer_keys(self) -> bool:
        """Return whether customers are integers that are their own keys: a key's text is then the id."""
        return self._integer_keys

    @cached_property
    def _integer_keys(self) -> bool:
        """Whether customers are integers that can be their own keys: then nothing has to be joined."""
        plain = bool(self._raw) and all(raw.key_is_integer for raw in self._raw)
        return plain and not any(self._views[kind] for kind in _OTHERS)

    @cached_property
    def _keys(self) -> Keys | None:
        if self._integer_keys:
            return None
        return make_keys(self._without_keys, {kind: self._others(kind) for kind in _OTHERS}, self)

    @cached_property
    def _without_keys(self) -> Table | None:
        if not self._raw:
            return None
        made = []
        for raw, table, (one, _) in zip(self._raw, self._clean[0], self._views["events"], strict=True):
            zone = one.report.zone
            events = canonical_events(raw, table, self.epoch_us, zone=zone, integer_keys=self._integer_keys)
            # One source without arrival leaves all without: half an order would be none.
            events = events if self.has_arrival or "arrival" not in events.columns else events.drop("arrival")
            made.append(pseudonymised(events, self) if raw.pseudonyms else events)
        return union_events(made)

    def _others(self, kind: str) -> Table | None:
        tables = []
        for number, (_, view) in enumerate(self._views[kind]):
            arrival = (view.footpath_row.cast("int64") + (number << 52)).name("arrival")
            tables.append(view.mutate(arrival).drop("footpath_file", "footpath_row"))
        return union_events(tables) if tables else None

    @cached_property
    def _events_by_id(self) -> Table | None:
        table = self._without_keys
        return table if table is None or self._keys is None else keyed(table, self._keys)

    @cached_property
    def _cases(self) -> Table | None:
        """The cases that belong to one customer, where some row has a case and no customer."""
        tables = [self._events_by_id, *(self._others(kind) for kind in ("answers", "remarks"))]
        for table in tables:
            if table is None:
                continue
            lost = table.filter(table.customer_id.isnull() & table.case_id.notnull()).limit(1)
            if self._events_by_id is not None and self.fetch(lost.select("case_id")).num_rows:
                return self.keep(cases_of(self._events_by_id))
        return None

    @cached_property
    def events(self) -> Table | None:
        """Return the events of all sources, or None."""
        return self._joined(self._events_by_id)

    @cached_property
    def answers(self) -> Table | None:
        """Return the answers with customer_key (through the case where they have only that), or None."""
        return self._keyed_other("answers")

    @cached_property
    def remarks(self) -> Table | None:
        """Return the remarks with customer_key (through the case where they have only that), or None."""
        return self._keyed_other("remarks")

    @cached_property
    def customers(self) -> Table | None:
        """Return the customers with their traits and customer_key, one row a customer (the newest stands), or None."""
        table = self._others("customers")
        return None if table is None or self._keys is None else newest_customers(keyed(table, self._keys))

    def _keyed_other(self, kind: str) -> Table | None:
        table = self._others(kind)
        return table if table is None or self._keys is None else self._joined(keyed(table, self._keys))

    def _joined(self, table: Table | None) -> Table | None:
        return table if table is None or self._cases is None else keyed_by_case(table, self._cases)

    # ------------------------------------------------------------ facts

    @cached_property
    def facts(self) -> SourceFacts:
        """Return what stands behind the numbers; counted when first asked."""
        duplicates = self._clean[1] if self._raw else 0
        counted = counted_facts(
            self,
            self.events,
            self._prepared,
            duplicates,
            self._keys,
            self._learned,
            lambda _, people, rows: self.count_ties(people, rows),
        )
        return replace(counted, arrival=self.has_arrival)

    def facts_beside(self, counted: SourceFacts) -> SourceFacts:
        """Return facts that were counted elsewhere, with those that only reading the sources tells."""
        keys = None if self._integer_keys else self._keys
        return replace(
            counted,
            duplicates=self._clean[1] if self._raw else 0,
            aside=sum(one.report.aside for one in self._prepared),
            tied_ids=0 if keys is None else keys.tied,
            ambiguous_ids=0 if keys is None else keys.ambiguous,
            arrival=self.has_arrival,
        )

    def learn(self, **counted: int) -> None:
        """Take what a question over all events has counted in passing (customers, ties), so that `facts` need not."""
        self._learned.update(counted)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
