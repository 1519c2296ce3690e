"""A map as a Markdown outline, out (and in by `markdown_read`): a heading a stage and a step, a point a lane. For wikis, tickets and mail."""

from __future__ import annotations

import re

from footpath.atlas.types import Atlas, CellHolder, Journey
from footpath.interchange.cells import cells_of, lane_title, words
from footpath.interchange.formats import Format, Options
from footpath.interchange.losses import beyond_text
from footpath.interchange.markdown_read import read
from footpath.interchange.report import Report, Written, counted

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
_LIST_MARK = re.compile(r"^(\d+)([.)])|^([-+=])")


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the outline and its report."""
    lines = [f"# {escape(journey.claim or journey.title)}", ""]
    if journey.claim:
        lines += [escape(journey.title), ""]
    lines += [f"- **{name}:** {escape(value)}" for name, value in _facts(atlas, journey)]
    written = 0
    titles = {str(step.id): step.title for step in journey.steps()}
    for number, stage in enumerate(journey.stages, 1):
        points = _points(atlas, stage, options)
        lines += ["", f"## {number}. {escape(stage.title)}", "", *points]
        written += len(points)
        for step in stage.steps:
            points = _points(atlas, step, options)
            lines += ["", f"### {escape(step.title)}", "", *points]
            lines += [
                f"- **Then:** {escape(_way(titles.get(way.to, way.to), way.label))}" for way in step.next
            ]
            written += len(points)
    report = Report(
        format="Markdown outline",
        direction="out",
        kept=counted(
            [
                ("stages", len(journey.stages)),
                ("steps", sum(1 for _ in journey.steps())),
                ("filled lanes", written),
                ("facts about the map", len(_facts(atlas, journey))),
            ]
        ),
        lost=counted(
            loss for loss in beyond_text(journey, options.lanes) if not loss[0].startswith("branches")
        ),
        assumed=("touchpoints, channels and opportunities stand by their titles, not by their ids",),
    )
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
    return Written(text.encode("utf-8"), report)


def escape(text: str) -> str:
    """Return a text in one line that Markdown shows as it is."""
    one_line = " ".join(text.split())
    safe = _SPECIAL.sub(r"\\\1", one_line)
    return _LIST_MARK.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", safe)


def _way(to: str, label: str) -> str:
    return f"{to} ({label})" if label else to


def _points(atlas: Atlas, holder: CellHolder, options: Options) -> list[str]:
    points: list[str] = []
    for lane in options.lanes:
        found = [escape(text) for text in words(cells_of(holder, lane, options.persona), lane, atlas)]
        if len(found) == 1:
            points.append(f"- **{escape(lane_title(lane))}:** {found[0]}")
        elif found:
            points.append(
                "\n".join([f"- **{escape(lane_title(lane))}:**", *(f"  - {text}" for text in found)])
            )
    return points


def _facts(atlas: Atlas, journey: Journey) -> list[tuple[str, str]]:
    names = {persona.id: persona.name for persona in atlas.personas}
    ends = journey.ends
    facts = [
        ("Who", ", ".join(names.get(one, one) for one in journey.personas)),
        ("Purpose", journey.purpose),
        ("Scenario", journey.scenario),
        ("State", journey.state or ""),
        ("Usually takes", (journey.horizon.typical if journey.horizon else "") or ""),
        ("Begins", journey.begins.text if journey.begins else ""),
        ("Ends well", "; ".join(end.text for end in ends.wanted if end.text)),
        ("Ends badly", "; ".join(end.text for end in ends.unwanted if end.text)),
        ("Owner", journey.owner or ""),
    ]
    return [(name, value) for name, value in facts if value]


FORMAT = Format("Markdown outline", (".md", ".markdown"), write=write, read=read)
