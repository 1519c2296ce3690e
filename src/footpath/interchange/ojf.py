"""Ptolemy's Open Journey Format 1.0, in and out: stages, swimlanes, and a node for each cell.

The format's stages are our columns: a step is a stage, and our stage is told before its title, where it has several. Its
examples and its text disagree about the scale of feelings (-5 to +5 and 0 to 10); the smallest that holds all is taken
on the way in, and -5 to +5 is written, both told.

Source: METHOD's description of OJF 1.0 (JSON: version, persona, pointOfView, stages, swimlanes, nodes).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from footpath.atlas.roles import ROLES
from footpath.atlas.types import Atlas, Barrier, Criticality, Emotion, Journey, Lane, Stage, Step
from footpath.base import slug, unique
from footpath.interchange.cells import cells_of, lane_title, words
from footpath.interchange.formats import Format, Options
from footpath.interchange.jsons import first, list_of, number_of, parse, text_of
from footpath.interchange.lanes import guess_lane
from footpath.interchange.losses import beyond_text
from footpath.interchange.meaning import Scale, value_of
from footpath.interchange.reading import Foreign, Read, ReadOptions, refuse
from footpath.interchange.report import Report, Written, counted
from footpath.interchange.sketch import Sketch, score_value

_WRITTEN = Scale(-5, 5)
_BETWEEN = " / "


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the document and its report."""
    columns: list[tuple[Stage, Step | None]] = []
    for stage in journey.stages:
        columns += [(stage, step) for step in stage.steps] or [(stage, None)]
    names = {str(one.id): one.name for one in atlas.personas}
    nodes: list[dict[str, Any]] = []
    for position, (stage, step) in enumerate(columns):
        for lane in options.lanes:
            is_first = position == 0 or columns[position - 1][0] is not stage
            holders = [holder for holder in ((stage if is_first or step is None else None), step) if holder]
            for holder in holders:
                for cell in cells_of(holder, lane, options.persona):
                    said = words([cell], lane, atlas)
                    if said:
                        nodes.append(
                            {
                                "id": f"node-{len(nodes) + 1}",
                                **_node(cell, lane, said[0], str((step or stage).id)),
                            }
                        )
    data = {
        "version": "1.0",
        "id": str(journey.id),
        "title": journey.title,
        "persona": ", ".join(names.get(one, one) for one in journey.personas),
        "pointOfView": journey.scenario or journey.purpose,
        "stages": [_stage(stage, step, number) for number, (stage, step) in enumerate(columns)],
        "swimlanes": [
            {"id": str(lane.id), "title": lane_title(lane), "type": lane.role} for lane in options.lanes
        ],
        "nodes": nodes,
    }
    report = Report(
        format="Open Journey Format 1.0",
        direction="out",
        kept=counted(
            [
                ("stages", len(journey.stages)),
                ("steps", sum(step is not None for _, step in columns)),
                ("swimlanes", len(options.lanes)),
                ("nodes", len(nodes)),
            ]
        ),
        lost=counted(beyond_text(journey, options.lanes)),
        assumed=(
            "a step became a stage of its own, with our stage before its title",
            "how they feel, -2 to +2, was put onto -5 to +5",
        ),
    )
    return Written((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8"), report)


def _stage(stage: Stage, step: Step | None, order: int) -> dict[str, Any]:
    if step is None:
        return {"id": str(stage.id), "title": stage.title, "order": order}
    # `group` is ours: others show the title, and we find the two parts again
    group = {"id": str(stage.id), "title": stage.title, "step": step.title}
    return {
        "id": str(step.id),
        "title": f"{stage.title}{_BETWEEN}{step.title}",
        "order": order,
        "group": group,
    }


def _node(cell: Any, lane: Lane, said: str, stage: str) -> dict[str, Any]:
    node: dict[str, Any] = {"stageId": stage, "swimlaneId": str(lane.id), "title": said}
    if isinstance(cell, Emotion):
        node["title"] = cell.word or cell.text or said
        if cell.score is not None:
            node["sentiment"] = round(cell.score * 2.5, 2)
    elif isinstance(cell, Barrier):
        node["title"] = cell.text
        node |= {"severity": cell.severity} if cell.severity else {}
        node |= {"tags": [cell.kind]} if cell.kind else {}
    elif isinstance(cell, Criticality):
        node["isMomentOfTruth"] = cell.level >= 3
        node["score"] = cell.level
    return node


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map of a document.

    Raises
    ------
    BadInputError
        Where it is no JSON with stages (`not-this-format`).
    """
    data = parse(foreign.text, "Open Journey document")
    if isinstance(data, Mapping):
        inner = first(data, "journey", "map")
        data = inner if isinstance(inner, Mapping) and first(inner, "stages") else data
    stages = list_of(first(data, "stages", "phases")) if isinstance(data, Mapping) else []
    if not stages:
        raise refuse(
            "the document has no stages", "An Open Journey document has `stages`, `swimlanes` and `nodes`."
        )
    sketch = Sketch(
        title=text_of(first(data, "title", "name")), id=text_of(first(data, "id")), sorts_lanes=False
    )
    for name in (text_of(one) for one in list_of(first(data, "personas", "persona"))):
        if name:
            sketch.persona(name)
    if point := text_of(first(data, "pointOfView", "scenario")):
        sketch.facts["scenario"] = point
    holders = _columns(sketch, stages)
    lanes = _lanes(sketch, data, options)
    nodes = [
        node for node in list_of(first(data, "nodes", "cards", "touchpoints")) if isinstance(node, Mapping)
    ]
    felt = [
        number for node in nodes if (number := number_of(first(node, "sentiment", "emotion"))) is not None
    ]
    scale = _scale(felt)
    if felt:
        sketch.assumed.append(
            f"sentiments were read on a scale from {scale.lowest:g} to {scale.highest:g} and put onto -2 to +2"
        )
    for node in nodes:
        _take(sketch, node, holders, lanes, scale)
    return sketch.done("Open Journey Format 1.0", foreign.name)


def _columns(sketch: Sketch, stages: list[Any]) -> dict[str, dict[str, Any]]:
    """Return the holder of each stage by id: a step, where "Stage / Step" stands in its title, else a stage."""
    holders: dict[str, dict[str, Any]] = {}
    current: dict[str, Any] | None = None
    current_key = ""
    ordered = sorted(
        (
            (
                number_of(first(one, "order", "position", "index")) if isinstance(one, Mapping) else None,
                n,
                one,
            )
            for n, one in enumerate(stages)
        ),
        key=lambda found: (found[0] if found[0] is not None else found[1], found[1]),
    )
    for _, number, one in ordered:
        title = text_of(one) or "Stage"
        id_ = text_of(first(one, "id", "stageId", "key")) if isinstance(one, Mapping) else title
        group = first(one, "group") if isinstance(one, Mapping) else None
        above, _, below = title.partition(_BETWEEN)
        key = above
        if isinstance(group, Mapping):
            above, below = text_of(first(group, "title")), text_of(first(group, "step"))
            key = text_of(first(group, "id"))
        if above and below:
            stage = current if current is not None and key == current_key else sketch.stage(above, key)
            current, current_key = stage, key
            holders[id_ or str(number)] = sketch.step(below, stage, id_)
        else:
            current = None
            holders[id_ or str(number)] = sketch.stage(title, id_)
    return holders


def _lanes(sketch: Sketch, data: Mapping[str, Any], options: ReadOptions) -> dict[str, tuple[str, str]]:
    lanes: dict[str, tuple[str, str]] = {}
    for one in list_of(first(data, "swimlanes", "lanes", "rows")):
        title = text_of(one) or "Lane"
        kind = text_of(first(one, "type", "role", "kind")) if isinstance(one, Mapping) else ""
        key = text_of(first(one, "id", "swimlaneId", "key")) if isinstance(one, Mapping) else title
        role, guess = guess_lane(title, options.lanes)
        if kind in ROLES and title not in options.lanes:
            role = kind
        else:
            sketch.guesses.append(guess)
        taken = {id_ for id_, _ in lanes.values()}
        id_ = (
            role
            if role not in taken and role != "text"
            else unique(slug(title, default="lane"), {*taken, *ROLES})
        )
        sketch.lanes[id_] = (
            role if id_ == role and title == ROLES[role].title else {"id": id_, "role": role, "title": title}
        )
        lanes[key or title] = (id_, role)
    return lanes


def _scale(felt: list[float]) -> Scale:
    return Scale(0, 10) if felt and min(felt) >= 0 and max(felt) > 5 else _WRITTEN


def _take(
    sketch: Sketch,
    node: Mapping[str, Any],
    holders: Mapping[str, dict[str, Any]],
    lanes: Mapping[str, tuple[str, str]],
    scale: Scale,
) -> None:
    holder = holders.get(text_of(first(node, "stageId", "stage")))
    text = " ".join(
        filter(
            None,
            (text_of(first(node, "title", "name", "label", "text")), text_of(first(node, "description"))),
        )
    )
    if holder is None:
        sketch.notes.append(text or "a node without a text")
        sketch.assumed.append("nodes of no stage went to the inbox")
        return
    id_, role = lanes.get(text_of(first(node, "swimlaneId", "swimlane", "laneId")), ("text", "text"))
    kind = ROLES[role].cell
    sentiment = number_of(first(node, "sentiment", "emotion"))
    value: Any
    if kind == "emotion":
        value = score_value(scale.ours(sentiment), text) if sentiment is not None else {"word": text}
    elif kind == "barrier":
        severity = number_of(first(node, "severity"))
        tags = [text_of(tag) for tag in list_of(first(node, "tags"))]
        value = value_of(role, text, sketch.libraries)
        whole = value if isinstance(value, dict) else {"text": value}
        if severity is not None and 1 <= severity <= 5:
            whole["severity"] = int(severity)
        if tags:
            whole.setdefault("kind", tags[0])
        value = whole
    elif kind == "criticality":
        level = number_of(first(node, "score"))
        value = (
            int(level) if level is not None and 1 <= level <= 3 else value_of(role, text, sketch.libraries)
        )
        _colon = text.partition(": ")
        if _colon[2] and not isinstance(value, dict):
            value = {"level": value, "why": _colon[2]}
    else:
        value = value_of(role, text, sketch.libraries) if text else None
        if sentiment is not None:
            sketch.put(holder, "emotion", score_value(scale.ours(sentiment)))
        if first(node, "isMomentOfTruth") is True:
            sketch.put(holder, "criticality", "high")
    if value not in (None, ""):
        sketch.put(holder, id_, value)


FORMAT = Format("Open Journey Format 1.0", (".ojf", ".ojf.json"), write=write, read=read)
