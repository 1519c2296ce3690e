"""Quotes for the map: at each step the most typical remark and the most extreme, masked, verbatim, dated."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from footpath.atlas import QuoteRow, StepId
from footpath.insight.bind.bound import day
from footpath.insight.bind.ties import tie, who

if TYPE_CHECKING:
    from footpath.insight.bind.bound import Bound


SOURCE_BITS = 52
"""The arrival of a row holds the number of its source above these bits."""


def quotes(bound: Bound) -> list[QuoteRow]:
    """Return up to two quotes a step; none where fewer customers than the floor said something there."""
    from footpath.voice import Remark, choose_quotes

    remarks = bound.evidence.workspace.remarks
    if remarks is None:
        return []
    tied = tie(bound, remarks, "said_us")
    rows = bound.fetch(
        tied.select("step", "remark_id", "text", "rating", "customer_key", "case_id", "said_us", "arrival")
    )
    rows.sort(key=lambda row: (row["step"], str(row["remark_id"])))
    by_step: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_step[row["step"]].append(row)
    sources = [one.source.id for one in bound.evidence.prepared if one.remarks is not None]
    chosen: list[QuoteRow] = []
    for step, said in sorted(by_step.items()):
        if len({who(row, "remark_id") for row in said}) < bound.floor:
            continue
        rows_of = {row["remark_id"]: row for row in said}
        offered = [
            Remark(
                id=row["remark_id"],
                text=row["text"],
                customer=who(row, "remark_id"),
                score=row["rating"],
            )
            for row in said
        ]
        for quote in choose_quotes(offered):
            row = rows_of[quote.id]
            chosen.append(
                QuoteRow(
                    step=StepId(step),
                    text=quote.text,
                    remark=quote.id,
                    source=sources[row["arrival"] >> SOURCE_BITS],
                    said=day(row["said_us"], bound.evidence.settings["zone"]),
                    score=row["rating"],
                    kind=quote.kind,
                    alike=quote.alike,
                    of=quote.of,
                )
            )
    return chosen
