"""Quotes for the map: at each step the most typical remark and the most extreme, masked, verbatim, dated."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from footpath.atlas import QuoteRow, SourceId, StepId
from footpath.base import us_to_datetime
from footpath.insight.bind.ties import tie

if TYPE_CHECKING:
    from footpath.insight.bind.bound import Bound


def quotes(bound: Bound) -> list[QuoteRow]:
    """Return up to two quotes a step; none where fewer customers than the floor said something there."""
    from footpath.voice import Remark, choose_quotes

    remarks = bound.evidence.workspace.remarks
    if remarks is None:
        return []
    tied = tie(bound, remarks, "said_us")
    rows = bound.fetch(tied.select("step", "remark_id", "text", "rating", "customer_key", "said_us"))
    rows.sort(key=lambda row: (row["step"], str(row["remark_id"])))
    by_step: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_step[row["step"]].append(row)
    source = next((one.source.id for one in bound.evidence.prepared if one.remarks is not None), SourceId(""))
    chosen: list[QuoteRow] = []
    for step, said in sorted(by_step.items()):
        people = {row["customer_key"] for row in said if row["customer_key"] is not None}
        if people and len(people) < bound.floor:
            continue
        days = {row["remark_id"]: row["said_us"] for row in said}
        scores = {row["remark_id"]: row["rating"] for row in said}
        offered = [
            Remark(
                id=row["remark_id"],
                text=row["text"],
                customer=None if row["customer_key"] is None else str(row["customer_key"]),
                score=row["rating"],
            )
            for row in said
        ]
        for quote in choose_quotes(offered):
            said_us = days[quote.id]
            chosen.append(
                QuoteRow(
                    step=StepId(step),
                    text=quote.text,
                    remark=quote.id,
                    source=source,
                    said=None if said_us is None else us_to_datetime(said_us).date(),
                    score=scores[quote.id],
                    kind=quote.kind,
                    alike=quote.alike,
                    of=quote.of,
                )
            )
    return chosen
