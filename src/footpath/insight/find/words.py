"""Quotes for a map that a person drew: what was measured offers them, and they are added where a step has none."""

from __future__ import annotations

from footpath.atlas import Journey, MeasureRun, Operation, SetCell


def offer_quotes(journey: Journey, run: MeasureRun, *, most: int = 1) -> tuple[Operation, ...]:
    """Return the operations that put the run's quotes at the steps where nobody has put one; marked as drafted.

    Parameters
    ----------
    most
        How many a step at most, the typical one first.
    """
    operations: list[Operation] = []
    for step in journey.steps():
        if step.lane("quote"):
            continue
        chosen = [quote for quote in run.quotes if quote.step == step.id][:most]
        cells = [
            {
                "text": quote.text,
                "origin": "drafted",
                "evidence": [{"source": str(quote.source), "remarks": [quote.remark]}],
            }
            for quote in chosen
        ]
        if cells:
            value = cells[0] if len(cells) == 1 else cells
            operations.append(SetCell(str(journey.id), str(step.id), "quote", value))
    return tuple(operations)
