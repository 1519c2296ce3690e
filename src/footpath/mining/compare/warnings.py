"""What stands before the rows of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import Problem, format_day

if TYPE_CHECKING:
    from footpath.mining.compare.question import Compare
    from footpath.mining.result import Result


def notes(question: Compare, result: Result) -> list[str]:
    """Return the sentences that come first: a failed split, customers of several variants, open periods, sizes."""
    from footpath.mining.compare.question import MIXED, SPLIT

    rows = result.to_dicts()
    said: list[str] = []
    found = _mismatch(rows)
    if found is not None:
        said.append(found)
    elif rows and rows[0]["measure"] == SPLIT:
        said.append(f"The split is as planned (chi-square, p = {rows[0]['p']:.2g}).")
    mixed = next((row for row in rows if row["measure"] == MIXED), None)
    if mixed is not None and mixed["customers"]:
        said.append(
            f"{mixed['customers']:,} of {mixed['base_customers']:,} customers met several variants; each counts in the "
            "first."
        )
    end = result.source.to_us
    said += [
        f"The period {one.name} is not over: the data end on {format_day(end)} (UTC)."
        for one in question.groups.periods
        if end is not None and one.to_us > end
    ]
    compared = [row for row in rows if not row["measure"].startswith("(")]
    tested = [row for row in compared if row["p"] is not None]
    if tested:
        smallest = min(min(row["customers"], row["base_customers"]) for row in tested)
        found = sum(row["q"] <= 0.05 for row in tested)
        said.append(
            f"Looked at {len(tested)} differences, {found} of them with q up to 0.05; the smallest sample has "
            f"{smallest:,} customers."
        )
    few = {row["group"] for row in compared if row["p"] is None}
    if few:
        said.append(
            f"{len(few)} groups are not compared (fewer than {question.least} customers, or nothing to measure)."
        )
    return said


def problems(question: Compare, result: Result) -> list[Problem]:
    """Return the warning that a split is not the planned one."""
    found = _mismatch(result.to_dicts())
    if found is None:
        return []
    return [
        Problem(
            code="sample-ratio-mismatch",
            severity="warning",
            message=found,
            value=question.groups.by or "",
            help="Look at how customers come into the variants: redirects, bots, events that one variant loses.",
        )
    ]


def _mismatch(rows: list[dict[str, Any]]) -> str | None:
    from footpath.mining.compare.question import SPLIT, is_mismatch

    split = [row for row in rows if row["measure"] == SPLIT]
    if not split or not is_mismatch(split[0]["p"]):
        return None
    counts = ", ".join(
        f"{row['group']} {row['customers']:,} ({row['value'] or 0:.2%} of the customers; planned {row['base_value']:.2%})"
        for row in split
    )
    return (
        f"The split is not the planned one (sample ratio mismatch, p = {split[0]['p']:.2g}): {counts}. Who is in which "
        "variant was not left to chance alone, and the differences may come from that: find out why before you read "
        "them."
    )
