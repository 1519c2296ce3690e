"""What lies beside the journeys: the atlas's head, personas, touchpoints, opportunities, sources; and barriers answered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from footpath.atlas.differing.cells import text_of
from footpath.atlas.differing.fields import Told, changed_fields, is_same, text_changes, value_changes
from footpath.atlas.differing.matching import match_by_id, match_items
from footpath.atlas.differing.short import quoted
from footpath.atlas.differing.types import MapChange
from footpath.atlas.plain import to_plain
from footpath.atlas.types import Atlas, Barrier, Journey, Model, Stage, Step, Term


@dataclass(frozen=True, slots=True)
class _Library:
    """One list of things with ids: how they are named, and how telling they are."""

    name: str
    on: str
    title: str
    weight: float
    told: Mapping[str, Told] = field(default_factory=dict)


_LIBRARIES = (
    _Library(
        "opportunities",
        "opportunity",
        "text",
        68,
        {
            "status": Told(74),
            "answers": Told(50),
            "owner": Told(46),
            "target": Told(52),
            "effort": Told(40),
            "due": Told(44),
        },
    ),
    _Library(
        "touchpoints",
        "touchpoint",
        "title",
        52,
        {
            "channel": Told(48),
            "when": Told(40, "rule"),
            "ownership": Told(40),
            "department": Told(42),
            "picture": Told(14),
        },
    ),
    _Library("channels", "channel", "title", 34),
    _Library("departments", "department", "title", 34, {"typical": Told(36, "usual time to answer")}),
    _Library("lanes", "lane", "title", 26),
    _Library("sources", "source", "title", 40),
)
_SHIPPED = 82.0
_CARD: Mapping[str, Told] = {
    "summary": Told(50),
    "age": Told(40),
    "occupation": Told(40),
    "situation": Told(44),
    "segment": Told(52, "who belongs to it"),
    "channels": Told(38),
    "sliders": Told(34),
    "unknown": Told(34, "what is not known"),
    "actor": Told(30),
    "portrait": Told(14),
    "attachments": Told(14),
    "origin": Told(18),
    "allow": Told(8, "findings lived with"),
}
_HEAD: Mapping[str, Told] = {
    "title": Told(50),
    "language": Told(40),
    "locales": Told(24, "languages"),
    "zone": Told(40, "time zone"),
    "currency": Told(30),
    "team": Told(24),
    "review": Told(26, "review cadence"),
    "floor": Told(34, "privacy floor"),
    "allow": Told(8, "findings lived with"),
    "check": Told(10, "what is checked"),
    "look": Told(10),
    "settings": Told(10),
}


def head_changes(before: Atlas, after: Atlas, language: str) -> Iterator[MapChange]:
    """Yield what changed in the atlas's own file, but its libraries."""
    base = MapChange("atlas", "changed", "", weight=25)
    skip = set(Atlas.model_fields) - _HEAD.keys()
    yield from changed_fields(base, "atlas", before, after, _HEAD, skip=skip, language=language)
    for word in sorted({*before.glossary, *after.glossary}):
        old, new = before.glossary.get(word), after.glossary.get(word)
        here = replace(base, on="term", id=word, weight=26)
        if old is None or new is None:
            kind, term = ("added", new) if old is None else ("removed", old)
            text = f"word {quoted(word)} {kind}: {quoted(term.text if term else '')}"
            yield replace(
                here,
                kind=kind,  # type: ignore[arg-type]  # one of the two above
                sentence=text,
                before=to_plain(old),
                after=to_plain(new),
            )
        else:
            yield from _term(here, word, old, new, language)


def library_changes(before: Atlas, after: Atlas, language: str) -> Iterator[MapChange]:
    """Yield what changed in the libraries: touchpoints, channels, departments, lanes, opportunities, sources."""
    for library in _LIBRARIES:
        old, new = getattr(before, library.name), getattr(after, library.name)
        if is_same(old, new):
            continue
        matched = match_by_id(old, new, _id, _alike(library.title))
        base = MapChange(library.on, "changed", "", weight=30)
        for thing in matched.added:
            yield _came(base, library, thing, "added")
        for thing in matched.removed:
            yield _came(base, library, thing, "removed")
        for one, other in matched.pairs:
            yield from _entry(base, library, one, other, language)


def persona_changes(before: Atlas, after: Atlas, language: str) -> Iterator[MapChange]:
    """Yield what changed in the persona cards."""
    matched = match_by_id(before.personas, after.personas, _id, _alike("name"))
    base = MapChange("persona", "changed", "", weight=42)
    card = _Library("personas", "persona", "name", 70, _CARD)
    for thing in matched.added:
        yield _came(base, card, thing, "added")
    for thing in matched.removed:
        yield _came(base, card, thing, "removed")
    for one, other in matched.pairs:
        yield from _entry(base, card, one, other, language)


def answered(before: Journey, after: Journey, old: Atlas, new: Atlas) -> Iterator[MapChange]:
    """Yield each barrier that an opportunity answers now, and each that none answers any more."""
    known = {cell.id for _, _, cell in barriers(before)}
    for stage, at, cell in barriers(after):
        if cell.id is None or cell.id not in known:
            continue
        was, now = _answers(old, cell.id), _answers(new, cell.id)
        fresh = [name for name in now if name not in was]
        lost = [name for name in was if name not in now]
        here = MapChange(
            "barrier", "changed", "", id=cell.id, journey=str(after.id), stage=stage, at=at, lane="barrier"
        )
        if fresh:
            verb = "answers" if len(fresh) == 1 else "answer"
            sentence = f"{at}: barrier {cell.id} answered: {' and '.join(fresh)} {verb} it now"
            yield replace(here, field="answers", sentence=sentence, before=was, after=now, weight=80)
        elif lost:
            rest = "nothing answers it any more" if not now else f"without {' and '.join(lost)}"
            yield replace(
                here,
                field="answers",
                sentence=f"{at}: barrier {cell.id}: {rest}",
                before=was,
                after=now,
                weight=64,
            )


def with_answers(change: MapChange, old: Atlas, new: Atlas) -> MapChange:
    """Return a barrier that is gone with what answered it: shipped, or at least meant to."""
    if change.on != "barrier" or change.kind != "removed" or change.id is None:
        return change
    status = {str(each.id): each.status for each in (*old.opportunities, *new.opportunities)}
    by = [name for name in _answers(old, change.id) if status.get(name) == "shipped"]
    if not by:
        return change
    sentence = change.sentence.replace(" gone:", f" answered: gone since {' and '.join(by)} shipped:", 1)
    return replace(change, sentence=sentence, weight=84)


def barriers(journey: Journey) -> Iterator[tuple[str, str, Barrier]]:
    """Yield the barriers of a journey with the stage, and the step or stage at which they stand."""
    for stage in journey.stages:
        holders: list[Stage | Step] = [stage, *stage.steps]
        for holder in holders:
            for cells in holder.cells.values():
                for cell in cells:
                    if isinstance(cell, Barrier):
                        yield str(stage.id), str(holder.id), cell


def _answers(atlas: Atlas, barrier: str) -> list[str]:
    return [
        str(each.id)
        for each in atlas.opportunities
        if each.status != "dropped" and any(name.rpartition("/")[2] == barrier for name in each.answers)
    ]


def _entry(base: MapChange, library: _Library, old: Any, new: Any, language: str) -> Iterator[MapChange]:
    if is_same(old, new):
        return
    name = _id(new)
    here = replace(base, id=name, journey=None)
    head = f"{library.on} {name}"
    if _id(old) != name:
        yield replace(
            here,
            kind="renamed",
            field="id",
            sentence=f"{library.on} {_id(old)} is called {name} now",
            before=_id(old),
            after=name,
            weight=32,
        )
    one, other = getattr(old, library.title), getattr(new, library.title)
    for change in text_changes(here, head, library.title, one, other, library.weight - 12, language):
        yield replace(change, kind="renamed") if change.field == library.title else change
    for name_, value in type(new).model_fields.items():
        del value
        before, after = getattr(old, name_), getattr(new, name_)
        if library.on == "persona" and _is_cells(before, after):
            yield from _lists(here, f"{head}: {name_}", name_, before, after, language)
            continue
        if name_ in ("id", "footpath", library.title) or is_same(before, after):
            continue
        how = library.told.get(name_, Told(here.weight))
        words = f"{head}: {how.words or name_.rstrip('_').replace('_', ' ')}"
        for change in value_changes(here, words, name_, before, after, how.weight, language):
            yield _status(change, name_, head, before, after)


def _status(change: MapChange, name: str, head: str, before: Any, after: Any) -> MapChange:
    if name != "status":
        return change
    weight = _SHIPPED if after == "shipped" else change.weight
    return replace(change, sentence=f"{head} {before} to {after}", weight=weight)


def _is_cells(before: Any, after: Any) -> bool:
    return (
        not is_same(before, after)
        and isinstance(before, tuple)
        and isinstance(after, tuple)
        and all(hasattr(item, "evidence") and hasattr(item, "text") for item in (*before, *after))
    )


def _lists(
    here: MapChange, words: str, name: str, before: Sequence[Any], after: Sequence[Any], language: str
) -> Iterator[MapChange]:
    matched = match_items(before, after, same=lambda cell: cell.id or cell.text, text=text_of)
    for kind, items in (("removed", matched.removed), ("added", matched.added)):
        for item in items:
            yield replace(
                here,
                kind=kind,  # type: ignore[arg-type]  # one of the two above
                field=name,
                sentence=f"{words} {kind}: {quoted(text_of(item))}",
                before=to_plain(item) if kind == "removed" else None,
                after=to_plain(item) if kind == "added" else None,
            )
    for one, other in matched.pairs:
        if not is_same(one, other):
            found = list(text_changes(here, words, name, one.text, other.text, 40, language))
            yield from found or value_changes(here, words, name, one, other, 30)


def _term(here: MapChange, word: str, old: Term, new: Term, language: str) -> Iterator[MapChange]:
    yield from changed_fields(here, f"word {quoted(word)}", old, new, {}, language=language)


def _came(base: MapChange, library: _Library, thing: Any, kind: str) -> MapChange:
    title = getattr(thing, library.title) or _id(thing)
    return replace(
        base,
        kind=kind,  # type: ignore[arg-type]  # added or removed, by its callers
        id=_id(thing),
        sentence=f"{library.on} {_id(thing)} {kind}: {quoted(title)}",
        before=to_plain(thing) if kind == "removed" else None,
        after=to_plain(thing) if kind == "added" else None,
        weight=library.weight,
    )


def _alike(title: str) -> Callable[[Model, Model], float]:
    """Return the rule by which two entries with different ids are one: the same words as title."""
    return lambda one, other: float(
        bool(getattr(one, title)) and getattr(one, title) == getattr(other, title)
    )


def _id(thing: Any) -> str:
    return str(thing.id)
