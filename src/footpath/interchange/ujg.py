"""The User Journey Graph of the W3C community group (draft), as JSON-LD, in and out.

A stage is a Phase, a step a State with its ExperienceStep, the order and the ways of `next` are Transitions, barriers are
PainPoints, a step that opens a child journey is a CompositeState. What the draft has no word for (feelings, thoughts ...)
stands in the place that it keeps for others, `extensions`, so that our own round trip loses nothing of a cell's words.

Source: openuji/spec-ujg, editor's draft: serialization, graph, experience.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from footpath.atlas import to_plain
from footpath.atlas.types import Atlas, Barrier, Journey, Step
from footpath.base import slug
from footpath.interchange.formats import Format, Options
from footpath.interchange.jsons import first, list_of, number_of, parse, text_of
from footpath.interchange.losses import lanes_left_out
from footpath.interchange.meaning import value_of
from footpath.interchange.reading import Foreign, Read, ReadOptions, refuse
from footpath.interchange.report import Report, Written, counted
from footpath.interchange.sketch import Sketch

_CONTEXT = "https://ujg.specs.openuji.org/ed/context.jsonld"
_OURS = "footpath"
_APART = {"touchpoint", "barrier"}  # these have words of their own in the draft


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the document and its report."""
    steps = list(journey.steps())
    ids = [str(step.id) for step in steps]
    ends = {text: f"urn:footpath:end:{slug(text)}" for text in _ends(journey)}
    ways = [way for number, step in enumerate(steps) for way in _ways(step, ids, number)]
    exits = [name for _, name, _ in ways if name not in ids]
    transitions = [
        {
            "type": "Transition",
            "id": f"urn:footpath:transition:{number + 1}",
            "from": _state(start),
            "to": _state(end) if end in ids else ends.get(end, f"urn:footpath:end:{slug(end)}"),
            **({"label": label} if label else {}),
        }
        for number, (start, end, label) in enumerate(ways)
    ]
    outcomes = [
        {
            "type": "State",
            "id": ends.get(name, f"urn:footpath:end:{slug(name)}"),
            "label": name,
            "tags": ["outcome"],
        }
        for name in dict.fromkeys(exits)
    ]
    lanes = {str(lane.id): lane for lane in options.lanes}
    items: list[dict[str, Any]] = [
        {
            "type": "Journey",
            "id": f"urn:footpath:journey:{journey.id}",
            "label": journey.title,
            "startState": _state(ids[0]) if ids else "",
            "stateRefs": [*map(_state, ids), *(outcome["id"] for outcome in outcomes)],
            "transitionRefs": [one["id"] for one in transitions],
            "extensions": {_OURS: {"lanes": [to_plain(lane) for lane in options.lanes], **_frame(journey)}},
        }
    ]
    pains: list[dict[str, Any]] = []
    used: dict[str, None] = {}
    for order, stage in enumerate(journey.stages, 1):
        phase = f"urn:footpath:phase:{stage.id}"
        items.append(
            {
                "type": "Phase",
                "id": phase,
                "label": stage.title,
                "order": order,
                **_extension(stage.cells, lanes, options),
            }
        )
        for step in stage.steps:
            refs = [str(one) for one in step.touchpoints()]
            used |= dict.fromkeys(refs)
            composite = {"subjourneyId": f"urn:footpath:journey:{step.journey}"} if step.journey else {}
            items.append(
                {
                    "type": "CompositeState" if composite else "State",
                    "id": _state(str(step.id)),
                    "label": step.title,
                    **composite,
                    **_extension(step.cells, lanes, options),
                }
            )
            items.append(
                {
                    "type": "ExperienceStep",
                    "id": f"urn:footpath:step:{step.id}",
                    "label": step.title,
                    "stateRefs": [_state(str(step.id))],
                    "phaseRef": phase,
                    "touchpointRefs": [f"urn:footpath:touchpoint:{ref}" for ref in refs],
                }
            )
            pains += [
                _pain(cell, step, len(pains) + number) for number, cell in enumerate(_barriers(step, options))
            ]
    library = {str(one.id): one for one in atlas.touchpoints}
    for ref in used:
        entry = library.get(ref)
        channel = {"channel": str(entry.channel)} if entry is not None and entry.channel else {}
        items.append(
            {
                "type": "Touchpoint",
                "id": f"urn:footpath:touchpoint:{ref}",
                "label": entry.title if entry else ref,
                **channel,
            }
        )
    data = {
        "@context": _CONTEXT,
        "type": "UJGDocument",
        "specVersion": "1.0",
        "items": [*items, *transitions, *outcomes, *pains],
    }
    cells = sum(
        len(row)
        for stage in journey.stages
        for holder in (stage, *stage.steps)
        for row in holder.cells.values()
    )
    report = Report(
        format="User Journey Graph",
        direction="out",
        kept=counted(
            [
                ("stages", len(journey.stages)),
                ("steps", len(steps)),
                ("transitions", len(transitions)),
                ("touchpoints", len(used)),
                ("pain points", len(pains)),
                ("cells", cells),
            ]
        ),
        lost=counted(
            [
                *lanes_left_out(journey, options.lanes),
                ("hand-overs between personas", len(journey.hands), "the draft has no word for them"),
                ("notes that no cell holds", len(journey.notes), "they have no place in it"),
            ]
        ),
        assumed=(
            "cells that the draft has no word for stand under `extensions`, which other tools pass by",
            "a barrier's severity, 1 to 5, was put onto 0 to 1",
        ),
    )
    return Written((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8"), report)


def _state(id_: str) -> str:
    return f"urn:footpath:state:{id_}"


def _ends(journey: Journey) -> list[str]:
    ends = (*journey.ends.wanted, *journey.ends.unwanted)
    return [str(text) for end in ends for text in (end.text, end.touchpoint, end.value) if text]


def _ways(step: Step, ids: list[str], number: int) -> list[tuple[str, str, str]]:
    if step.next:
        return [(str(step.id), way.to, way.label) for way in step.next]
    return [(str(step.id), ids[number + 1], "")] if number + 1 < len(ids) else []


def _frame(journey: Journey) -> dict[str, Any]:
    return {
        name: value for name in ("claim", "purpose", "scenario") if (value := str(getattr(journey, name)))
    }


def _extension(cells: Mapping[Any, Any], lanes: Mapping[str, Any], options: Options) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for lane, row in cells.items():
        if str(lane) not in lanes or lanes[str(lane)].role in _APART:
            continue
        mine = [
            _words_alone(to_plain(cell))
            for cell in row
            if options.persona is None or cell.persona in (None, options.persona)
        ]
        if mine:
            kept[str(lane)] = mine[0] if len(mine) == 1 else mine
    return {"extensions": {_OURS: {"cells": kept}}} if kept else {}


def _words_alone(value: Any) -> Any:
    """Return a cell without its evidence, whose sources stay in the atlas."""
    return (
        {key: item for key, item in value.items() if key != "evidence"}
        if isinstance(value, Mapping)
        else value
    )


def _barriers(step: Step, options: Options) -> list[Barrier]:
    return [
        cell
        for row in step.cells.values()
        for cell in row
        if isinstance(cell, Barrier) and (options.persona is None or cell.persona in (None, options.persona))
    ]


def _pain(cell: Barrier, step: Step, number: int) -> dict[str, Any]:
    return {
        "type": "PainPoint",
        "id": f"urn:footpath:pain:{cell.id or number + 1}",
        "label": cell.text,
        "graphRefs": [_state(str(step.id))],
        **({"severity": (cell.severity - 1) / 4} if cell.severity else {}),
        **({"tags": [cell.kind]} if cell.kind else {}),
    }


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map of a document's first journey.

    Raises
    ------
    BadInputError
        Where it is no JSON with states (`not-this-format`).
    """
    del options
    data = parse(foreign.text, "User Journey Graph")
    items = [
        item
        for item in list_of(first(data, "items", "@graph", "nodes") if isinstance(data, Mapping) else data)
        if isinstance(item, Mapping)
    ]
    by_type: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        by_type.setdefault(_type(item), []).append(item)
    states = {_id(one): one for kind in ("State", "CompositeState") for one in by_type.get(kind, [])}
    if not states:
        raise refuse(
            "the document has no states",
            "A User Journey Graph has `items` with a Journey, States and Transitions.",
        )
    graph = _Graph(by_type, states)
    return graph.read().done("User Journey Graph", foreign.name)


class _Graph:
    def __init__(
        self, by_type: dict[str, list[Mapping[str, Any]]], states: dict[str, Mapping[str, Any]]
    ) -> None:
        self.by_type = by_type
        self.states = states
        self.journey = next(iter(by_type.get("Journey", [])), {})
        self.sketch = Sketch(
            title=text_of(first(self.journey, "label", "title", "name")),
            id=_id(self.journey),
            sorts_lanes=False,
        )
        self.sketch.lost.append(
            ("further journeys of the file", max(0, len(by_type.get("Journey", [])) - 1), "one map is read")
        )
        self.moves = [
            (_id(one.get("from")), _id(one.get("to")), text_of(one.get("label")))
            for one in by_type.get("Transition", [])
        ]
        self.outcomes = {
            id_ for id_, one in states.items() if "outcome" in map(text_of, list_of(one.get("tags")))
        }

    def read(self) -> Sketch:
        ours = _ours(self.journey)
        for name in ("claim", "purpose", "scenario"):
            if isinstance(ours.get(name), str):
                self.sketch.facts[name] = ours[name]
        self.lanes(ours)
        order = self.order()
        phases = {_id(one): one for one in self.by_type.get("Phase", [])}
        steps = {
            ref: one
            for one in self.by_type.get("ExperienceStep", [])
            for ref in map(_id, list_of(one.get("stateRefs")))
        }
        ranked = sorted(
            phases, key=lambda id_: (number_of(phases[id_].get("order")) or 0.0, list(phases).index(id_))
        )
        names = {id_: text_of(one) for id_, one in phases.items()}
        groups: dict[str, list[str]] = {id_: [] for id_ in ranked}
        for id_ in order:
            phase = _id(steps[id_].get("phaseRef")) if id_ in steps else ""
            if phase not in groups:
                tags = [text_of(tag) for tag in list_of(self.states[id_].get("tags"))]
                phase = (
                    next((tag.partition(":")[2] for tag in tags if tag.lower().startswith("phase:")), "")
                    or "Journey"
                )
                names.setdefault(phase, phase.replace("-", " ").capitalize())
            groups.setdefault(phase, []).append(id_)
        holders: dict[str, dict[str, Any]] = {}
        for phase, members in groups.items():
            stage = self.sketch.stage(names.get(phase) or "Stage", phase)
            self.cells(stage, phases.get(phase, {}))
            for id_ in members:
                holders[id_] = self.sketch.step(text_of(self.states[id_]) or "Step", stage, id_)
        self.ways(order, holders, [id_ for members in groups.values() for id_ in members])
        self.touchpoints(steps, holders)
        self.pains(holders)
        for id_, holder in holders.items():
            self.cells(holder, self.states[id_])
            if _type(self.states[id_]) == "CompositeState":
                self.sketch.lost.append(
                    ("steps that open a child journey", 1, "the child is read from its own file")
                )
        others = {kind: len(found) for kind, found in self.by_type.items() if kind not in _KNOWN}
        self.sketch.lost += [
            (f"{kind or 'objects without a type'}", count, "a map has no word for it")
            for kind, count in others.items()
        ]
        return self.sketch

    def lanes(self, ours: Mapping[str, Any]) -> None:
        for lane in list_of(ours.get("lanes")):
            id_ = (
                lane
                if isinstance(lane, str)
                else text_of(first(lane, "id"))
                if isinstance(lane, Mapping)
                else ""
            )
            if id_:
                self.sketch.lanes[id_] = lane

    def order(self) -> list[str]:
        """Return the states in the order of the journey: as it lists them, else as they are reached from the start."""
        listed = [id_ for id_ in map(_id, list_of(self.journey.get("stateRefs"))) if id_ in self.states]
        if not listed:
            start = _id(self.journey.get("startState"))
            todo = [start] if start in self.states else []
            while todo:
                here = todo.pop(0)
                if here in listed:
                    continue
                listed.append(here)
                todo += [end for begin, end, _ in self.moves if begin == here and end in self.states]
        rest = [id_ for id_ in self.states if id_ not in listed] if not self.journey.get("stateRefs") else []
        return [id_ for id_ in (*listed, *rest) if id_ not in self.outcomes]

    def ways(self, order: list[str], holders: dict[str, dict[str, Any]], columns: list[str]) -> None:
        ends: list[str] = []
        for id_ in order:
            here = [(end, label) for begin, end, label in self.moves if begin == id_]
            following = columns[columns.index(id_) + 1] if columns.index(id_) + 1 < len(columns) else None
            if not here or (len(here) == 1 and here[0] == (following, "")):
                continue
            made: list[Any] = []
            for end, label in here:
                if end in holders:
                    to = holders[end]["id"]
                elif end in self.states:
                    to = text_of(self.states[end])
                    ends.append(to)
                else:
                    self.sketch.lost.append(
                        ("transitions to nothing known", 1, "their state is not in the file")
                    )
                    continue
                made.append({"to": to, "label": label} if label else to)
            if made:
                holders[id_]["next"] = made
        if ends:
            self.sketch.facts["ends"] = {"unwanted": list(dict.fromkeys(ends))}
            self.sketch.assumed.append("ends that the file names were taken for unwanted ones")

    def touchpoints(self, steps: Mapping[str, Mapping[str, Any]], holders: dict[str, dict[str, Any]]) -> None:
        known = {_id(one): one for one in self.by_type.get("Touchpoint", [])}
        for id_, holder in holders.items():
            for ref in map(_id, list_of(steps.get(id_, {}).get("touchpointRefs"))):
                one = known.get(ref)
                if one is None:
                    continue
                before = len(self.sketch.libraries.new["touchpoints"])
                made = self.sketch.libraries.refer("touchpoints", text_of(one) or "Touchpoint")
                if len(self.sketch.libraries.new["touchpoints"]) > before and (
                    channel := text_of(one.get("channel"))
                ):
                    self.sketch.libraries.new["touchpoints"][-1]["channel"] = self.sketch.libraries.refer(
                        "channels", channel
                    )
                self.sketch.put(holder, "touchpoint", made)

    def pains(self, holders: dict[str, dict[str, Any]]) -> None:
        starts = {_id(one): _id(one.get("from")) for one in self.by_type.get("Transition", [])}
        for one in self.by_type.get("PainPoint", []):
            severity = number_of(one.get("severity"))
            cell: dict[str, Any] = {"text": text_of(one) or "Pain point"}
            if severity is not None and 0 <= severity <= 1:
                cell["severity"] = 1 + round(4 * severity)
            if tags := [text_of(tag) for tag in list_of(one.get("tags"))]:
                cell["kind"] = tags[0]
            refs = [starts.get(ref, ref) for ref in map(_id, list_of(one.get("graphRefs")))]
            placed = [holders[ref] for ref in refs if ref in holders]
            for holder in placed[:1]:
                self.sketch.put(holder, "barrier", cell if len(cell) > 1 else cell["text"])
            if not placed:
                self.sketch.notes.append(cell["text"])

    def cells(self, holder: dict[str, Any], item: Mapping[str, Any]) -> None:
        cells = _ours(item).get("cells")
        for lane, values in cells.items() if isinstance(cells, Mapping) else ():
            declared = self.sketch.lanes.get(str(lane), lane)
            role = str(declared.get("role") if isinstance(declared, Mapping) else declared)
            for value in [values] if isinstance(values, Mapping) else list_of(values):
                self.sketch.put(holder, str(lane), self.cell(role, value))

    def cell(self, role: str, value: Any) -> Any:
        """Return a cell as it may stand in an atlas that knows neither its libraries nor its personas."""
        if isinstance(value, Mapping):
            return {key: item for key, item in value.items() if key not in ("persona", "evidence")}
        if role in ("channel", "opportunity") and isinstance(value, str):
            return value_of(role, value.replace("-", " "), self.sketch.libraries)
        return value


_KNOWN = {
    "Journey",
    "State",
    "CompositeState",
    "Transition",
    "Phase",
    "ExperienceStep",
    "Touchpoint",
    "PainPoint",
}


def _ours(item: Mapping[str, Any]) -> Mapping[str, Any]:
    extensions = item.get("extensions")
    ours = extensions.get(_OURS) if isinstance(extensions, Mapping) else None
    return ours if isinstance(ours, Mapping) else {}


def _type(item: Mapping[str, Any]) -> str:
    value = item.get("type", item.get("@type"))
    value = value[0] if isinstance(value, list) and value else value
    return str(value or "").rpartition(":")[2].rpartition("/")[2]


def _id(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("id", value.get("@id"))
    return str(value) if isinstance(value, str) else ""


FORMAT = Format("User Journey Graph", (".jsonld", ".ujg"), write=write, read=read)
