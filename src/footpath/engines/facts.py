"""The facts behind every number: counted once a workspace, or taken from what the reader counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from footpath.engines.types import SourceFacts

if TYPE_CHECKING:
    from footpath.engines.keys import Keys
    from footpath.engines.types import Table, Workspace
    from footpath.evidence import Prepared


def counted_facts(
    workspace: Workspace,
    events: Table | None,
    prepared: Sequence[Prepared],
    duplicates: int,
    keys: Keys | None,
    learned: Mapping[str, int],
    ties_of: Callable[[Any, Table, int], int] | None = None,
) -> SourceFacts:
    """Return the facts of a workspace by asking its events: two scans, one or two groupings.

    `learned` is what questions have counted in passing (customers, ties), and needs no counting again. `ties_of` is
    an engine's own way to count ties: (workspace, events of customers, how many they are) to `SourceFacts.ties`.
    """
    aside = sum(one.report.aside for one in prepared)
    tied, ambiguous = (keys.tied, keys.ambiguous) if keys is not None else (0, 0)
    if events is None:
        return SourceFacts(0, 0, aside=aside, tied_ids=tied, ambiguous_ids=ambiguous)
    asked = {
        "rows": events.count(),
        "no_customer": events.count(where=events.customer_key.isnull()),
        "from_us": events.occurred_us.min(),
        "to_us": events.occurred_us.max(),
        "with_case": events.case_id.count(),
    }
    if "customers" not in learned:
        asked["customers"] = events.customer_key.nunique()
    row = {**learned, **workspace.fetch(events.agg(**asked)).to_pylist()[0]}
    ties = learned.get("ties")
    if ties is None:
        people = events.filter(events.customer_key.notnull())
        ties = (ties_of or distinct_ties)(workspace, people, row["rows"] - row["no_customer"])
    cases = 0
    if row["with_case"]:
        known = events.select("case_id").distinct()
        cases = workspace.fetch(known.agg(n=known.case_id.count()))["n"][0].as_py()
    return SourceFacts(
        rows=row["rows"],
        customers=row["customers"],
        cases=cases,
        from_us=row["from_us"],
        to_us=row["to_us"],
        ties=ties,
        duplicates=duplicates,
        aside=aside,
        no_customer=row["no_customer"],
        tied_ids=tied,
        ambiguous_ids=ambiguous,
    )


def distinct_ties(workspace: Workspace, people: Table, rows: int) -> int:
    """Return how many events share customer and time with another; cheap where, as mostly, none does."""
    moments = people.select("customer_key", "occurred_us")
    distinct = moments.distinct()
    if workspace.fetch(distinct.agg(n=distinct.count()))["n"][0].as_py() == rows:
        return 0
    return counted_ties(workspace, moments)


def counted_ties(workspace: Workspace, moments: Table) -> int:
    """Return how many rows of (customer_key, occurred_us) share both with another, by grouping them."""
    counted = moments.group_by("customer_key", "occurred_us").agg(n=moments.count())
    shared = counted.filter(counted.n > 1)
    return int(workspace.fetch(shared.agg(n=shared.n.sum().fill_null(0)))["n"][0].as_py())
