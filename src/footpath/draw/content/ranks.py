"""The order of a journey's opportunities, as the team's own judgement gives it."""

from __future__ import annotations

from footpath.atlas.types import Atlas, Barrier, Criticality, Journey, Opportunity, Reference


def ranks(atlas: Atlas, journey: Journey) -> dict[str, str]:
    """Return the rank of each opportunity of the journey: criticality x severity / effort, as the team judges it.

    At equal scores critical steps come first, then the order of the library. What is shipped or dropped has no rank.
    """
    weight: dict[str, float] = {}
    named: set[str] = set()
    for stage in journey.stages:
        for holder in (stage, *stage.steps):
            cells = [cell for lane in holder.cells.values() for cell in lane]
            level = max((c.level for c in cells if isinstance(c, Criticality)), default=1)
            for cell in cells:
                if isinstance(cell, Barrier) and cell.id:
                    weight[cell.id] = max(weight.get(cell.id, 0), level * (cell.severity or 1) + level / 100)
                if isinstance(cell, Reference):
                    named.add(cell.ref)
    ranked: list[tuple[float, int, Opportunity]] = []
    given: dict[str, str] = {}
    for place, found in enumerate(atlas.opportunities):
        if found.id not in named:
            continue
        if found.status in ("shipped", "dropped"):
            given[found.id] = "done" if found.status == "shipped" else "dropped"
            continue
        score = max((weight.get(answer, 0) for answer in found.answers), default=0) / max(
            found.effort or 1, 0.1
        )
        ranked.append((-score, place, found))
    for number, (_, _, found) in enumerate(sorted(ranked, key=lambda r: r[:2]), start=1):
        given[found.id] = str(number)
    return given
