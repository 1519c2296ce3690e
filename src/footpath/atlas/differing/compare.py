"""Two states of an atlas to their difference. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from footpath.atlas.differing.journeys import carried, journey_changes, match_journeys
from footpath.atlas.differing.libraries import (
    answered,
    head_changes,
    library_changes,
    persona_changes,
    with_answers,
)
from footpath.atlas.differing.numbers import grade_changes, measure_changes
from footpath.atlas.differing.short import quoted
from footpath.atlas.differing.types import Difference, MapChange, Outline
from footpath.atlas.loaded import Loaded
from footpath.atlas.plain import to_plain
from footpath.atlas.types import Atlas, Journey


def diff(before: Loaded, after: Loaded) -> Difference:
    """Return what changed from one state of an atlas to another, in the experience and not in the lines.

    Things are the same by their ids. A thing whose id is new is the old one renamed where its title and half of its
    cells are the same (rules D101 to D104). Nothing is said about text that means the same: comments, order of keys,
    quotes, a list of one. Numbers are compared where both newest runs have them.

    Cost: in the cells that differ; two states that are alike take one comparison of their types.
    Spec: document.md, rules D100 to D112.
    """
    old, new = before.atlas, after.atlas
    language = new.language
    matched = match_journeys(old.journeys, new.journeys)
    found = [_journey(journey, "added") for journey in matched.added]
    found += [_journey(journey, "removed") for journey in matched.removed]
    for one, other in matched.pairs:
        same = one == other and _written(before, one) == _written(after, other)
        found.extend(_of_journey(old, new, one, other, language, same=same))
    found.extend(persona_changes(old, new, language))
    found.extend(library_changes(old, new, language))
    found.extend(head_changes(old, new, language))
    pairs = {str(other.id): one for one, other in matched.pairs}
    outlines = [_outline(journey, pairs.get(str(journey.id))) for journey in new.journeys]
    outlines += [_outline(journey, None) for journey in matched.removed]
    return Difference(tuple(_ordered(found, outlines)), tuple(outlines))


def _written(loaded: Loaded, journey: Journey) -> str | None:
    return loaded.texts.get(loaded.file_of("journey", journey.id) or "")


def _of_journey(
    old: Atlas, new: Atlas, one: Journey, other: Journey, language: str, *, same: bool
) -> Iterator[MapChange]:
    if not same:
        changes = list(journey_changes(one, other, language))
        for change in carried(changes, one, other):
            yield with_answers(change, old, new)
    if old.opportunities != new.opportunities:
        yield from answered(one, other, old, new)
    if old.measures != new.measures:
        yield from measure_changes(old, new, one, other)
    if not same or old.measures != new.measures or old.review != new.review:
        yield from grade_changes(old, new, one, other)


def _journey(journey: Journey, kind: Any) -> MapChange:
    steps = sum(1 for _ in journey.steps())
    size = f"{_count(len(journey.stages), 'stage')}, {_count(steps, 'step')}"
    return MapChange(
        "journey",
        kind,
        f"journey {journey.id} {kind}: {quoted(journey.title)} ({size})",
        id=str(journey.id),
        journey=str(journey.id),
        before=to_plain(journey) if kind == "removed" else None,
        after=to_plain(journey) if kind == "added" else None,
        weight=100,
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _outline(journey: Journey, before: Journey | None) -> Outline:
    stages = {str(stage.id): str(stage.title) for stage in journey.stages}
    for stage in before.stages if before is not None else ():
        stages.setdefault(str(stage.id), str(stage.title))
    return Outline(str(journey.id), str(journey.title), stages)


def _ordered(changes: list[MapChange], outlines: list[Outline]) -> list[MapChange]:
    journeys = {outline.id: number for number, outline in enumerate(outlines)}
    stages = {
        (outline.id, stage): number
        for outline in outlines
        for number, stage in enumerate(outline.stages, start=1)
    }

    def place(item: tuple[int, MapChange]) -> tuple[float, ...]:
        number, change = item
        if change.journey is None:
            return (len(journeys), 0, -change.weight, number)
        stage = stages.get((change.journey, change.stage or ""), 0)
        return (journeys.get(change.journey, len(journeys)), stage, -change.weight, number)

    return [change for _, change in sorted(enumerate(changes), key=place)]
