"""Who is who: one integer a customer, made per distinct id, with anonymous ids joined to the customers they name.

Integers instead of text make every sort and group cheaper; a surrogate cannot collide, as a hash of each row could.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    from footpath.engines.types import Table, Workspace

sql: Any = ibis  # its functions for windows carry no types

_HOPS = 8


@dataclass(frozen=True)
class Keys:
    """`table` has one row a known id: id str, customer_id str (who it is), customer_key int64.

    `cases` has one row a case that belongs to exactly one customer: case_id, case_key (that customer's key); None
    where no row needs it. `tied` ids became the customer that they name, `ambiguous` ids name several.
    """

    table: Table
    tied: int
    ambiguous: int


def make_keys(events: Table | None, others: Mapping[str, Table | None], workspace: Workspace) -> Keys:
    """Return the keys of all customers of some sources: 1, 2, 3 ... in the order of their ids as bytes."""
    identities = others.get("identities")
    tables = [
        table
        for table in (events, *(others.get(k) for k in ("answers", "remarks", "customers")))
        if table is not None
    ]
    ids = [table.select(id=table.customer_id) for table in tables]
    if identities is not None:
        ids += [identities.select(id=identities.id), identities.select(id=identities.customer_id)]
    every = reduce(lambda one, other: one.union(other), ids)
    every = every.filter(every.id.notnull()).distinct()
    if identities is None:
        return Keys(workspace.keep(_numbered(every.mutate(customer_id=every.id))), 0, 0)
    naming, ambiguous = _naming(identities, workspace)
    joined = every.left_join(naming, every.id == naming.named)
    known = joined.select(id=joined.id, customer_id=joined.customer.fill_null(joined.id))
    seen = reduce(
        lambda one, other: one.union(other), [t.select(id=t.customer_id) for t in tables]
    ).distinct()
    tied = _number(workspace, naming.semi_join(seen, naming.named == seen.id).count())
    return Keys(workspace.keep(_numbered(known)), tied, ambiguous)


def _numbered(known: Table) -> Table:
    rank: Any = sql.dense_rank().over(sql.window(order_by=known.customer_id))
    return known.mutate(customer_key=rank.cast("int64") + 1)


def _naming(identities: Table, workspace: Workspace) -> tuple[Table, int]:
    """Return (named, customer) for each id that names exactly one customer, chains followed; and how many name more."""
    pairs = identities.filter(
        identities.id.notnull() & identities.customer_id.notnull() & (identities.id != identities.customer_id)
    )
    grouped = pairs.group_by(named=pairs.id).agg(
        customer=pairs.customer_id.min(), last=pairs.customer_id.max()
    )
    ambiguous = _number(workspace, grouped.filter(grouped.customer != grouped["last"]).count())
    clear = grouped.filter(grouped.customer == grouped["last"])
    naming = workspace.keep(clear.select("named", "customer"))
    for _ in range(_HOPS):  # a device names an e-mail address, which names a customer
        further = naming.view()
        joined = naming.inner_join(further, naming.customer == further.named)
        if not _number(workspace, joined.filter(joined.named != joined.customer_right).count()):
            break
        step = naming.left_join(further, naming.customer == further.named)
        naming = workspace.keep(
            step.select(named=step.named, customer=step.customer_right.fill_null(step.customer))
        )
    return naming, ambiguous


def pseudonymised(table: Table, workspace: Workspace) -> Table:
    """Return events whose customer_id is replaced by its keyed hash, made once per distinct id.

    For files read in place, which hold the ids as they are, while other sources' tables hold hashes already.
    """
    import pyarrow as pa

    from footpath.evidence import Pseudonyms

    ids = workspace.fetch(table.filter(table.customer_id.notnull()).select("customer_id").distinct())[
        "customer_id"
    ]
    names = workspace.load(pa.table({"footpath_id": ids, "footpath_name": Pseudonyms.of_user().of(ids)}))
    joined = table.left_join(names, table.customer_id == names.footpath_id)
    columns: dict[str, Any] = {name: joined[name] for name in table.columns}
    columns["customer_id"] = joined.footpath_name
    return joined.select(**columns)


def keyed(table: Table, keys: Keys) -> Table:
    """Return a table with customer_key, and customer_id replaced by who that is; rows without an id have null."""
    names = keys.table.select(
        footpath_id=keys.table.id, footpath_who=keys.table.customer_id, footpath_key=keys.table.customer_key
    )
    joined = table.left_join(names, table.customer_id == names.footpath_id)
    columns: dict[str, Any] = {name: joined[name] for name in table.columns}
    columns["customer_id"] = joined.footpath_who
    columns["customer_key"] = joined.footpath_key
    return joined.select(**columns)


def cases_of(events: Table) -> Table:
    """Return the cases that belong to exactly one customer: case_id, owner_id, owner_key; one row a case."""
    known = events.filter(events.case_id.notnull() & events.customer_key.notnull())
    grouped = known.group_by(owned=known.case_id).agg(
        owner_key=known.customer_key.min(), other=known.customer_key.max(), owner_id=known.customer_id.min()
    )
    return grouped.filter(grouped.owner_key == grouped.other).drop("other")


def keyed_by_case(table: Table, cases: Table) -> Table:
    """Return a keyed table in which rows without a customer are those of their case's only customer."""
    joined = table.left_join(cases, table.case_id == cases.owned)
    columns: dict[str, Any] = {name: joined[name] for name in table.columns}
    columns["customer_id"] = joined.customer_id.fill_null(joined.owner_id)
    columns["customer_key"] = joined.customer_key.fill_null(joined.owner_key)
    return joined.select(**columns)


def newest_customers(table: Table) -> Table:
    """Return one row a customer of a keyed table of traits: the newest known, of equals the last that came."""
    known = table.filter(table.customer_key.notnull())
    newest = sql.window(
        group_by=known.customer_key, order_by=[known.known_us.desc(nulls_first=False), known.arrival.desc()]
    )
    ranked = known.mutate(footpath_rank=sql.row_number().over(newest))
    return ranked.filter(ranked.footpath_rank == 0).drop("footpath_rank", "arrival")


def _number(workspace: Workspace, scalar: Any) -> int:
    return int(workspace.fetch(scalar.name("n").as_table())["n"][0].as_py() or 0)
