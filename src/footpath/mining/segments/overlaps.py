"""Segments given by rules: how large each is, and how far they overlap."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

import ibis

from footpath.mining.columns import floats, integers, texts
from footpath.mining.groups import Groups, members
from footpath.mining.named import Named, listed, named
from footpath.mining.part import Part, part_of
from footpath.mining.question import bad_parameter
from footpath.stats import share

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.rules import Rule

sql: Any = ibis

ALL, NONE = "(all)", "(none)"
COLUMNS = ("segment", "other", "customers", "share", "low", "high", "lift")


@dataclass(frozen=True)
class Overlaps:
    """How large segments of given rules are, and how far they overlap (rules M197 to M198).

    Result: for each segment as named one row with other ``(all)``: customers int64, share float64 of all customers with low
    and high (95 %); then one row for those in no segment, ``(none)``; then one row a pair: customers in both, share of the
    segment's that are in the other too, with low and high, lift float64 (that share by the other's share of all; null
    where the other is empty, and in the rows before).
    """

    rules: tuple[Named, ...]
    part: Part = field(default_factory=Part)
    command: ClassVar[str] = "mine segments"
    columns: ClassVar[tuple[str, ...]] = COLUMNS
    notes: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if not self.rules:
            raise bad_parameter(
                "segments need rules", "one or more, as in 'loyal: count(event = \"buy\") >= 3'"
            )
        Groups(rules=self.rules)

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail holds no table of customers."""
        return {} if self.part.traits is not None else {"trail": "footpath.mining.segments.trail:overlaps"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        return (
            f"How many customers each rule means, and how many two of them: {listed(self.rules)}. A property in a rule is "
            "that of the customer's first event that has it. Customers are those with an event, or with traits; "
            "events without a customer are left out. Shares are of all customers; of a pair, of the first segment's. "
            "low and high: Wilson interval (95 %). lift: how many times more often the first segment's customers are in "
            "the other than all customers are."
        )

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Overlaps:
        """Return the question with the part asked for and the customers' traits."""
        return dataclasses.replace(self, part=part_of(workspace, where, zone))

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: customers counted by which segments they are in: in_0, in_1 ... and customers."""
        people = self.memberships(table)
        names = [f"in_{number}" for number in range(len(self.rules))]
        return people.group_by(names).agg(customers=people.count())

    def memberships(self, table: Table) -> Table:
        """Return one row a customer: customer_key, and in_0, in_1 ... 0 or 1; lazy."""
        part = self.part.events(table)
        who = members(Groups(rules=self.rules), part, zone=self.part.zone, traits=self.part.traits)
        tables = [part.select("customer_key")]
        if self.part.traits is not None:
            known = self.part.traits.filter(self.part.traits.customer_key.notnull())
            tables.append(known.select("customer_key"))
        people = reduce(lambda one, other: one.union(other), tables).distinct()
        people = people.select("customer_key", group=sql.null("string"))
        every = people.union(who.select("customer_key", "group"))
        inside = {
            f"in_{number}": (every.count(where=every.group == one.name) > 0).cast("int8")
            for number, one in enumerate(self.rules)
        }
        return every.group_by("customer_key").agg(**inside)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return sizes, then overlaps."""
        import pyarrow as pa

        counted = rows.to_pylist()
        total = _customers(counted, {})
        names = [one.name for one in self.rules]
        sizes = [_customers(counted, {n: 1}) for n in range(len(names))]
        nowhere = _customers(counted, dict.fromkeys(range(len(names)), 0))
        found = [_row(name, ALL, n, total) for name, n in [*zip(names, sizes, strict=True), (NONE, nowhere)]]
        for one, other in combinations(range(len(names)), 2):
            both = _customers(counted, {one: 1, other: 1})
            row = _row(names[one], names[other], both, sizes[one])
            if row["share"] is not None and sizes[other]:
                row["lift"] = row["share"] / (sizes[other] / total)
            found.append(row)
        kinds: dict[str, Any] = dict.fromkeys(COLUMNS, floats)
        kinds |= {"segment": texts, "other": texts, "customers": integers}
        return pa.table({name: kinds[name]([row[name] for row in found]) for name in COLUMNS})


def overlaps(rules: Sequence[str | Named]) -> Overlaps:
    """Return the question how large segments of given rules are, and how far they overlap.

    Parameters
    ----------
    rules
        Over customers: ``NAME: RULE``, or named rules.

    Raises
    ------
    BadInputError
        question-parameter, and what `rule` raises.
    """
    return Overlaps(tuple(named(one, over="customers") for one in rules))


def _customers(counted: list[dict[str, Any]], inside: Mapping[int, int]) -> int:
    return sum(
        row["customers"] for row in counted if all(row[f"in_{n}"] == wanted for n, wanted in inside.items())
    )


def _row(name: str, other: str, hits: int, n: int) -> dict[str, Any]:
    size = share(hits, n)
    return {
        "segment": name,
        "other": other,
        "customers": hits,
        "share": size.value,
        "low": size.low,
        "high": size.high,
        "lift": None,
    }
