"""Cells of two states of one step or stage: paired by id, reference or text, and told in the words of their lane. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from footpath.atlas.differing.fields import Told, changed_fields, is_same, now_was, text_changes
from footpath.atlas.differing.matching import match_items, moved
from footpath.atlas.differing.short import evidence, level_word, quoted, said, signed
from footpath.atlas.differing.types import Kind, MapChange
from footpath.atlas.plain import to_plain
from footpath.atlas.types import (
    AnyCell,
    Barrier,
    Cell,
    CellHolder,
    Criticality,
    Emotion,
    ImageCell,
    NumberCell,
    Reference,
)

_FIELDS = {
    "severity": Told(62),
    "kind": Told(20),
    "when": Told(35, "rule"),
    "persona": Told(25),
    "why": Told(30, "why"),
    "value": Told(40),
    "measure": Told(30),
    "unit": Told(20),
    "picture": Told(20),
    "word": Told(45),
}
_LANE_WEIGHTS = {
    "quote": 44.0,
    "goal": 44.0,
    "thought": 41.0,
    "action": 42.0,
    "touchpoint": 54.0,
    "channel": 46.0,
    "opportunity": 50.0,
    "takeaway": 43.0,
    "message": 36.0,
    "driver": 46.0,
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell on one side, with where it stands."""

    cell: AnyCell
    base: MapChange


def cell_changes(base: MapChange, before: CellHolder, after: CellHolder, language: str) -> list[MapChange]:
    """Return what changed in the cells of a step or stage, lane by lane; `base` says where it stands."""
    found: list[MapChange] = []
    for lane in dict.fromkeys((*after.cells, *before.cells)):
        old, new = before.lane(lane), after.lane(lane)
        if is_same(old, new):
            continue
        here = replace(base, on="cell", lane=str(lane), weight=_LANE_WEIGHTS.get(str(lane), 38.0))
        found.extend(_lane(here, old, new, language))
    return found


def _lane(
    here: MapChange, old: Sequence[AnyCell], new: Sequence[AnyCell], language: str
) -> Iterator[MapChange]:
    matched = match_items(old, new, same=same, text=text_of, kin=lambda cell: cell.persona)
    for one, other in matched.pairs:
        yield from _pair(here, one, other, language)
    for cell in matched.removed:
        yield appeared(here, cell, "removed")
    for cell in matched.added:
        yield appeared(here, cell, "added")
    pairs = {id(other): str(number) for number, (_, other) in enumerate(matched.pairs)}
    first = {id(one): str(number) for number, (one, _) in enumerate(matched.pairs)}
    shifted = moved(
        [first[id(cell)] for cell in old if id(cell) in first],
        [pairs[id(cell)] for cell in new if id(cell) in pairs],
    )
    if shifted:
        yield replace(
            here,
            kind="moved",
            sentence=f"{here.at}: {here.lane} in another order",
            before=to_plain(old),
            after=to_plain(new),
            weight=15,
        )


def same(cell: AnyCell) -> Hashable:
    """Return what makes two cells one: a written id, a reference, else persona and text."""
    if isinstance(cell, Reference):
        return ("ref", cell.ref)
    if cell.id:
        return ("id", cell.id)
    if isinstance(cell, (Emotion, Criticality)):
        return ("one", cell.persona)
    return ("text", cell.persona, text_of(cell))


def text_of(cell: AnyCell) -> str:
    """Return what a cell says, for people."""
    if isinstance(cell, Reference):
        return cell.ref
    if isinstance(cell, Emotion):
        return str(cell.word or cell.text)
    if isinstance(cell, NumberCell):
        return str(cell.text) or cell.measure or ("" if cell.value is None else f"{cell.value:g} {cell.unit}")
    if isinstance(cell, ImageCell):
        return cell.picture
    return str(cell.text)


def appeared(here: MapChange, cell: AnyCell, kind: Kind) -> MapChange:
    """Return the change of a cell that came or went."""
    plain = to_plain(cell)
    lane = here.lane
    weight = here.weight
    if isinstance(cell, Barrier):
        text = f"barrier {cell.id} {'is there now' if kind == 'added' else 'gone'}: {quoted(cell.text)}"
        weight = 70 + 2 * (cell.severity or 2)
    elif isinstance(cell, Emotion):
        text = f"emotion {signed(cell.score)}{_word(cell)} {kind}"
        weight = 58
    elif isinstance(cell, Criticality):
        text = f"criticality {level_word(cell.level)} {kind}"
        weight = 55
    elif isinstance(cell, Reference):
        text = f"{lane} {cell.ref} {kind}"
    else:
        text = f"{lane} {kind}: {quoted(text_of(cell))}"
    who = f" ({cell.persona})" if cell.persona else ""
    return replace(
        here,
        on="barrier" if isinstance(cell, Barrier) else "cell",
        kind=kind,
        id=cell.id,
        sentence=f"{here.at}: {text}{who}",
        before=plain if kind == "removed" else None,
        after=plain if kind == "added" else None,
        weight=weight,
    )


def _pair(here: MapChange, old: AnyCell, new: AnyCell, language: str) -> Iterator[MapChange]:
    if is_same(old, new):
        return
    head = f"{here.at}: {_name(here, new)}"
    here = replace(here, id=new.id, on="barrier" if isinstance(new, Barrier) else "cell", weight=here.weight)
    if type(old) is not type(new) or isinstance(new, Reference):
        if to_plain(old) != to_plain(new):
            yield replace(
                here,
                kind="changed",
                sentence=f"{here.at}: {here.lane} {now_was(text_of(old), text_of(new))}",
                before=to_plain(old),
                after=to_plain(new),
            )
        return
    skip = {"text", "evidence", "origin", "ref"}
    if isinstance(old, Emotion) and isinstance(new, Emotion):
        skip |= {"score", "word"}
        yield from _emotion(here, old, new, language)
    elif isinstance(old, Criticality) and isinstance(new, Criticality) and old.level != new.level:
        skip.add("level")
        sentence = f"{here.at}: criticality {level_word(old.level)} to {level_word(new.level)}"
        yield replace(
            here,
            kind="changed",
            field="level",
            sentence=sentence + _who(new),
            before=level_word(old.level),
            after=level_word(new.level),
            weight=66,
        )
    if isinstance(old, Barrier) and isinstance(new, Barrier) and old.id != new.id:
        yield replace(
            here,
            kind="renamed",
            field="id",
            sentence=f"{here.at}: barrier {old.id} is called {new.id} now",
            before=old.id,
            after=new.id,
            weight=28,
        )
    weight = here.weight + (8 if isinstance(new, Barrier) else 0)
    yield from text_changes(here, head, "text", old.text, new.text, weight, language)
    yield from changed_fields(
        replace(here, weight=25), head.removesuffix(":"), old, new, _FIELDS, skip=skip, language=language
    )
    yield from _evidence(here, head, old, new)
    if old.origin != new.origin and len({old.origin, new.origin}) == 2:
        what = "read and kept by a person" if new.origin == "person" else f"{new.origin} now"
        yield replace(
            here,
            kind="changed",
            field="origin",
            sentence=f"{head} {what}",
            before=old.origin,
            after=new.origin,
            weight=18,
        )


def _emotion(here: MapChange, old: Emotion, new: Emotion, language: str) -> Iterator[MapChange]:
    words = f" ({old.word or 'no word'} to {new.word or 'no word'})" if str(old.word) != str(new.word) else ""
    if old.score != new.score:
        one, other = old.score or 0.0, new.score or 0.0
        turned = (one < 0) != (other < 0)
        yield replace(
            here,
            kind="changed",
            field="score",
            sentence=f"{here.at}: emotion {signed(old.score)} to {signed(new.score)}{words}{_who(new)}",
            before=old.score,
            after=new.score,
            weight=min(60 + 8 * abs(other - one) + (6 if turned else 0), 95),
        )
    elif words or old.word != new.word:
        head = f"{here.at}: emotion{_who(new)}, in a word,"
        yield from text_changes(here, head, "word", old.word, new.word, 45, language)


def _evidence(here: MapChange, head: str, old: Cell, new: Cell) -> Iterator[MapChange]:
    for items, other, kind in (
        (old.evidence, new.evidence, "removed"),
        (new.evidence, old.evidence, "added"),
    ):
        for item in items:
            if item in other:
                continue
            what = "rests on" if kind == "added" else "no longer rests on"
            plain = to_plain(item)
            yield replace(
                here,
                kind="changed",
                field="evidence",
                sentence=f"{head} {what} {evidence(item)}",
                before=plain if kind == "removed" else None,
                after=plain if kind == "added" else None,
                weight=34,
            )


def _name(here: MapChange, cell: AnyCell) -> str:
    """Return what a sentence calls a cell: barrier late-cost, emotion (founder), action."""
    if isinstance(cell, Barrier):
        return f"barrier {cell.id}"
    if isinstance(cell, Reference):
        return f"{here.lane} {cell.ref}"
    return f"{here.lane}{_who(cell)}"


def _who(cell: Cell) -> str:
    return f" ({cell.persona})" if cell.persona else ""


def _word(cell: Emotion) -> str:
    return f" ({said(str(cell.word))})" if cell.word else ""
