"""The facts behind every number: counted once a workspace, or taken from what the reader counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
) -> SourceFacts:
    """Return the facts of a workspace by asking its events: two scans, and one grouping by customer and time."""
    aside = sum(aside_rows(one) for one in prepared)
    tied, ambiguous = (keys.tied, keys.ambiguous) if keys is not None else (0, 0)
    if events is None:
        return SourceFacts(0, 0, aside=aside, tied_ids=tied, ambiguous_ids=ambiguous)
    row = workspace.fetch(
        events.agg(
            rows=events.count(),
            no_customer=events.count(where=events.customer_key.isnull()),
            from_us=events.occurred_us.min(),
            to_us=events.occurred_us.max(),
            with_case=events.case_id.count(),
        )
    ).to_pylist()[0]
    people = events.filter(events.customer_key.notnull())
    pairs = people.select("customer_key", "occurred_us").distinct()
    moments = workspace.fetch(pairs.agg(n=pairs.count(), customers=pairs.customer_key.nunique())).to_pylist()[
        0
    ]
    cases = 0
    if row["with_case"]:
        known = events.select("case_id").distinct()
        cases = workspace.fetch(known.agg(n=known.case_id.count()))["n"][0].as_py()
    return SourceFacts(
        rows=row["rows"],
        customers=moments["customers"],
        cases=cases,
        from_us=row["from_us"],
        to_us=row["to_us"],
        ties=row["rows"] - row["no_customer"] - moments["n"],
        duplicates=duplicates,
        aside=aside,
        no_customer=row["no_customer"],
        tied_ids=tied,
        ambiguous_ids=ambiguous,
    )


def aside_rows(prepared: Prepared) -> int:
    """Return how many rows a source set aside."""
    aside = getattr(prepared.report, "aside", 0)
    return aside if isinstance(aside, int) else len(aside)
