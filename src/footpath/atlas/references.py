"""Every id that names something else must name something that exists.

Where the file that would hold the thing could not be read, nothing is said about references into it:
the reader's own problem is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.naming import is_zone, place_of, unknown
from footpath.atlas.parts import Among, Made, Placed, Ref, Said
from footpath.atlas.types import Atlas, Journey

__all__ = ["Known", "absolute", "check_file", "check_nesting", "is_zone"]

Ids = set[str] | None


class Known:
    """What exists, by kind; None for a kind whose file could not be read."""

    def __init__(self, atlas: Atlas, made: Mapping[str, Made], broken: frozenset[str]) -> None:
        def unless(file: str, ids: Iterable[str]) -> Ids:
            is_lost = any(name == file or (file.endswith("/") and name.startswith(file)) for name in broken)
            return None if is_lost else set(ids)

        steps = [step for each in made.values() for step in each.index.steps]
        barriers = [id_ for each in made.values() for id_ in each.barriers]
        self.ids: dict[str, Ids] = {
            "touchpoint": unless("touchpoints.yaml", (thing.id for thing in atlas.touchpoints)),
            "source": unless("sources.yaml", (thing.id for thing in atlas.sources)),
            "opportunity": unless("opportunities.yaml", (thing.id for thing in atlas.opportunities)),
            "channel": unless("atlas.yaml", [*(thing.id for thing in atlas.channels), *KNOWN_CHANNELS]),
            "department": unless("atlas.yaml", (thing.id for thing in atlas.departments))
            if atlas.departments
            else None,
            "persona": unless("personas/", (thing.id for thing in atlas.personas)),
            "journey": unless("journeys/", (thing.id for thing in atlas.journeys)),
            "step": unless("journeys/", steps),
            "barrier": unless("journeys/", barriers),
        }
        self._told: dict[tuple[str, str, int], tuple[str, dict[str, Any]]] = {}

    def among(self, kind: str, among: Among, made: Made) -> Ids:
        """Return the ids that a name in a file may be."""
        if among in ("atlas", "child"):
            return self.ids[kind]
        if among == "here":
            return {*made.index.steps, *made.index.stages}
        return {*made.index.steps, *_outcomes(made.thing)}

    def unknown(self, kind: str, id_: str, ids: set[str], made: Made) -> tuple[str, dict[str, Any]]:
        """Return what is said of an id that is not among those; each is looked for once."""
        key = (kind, id_, 0 if ids is self.ids[kind] else id(made))
        if key not in self._told:
            self._told[key] = unknown(kind, id_, ids)
        return self._told[key]


def check_file(made: Made, known: Known) -> Iterator[Said]:
    """Yield what is wrong with the names in a file, counted from its start."""
    wrong: dict[tuple[str, Among], set[str]] = {}
    for (kind, among), named in made.named.items():
        ids = known.among(kind, among, made)
        if ids is not None and not named <= ids:
            wrong[(kind, among)] = ids
    for placed in _naming(made.placed, wrong.keys()):
        for ref in placed.part.refs:
            ids = wrong.get((ref.kind, ref.among))
            if ids is not None and ref.id not in ids:
                message, facts = known.unknown(ref.kind, ref.id, ids, made)
                yield _said(placed, ref, message, facts, code="unknown-reference")


def _naming(places: Iterable[Placed], kinds: Set[tuple[str, Among]]) -> Iterator[Placed]:
    """Yield the parts that name things of some kinds, and the parts inside them."""
    for placed in places:
        if not kinds.isdisjoint(placed.part.named):
            yield placed
            yield from _naming(placed.inside(), kinds)


def check_nesting(made: Mapping[str, Made]) -> Iterator[tuple[str, Said]]:
    """Yield, with its file, each step that opens a child journey in which its own journey is nested again."""
    opens: dict[str, set[str]] = {}
    for each in made.values():
        children = each.named.get(("journey", "child"))
        if children:
            opens.setdefault(each.index.id, set()).update(children)
    for file, each in made.items():
        own = each.index.id
        for placed in _naming(each.placed if own in opens else (), {("journey", "child")}):
            for ref in placed.part.refs:
                if ref.among != "child":
                    continue
                way = _way(opens, ref.id, own)
                if way is not None:
                    shown = " > ".join((own, *way))
                    message = f"this step opens {ref.id!r}, and so the journey is nested in itself: {shown}"
                    facts = {"value": ref.id, "help": "Open another journey here, or none."}
                    yield file, _said(placed, ref, message, facts, code="nested-in-itself")


def _way(opens: Mapping[str, set[str]], start: str, end: str) -> tuple[str, ...] | None:
    """Return the shortest way from one journey to another through the children that they open, or None."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    queue = [start]
    for journey in queue:
        if journey == end:
            return ways[journey]
        for child in sorted(opens.get(journey, ())):
            if child not in ways:
                ways[child] = (*ways[journey], child)
                queue.append(child)
    return None


def _said(placed: Placed, ref: Ref, message: str, facts: dict[str, Any], *, code: str) -> Said:
    part = placed.part
    at = place_of(part.node, ref.path, ref.id).start - part.node.start
    return absolute(Said(at, ref.path, code, message, facts), placed)


def absolute(said: Said, placed: Placed) -> Said:
    """Return what was said of a part, counted from the start of the file."""
    return replace(said, at=said.at + placed.start, path=(*placed.path, *said.path))


def _outcomes(journey: Journey) -> set[str]:
    ends = (*journey.ends.wanted, *journey.ends.unwanted)
    return {text for end in ends for text in (end.text, end.touchpoint, end.value) if text}
