"""Two states of one journey: its head, its stages and steps in their order, and their cells. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from footpath.atlas.differing.cells import Spot, cell_changes, same
from footpath.atlas.differing.fields import Told, changed_fields, text_changes
from footpath.atlas.differing.matching import Matched, match_by_id, moved
from footpath.atlas.differing.short import quoted, said
from footpath.atlas.differing.types import MapChange
from footpath.atlas.plain import to_plain
from footpath.atlas.types import AnyCell, Barrier, CellHolder, Criticality, Emotion, Journey, Stage, Step

_HEAD: Mapping[str, Told] = {
    "claim": Told(78),
    "kind": Told(60),
    "state": Told(60),
    "status": Told(64),
    "improves": Told(40, "the journey that it improves"),
    "beside": Told(40, "the journey that it stands beside"),
    "company": Told(40),
    "purpose": Told(56),
    "personas": Told(62),
    "scenario": Told(55),
    "horizon": Told(50, "time scale"),
    "follows": Told(60),
    "begins": Told(63, "begin"),
    "ends": Told(63, "outcomes"),
    "owner": Told(48),
    "lanes": Told(30),
    "hands": Told(45, "hand-overs"),
    "notes": Told(22),
    "sources": Told(33),
    "reviewed": Told(24, "last looked at"),
    "review": Told(20, "review cadence"),
    "views": Told(18),
    "attachments": Told(16),
    "origin": Told(18),
    "allow": Told(8, "findings lived with"),
}
_PLACE: Mapping[str, Told] = {
    "optional": Told(36, "may be passed over"),
    "next": Told(52, "leads on"),
    "journey": Told(42, "the journey that it opens"),
    "improves": Told(30, "the step that it replaces"),
    "typical": Told(46, "usual time"),
    "when": Told(35, "rule"),
    "owner": Told(44),
    "attachments": Told(16),
    "origin": Told(18),
}
_ALIKE = 0.5
_ALIKE_WITHOUT_TITLE = 0.75


def match_journeys(before: tuple[Journey, ...], after: tuple[Journey, ...]) -> Matched[Journey]:
    """Return which journey is which: by id, else where the title and half of the steps are the same."""
    return match_by_id(before, after, lambda journey: str(journey.id), _journeys_alike)


def journey_changes(before: Journey, after: Journey, language: str) -> Iterator[MapChange]:
    """Yield what changed in a journey, without its numbers."""
    base = MapChange("journey", "changed", "", id=str(after.id), journey=str(after.id), weight=30)
    if before.id != after.id:
        yield replace(
            base,
            kind="renamed",
            field="id",
            sentence=f"journey {before.id} is called {after.id} now",
            before=str(before.id),
            after=str(after.id),
            weight=40,
        )
    for change in text_changes(base, "title", "title", before.title, after.title, 60, language):
        yield replace(change, kind="renamed") if change.field == "title" else change
    for change in changed_fields(
        base, "map", before, after, _HEAD, skip=("title", "ends"), language=language
    ):
        yield replace(change, sentence=change.sentence.removeprefix("map: "))
    for name in ("wanted", "unwanted"):
        told = {name: Told(63, f"{name} outcomes")}
        others = set(type(after.ends).model_fields) - {name}
        for change in changed_fields(base, "map", before.ends, after.ends, told, skip=others):
            yield replace(change, field=f"ends.{name}", sentence=change.sentence.removeprefix("map: "))
    stages = match_by_id(before.stages, after.stages, lambda stage: str(stage.id), _stages_alike)
    yield from _stages(base, before, after, stages, language)
    yield from _steps(base, before, after, stages, language)


def _stages(
    base: MapChange, before: Journey, after: Journey, stages: Matched[Stage], language: str
) -> Iterator[MapChange]:
    for stage in stages.added:
        yield _place(base, "stage", stage, stage, "added", _with_steps(stage), 92)
    for stage in stages.removed:
        yield _place(base, "stage", stage, stage, "removed", _with_steps(stage), 95)
    names = {str(one.id): str(other.id) for one, other in stages.pairs}
    order = [names[str(stage.id)] for stage in before.stages if str(stage.id) in names]
    now = [str(stage.id) for stage in after.stages]
    shifted = moved(order, now)
    for one, other in stages.pairs:
        if str(other.id) in shifted:
            number = now.index(str(other.id))
            where = f"after {now[number - 1]}" if number else "to the beginning"
            yield _place(base, "stage", one, other, "moved", f"moved {where}", 60)
        yield from _holder(base, "stage", other, one, other, language)


def _steps(
    base: MapChange, before: Journey, after: Journey, stages: Matched[Stage], language: str
) -> Iterator[MapChange]:
    steps = match_by_id(
        tuple(before.steps()), tuple(after.steps()), lambda step: str(step.id), _holders_alike
    )
    home = {str(step.id): stage for stage in after.stages for step in stage.steps}
    was = {str(step.id): stage for stage in before.stages for step in stage.steps}
    names = {str(one.id): str(other.id) for one, other in stages.pairs}
    fresh, gone = {str(stage.id) for stage in stages.added}, {str(stage.id) for stage in stages.removed}
    for step in steps.added:
        stage = home[str(step.id)]
        if str(stage.id) not in fresh:
            yield _place(base, "step", stage, step, "added", f"added: {quoted(step.title)}", 85)
    for step in steps.removed:
        stage = was[str(step.id)]
        if str(stage.id) not in gone:
            where = replace(base, stage=names[str(stage.id)])
            yield _place(where, "step", None, step, "removed", f"removed: {quoted(step.title)}", 90)
    stays: dict[str, list[str]] = {}
    for one, other in steps.pairs:
        old, new = was[str(one.id)], home[str(other.id)]
        if names.get(str(old.id)) == str(new.id):
            stays.setdefault(str(new.id), []).append(str(other.id))
        else:
            sentence = f"moved from stage {old.id} to {new.id}"
            yield _place(base, "step", new, other, "moved", sentence, 58, old=str(old.id), new=str(new.id))
    renamed = {str(one.id): str(other.id) for one, other in steps.pairs}
    back = {str(other.id): one for one, other in stages.pairs}
    for stage in after.stages:
        here = set(stays.get(str(stage.id), ()))
        if not here:
            continue
        order = [renamed.get(str(step.id), "") for step in back[str(stage.id)].steps]
        now = [str(step.id) for step in stage.steps]
        shifted = moved([id_ for id_ in order if id_ in here], [id_ for id_ in now if id_ in here])
        for step in stage.steps:
            if str(step.id) in shifted:
                number = now.index(str(step.id))
                where_now = f"after {now[number - 1]}" if number else f"to the beginning of {stage.id}"
                yield _place(base, "step", stage, step, "moved", f"moved {where_now}", 50)
    found: list[MapChange] = []
    for one, other in steps.pairs:
        found.extend(_holder(base, "step", home[str(other.id)], one, other, language))
    yield from found


def carried(changes: list[MapChange], before: Journey, after: Journey) -> list[MapChange]:
    """Return the changes with each cell that went at one place and came at another told once, as moved."""
    went = dict(_spots(before, changes, "removed"))
    result = list(changes)
    for key, spot in _spots(after, changes, "added"):
        old = went.pop(key, None)
        if old is None:
            continue
        result = [change for change in result if change not in (old.base, spot.base)]
        name = (
            f"barrier {spot.cell.id}"
            if isinstance(spot.cell, Barrier)
            else f"{spot.base.lane} {said(spot.cell)}"
        )
        result.append(
            replace(
                spot.base,
                kind="moved",
                sentence=f"{spot.base.at}: {name} moved here from {old.base.at}",
                before=old.base.at,
                after=spot.base.at,
                weight=40,
            )
        )
    return result


def _spots(journey: Journey, changes: list[MapChange], kind: str) -> Iterator[tuple[object, Spot]]:
    """Yield the cells that came or went, each with what identifies it wherever it stands."""
    for change in changes:
        if change.kind != kind or change.on not in ("cell", "barrier") or change.at is None:
            continue
        holders: list[Stage | Step] = [*journey.stages, *journey.steps()]
        for holder in holders:
            if str(holder.id) != change.at:
                continue
            for cell in holder.lane(change.lane or ""):
                plain = to_plain(cell)
                if plain == (change.after if kind == "added" else change.before) and _travels(cell):
                    yield ((change.lane, same(cell)), Spot(cell, change))


def same_place(holder: CellHolder, lane: str, cell: AnyCell) -> tuple[object, ...]:
    """Return what makes a cell of one state the same as one of another, where it stands."""
    return (type(holder).__name__, _id(holder), lane, same(cell))


def _travels(cell: AnyCell) -> bool:
    """Return whether a cell is one that can be known again at another place: by an id of its own, or by its words."""
    return not isinstance(cell, (Emotion, Criticality)) and (bool(cell.id) or len(str(cell.text)) >= 12)


def _holder(
    base: MapChange, on: str, stage: Stage, before: CellHolder, after: CellHolder, language: str
) -> Iterator[MapChange]:
    """Yield what changed in a step or stage itself and in its cells."""
    old, new = _id(before), _id(after)
    here = replace(base, on=on, id=new, stage=str(stage.id), at=new, weight=30)
    if old != new:
        yield replace(
            here,
            kind="renamed",
            field="id",
            sentence=f"{on} {old} is called {new} now",
            before=old,
            after=new,
            weight=40,
        )
    titles = (getattr(before, "title", ""), getattr(after, "title", ""))
    for change in text_changes(here, f"{on} {new}", "title", *titles, 52, language):
        yield replace(change, kind="renamed") if change.field == "title" else change
    told_as_cell = "owner" if before.lane("owner") or after.lane("owner") else ""
    yield from changed_fields(
        here, new, before, after, _PLACE, skip=("title", told_as_cell), language=language
    )
    yield from cell_changes(here, before, after, language)


def _place(
    base: MapChange,
    on: str,
    stage: Stage | None,
    thing: Stage | Step,
    kind: str,
    sentence: str,
    weight: float,
    *,
    old: object = None,
    new: object = None,
) -> MapChange:
    at = str(stage.id) if stage is not None else base.stage
    if isinstance(thing, Stage):
        at = str(thing.id)
    return replace(
        base,
        on=on,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds, by its callers
        id=str(thing.id),
        stage=at,
        at=str(thing.id),
        sentence=f"{on} {thing.id} {sentence}",
        before=to_plain(thing) if kind == "removed" else old,
        after=to_plain(thing) if kind == "added" else new,
        weight=weight,
    )


def _with_steps(stage: Stage) -> str:
    kind = f"{len(stage.steps)} step{'s' if len(stage.steps) != 1 else ''}"
    return f"with {kind}: {quoted(stage.title)}"


def _id(thing: object) -> str:
    return str(getattr(thing, "id", ""))


def _holders_alike(before: Step, after: Step) -> float:
    """Return how alike two steps with different ids are, 0 where they are two things (rule D103)."""
    one = {(lane, _key(cell)) for lane, cells in before.cells.items() for cell in cells}
    other = {(lane, _key(cell)) for lane, cells in after.cells.items() for cell in cells}
    both = len(one & other)
    share = 2 * both / (len(one) + len(other)) if one or other else 1.0
    if str(before.title) == str(after.title):
        return 1 + share if share >= _ALIKE else 0.0
    return share if both >= 3 and share >= _ALIKE_WITHOUT_TITLE else 0.0


def _stages_alike(before: Stage, after: Stage) -> float:
    share = _shared([str(s.id) for s in before.steps], [str(s.id) for s in after.steps])
    if str(before.title) == str(after.title):
        return 1 + share if share >= _ALIKE else 0.0
    return share if len(before.steps) >= 2 and share >= _ALIKE_WITHOUT_TITLE else 0.0


def _journeys_alike(before: Journey, after: Journey) -> float:
    share = _shared([str(s.id) for s in before.steps()], [str(s.id) for s in after.steps()])
    return 1 + share if str(before.title) == str(after.title) and share >= _ALIKE else 0.0


def _shared(one: list[str], other: list[str]) -> float:
    return 2 * len(set(one) & set(other)) / (len(one) + len(other)) if one or other else 1.0


def _key(cell: AnyCell) -> str:
    return str(to_plain(cell))
