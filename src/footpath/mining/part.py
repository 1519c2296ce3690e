"""The part of a source that a question counts, and what it must know beside: the zone of days, customers' traits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from footpath.engines import compile_rule
from footpath.rules import columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.rules import Rule


@dataclass(frozen=True)
class Part:
    """For questions that need all events (where the data end) while they count a part of them.

    `where` are the events that count, `zone` that of days in rules, `traits` the table of customers, if there is one.
    """

    where: Rule | None = None
    zone: str = "UTC"
    traits: Any = field(default=None, compare=False, repr=False)

    def events(self, events: Table) -> Table:
        """Return the events that count: of the part asked for, with a customer."""
        table = events.filter(events.customer_key.notnull())
        return table if self.where is None else table.filter(compile_rule(self.where, table, zone=self.zone))

    def needs_traits(self, rules: Iterable[Rule]) -> bool:
        """Return whether any of some rules over customers names a column of the table of customers."""
        traits = set() if self.traits is None else set(self.traits.columns)
        return any(columns(rule.tree, of="customers") & traits for rule in rules)


def part_of(workspace: Workspace, where: Rule | None, zone: str) -> Part:
    """Return the part of a workspace that a question is asked about."""
    return Part(where, zone, workspace.customers)
