"""Lists of customers beside a workspace's tables: each a column of yes and no, so that rules and questions can name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.engines.types import SourceFacts, Workspace
from footpath.evidence.lists import CustomerList

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table


class ListedWorkspace:
    """A workspace whose events and customers have a column bool for each list: whether the customer is in it (M261).

    Events without a customer are in none. It has no trail: which arrays hold who is in a list, only tables tell.

    Raises
    ------
    BadInputError
        list-name-taken where a list is called like a column.
    """

    def __init__(self, inner: Workspace, lists: Sequence[CustomerList]) -> None:
        self._inner = inner
        self._lists = tuple(lists)
        self.forms: tuple[str, ...] = tuple(form for form in inner.forms if form != "trail")
        taken = {
            name for table in (inner.events, inner.customers) if table is not None for name in table.columns
        }
        for one in lists:
            if one.name in taken:
                raise BadInputError(
                    Problem(
                        code="list-name-taken",
                        message=f"the list {one.name!r} is called like a column of the source",
                        value=one.name,
                        help=f"Give it another name here: --list other={one.name}",
                    )
                )

    @cached_property
    def found(self) -> Mapping[str, int]:
        """Return how many customers of the workspace are in each list."""
        return {name: rows for name, (_, rows) in self._members.items()}

    @cached_property
    def _members(self) -> dict[str, tuple[Table, int]]:
        import pyarrow as pa

        known = [
            table.filter(table.customer_key.notnull()).select(
                "customer_key", customer_id=table.customer_id.cast("string")
            )
            for table in (self._inner.events, self._inner.customers)
            if table is not None
        ]
        if not known:
            return {}
        everyone = reduce(lambda one, other: one.union(other), known).distinct()
        made = {}
        for one in self._lists:
            ids = one.with_pseudonyms()
            keys = self._keys(everyone, ids)
            if len(keys) < len(one.ids):
                # What is left may be pseudonyms of customers who stand here by their own ids.
                own = self._inner.fetch(everyone.select("customer_id"))["customer_id"].to_pylist()
                keys |= self._keys(everyone, one.means(own))
            table = pa.table({f"footpath_in_{one.name}": pa.array(sorted(keys), pa.int64())})
            made[one.name] = (self._inner.load(table), len(keys))
        return made

    def _keys(self, everyone: Table, ids: frozenset[str]) -> set[int]:
        import pyarrow as pa

        if not ids:
            return set()
        wanted = self._inner.load(pa.table({"footpath_id": pa.array(sorted(ids), pa.string())}))
        met = everyone.semi_join(wanted, everyone.customer_id == wanted.footpath_id)
        return set(self._inner.fetch(met.select("customer_key"))["customer_key"].to_pylist())

    def _marked(self, table: Table | None) -> Table | None:
        if table is None:
            return None
        for name, (keys, _) in self._members.items():
            key = f"footpath_in_{name}"
            table = table.view()  # a join of its own, not one more of the joins that made the table
            joined = table.left_join(keys, table.customer_key == keys[key])
            table = joined.mutate(**{name: joined[key].notnull()}).drop(key)
        return table

    @cached_property
    def events(self) -> Table | None:
        """Return the events with a column bool for each list."""
        return self._marked(self._inner.events)

    @cached_property
    def customers(self) -> Table | None:
        """Return the customers with a column bool for each list."""
        return self._marked(self._inner.customers)

    @property
    def answers(self) -> Table | None:
        """Return the answers."""
        return self._inner.answers

    @property
    def remarks(self) -> Table | None:
        """Return the remarks."""
        return self._inner.remarks

    @property
    def facts(self) -> SourceFacts:
        """Return what stands behind the numbers."""
        return self._inner.facts

    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression and return its rows."""
        return self._inner.fetch(expr)

    def keep(self, expr: Table) -> Table:
        """Run an expression once and return a table that holds its rows."""
        return self._inner.keep(expr)

    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here."""
        return self._inner.load(rows)

    def learn(self, **counted: int) -> None:
        """Take what a question has counted in passing."""
        self._inner.learn(**counted)

    def explain(self, expr: Any) -> str:
        """Return the query that `fetch` would run."""
        return self._inner.explain(expr)

    def cancel(self) -> None:
        """Stop the query that runs now."""
        self._inner.cancel()

    def close(self) -> None:
        """Give everything back."""
        self._inner.close()


def with_lists(workspace: Workspace, lists: Sequence[CustomerList]) -> ListedWorkspace:
    """Return a workspace whose events and customers say who is in which list."""
    return ListedWorkspace(workspace, lists)
