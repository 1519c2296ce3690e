"""A Markdown outline, in: a heading a stage and a step, points as cells. Lenient: plain nested lists are outlines too."""

from __future__ import annotations

import re
from typing import Any

from footpath.base import slug
from footpath.interchange.lanes import fold, guess_lane
from footpath.interchange.meaning import value_of
from footpath.interchange.reading import Foreign, Read, ReadOptions, refuse
from footpath.interchange.sketch import Sketch

_HEAD = re.compile(r"^(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_POINT = re.compile(r"^(\s*)[-*+]\s+(.*)$")
_NUMBERED = re.compile(r"^(\s*)\d{1,3}[.)]\s+(.*)$")
_LABEL = re.compile(r"^\*\*(.+?):?\*\*:?\s*(.*)$|^__(.+?):?__:?\s*(.*)$")
_PLAIN_LABEL = re.compile(r"^([^:.!?]{2,40}):\s+(.+)$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STAGE_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
_WAY = re.compile(r"^(.*)\s\(([^()]+)\)$")
_FACTS = {
    "who": "personas", "persona": "personas", "personas": "personas", "purpose": "purpose", "scenario": "scenario",
    "state": "state", "usually takes": "typical", "begins": "begins", "ends well": "wanted", "ends badly": "unwanted",
    "owner": "owner", "claim": "claim",
}  # fmt: skip


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map of an outline.

    Raises
    ------
    BadInputError
        Where it has neither headings nor a list (`not-this-format`).
    """
    sketch = Sketch()
    lines = foreign.text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if not any(_HEAD.match(line) for line in lines):
        lines = _as_headings(lines)
    heads = [found for line in lines if (found := _HEAD.match(line))]
    if not heads:
        raise refuse(
            "the text has no headings and no list",
            "Write `# title`, `## stage`, `### step`, and points under the steps.",
        )
    outline = _Outline(sketch, options, min(len(found[1]) for found in heads), len(heads))
    for line in lines:
        outline.take(line)
    outline.lead()
    return sketch.done("Markdown outline", foreign.name)


def unescape(text: str) -> str:
    """Return a Markdown text as it is shown, without escapes and emphasis around the whole."""
    plain = _ESCAPE.sub(r"\1", text.strip())
    found = re.fullmatch(r"(\*{1,3}|_{1,3})(\S.*\S|\S)\1", text.strip())
    return _ESCAPE.sub(r"\1", found[2]) if found else plain


def _as_headings(lines: list[str]) -> list[str]:
    """Return a plain nested list as headings: the outermost points are stages, the next ones steps."""
    made: list[str] = []
    depths: list[int] = []
    for line in lines:
        found = _POINT.match(line) or _NUMBERED.match(line)
        if not found:
            made.append(line)
            continue
        indent = len(found[1].expandtabs(4))
        depths = [depth for depth in depths if depth < indent]
        depths.append(indent)
        level = len(depths)
        made.append(f"{'#' * (level + 1)} {found[2]}" if level <= 2 else f"- {found[2]}")
    return ["# ", *made] if any(line.startswith("##") for line in made) else made


class _Outline:
    """Where the reader stands in the outline."""

    def __init__(self, sketch: Sketch, options: ReadOptions, top: int, heads: int) -> None:
        self.sketch = sketch
        self.options = options
        self.top = top
        self.many = heads
        self.holder: dict[str, Any] | None = None
        self.lane: tuple[str, str] | None = None
        self.ways: list[tuple[dict[str, Any], str]] = []
        self.is_titled = False
        self.seen: dict[str, tuple[str, str]] = {}
        self.is_fenced = False

    def take(self, line: str) -> None:
        """Take one line in."""
        if line.strip().startswith(("```", "~~~")):
            self.is_fenced = not self.is_fenced
            return
        if self.is_fenced or not line.strip():
            return
        if found := _HEAD.match(line):
            self.heading(len(found[1]) - self.top, unescape(found[2]))
        elif found := _POINT.match(line) or _NUMBERED.match(line):
            self.point(len(found[1].expandtabs(4)), found[2])
        elif self.holder is not None:
            self.cell("text", "Note", unescape(line))
        elif self.is_titled and not self.sketch.facts.get("claim"):
            # under a claim our own outline names the map once more
            self.sketch.facts["claim"], self.sketch.title = self.sketch.title, unescape(line)

    def heading(self, depth: int, text: str) -> None:
        self.lane = None
        if depth == 0 and not self.is_titled:
            self.is_titled, self.sketch.title = True, text
        elif depth <= 1:
            self.holder = self.sketch.stage(_STAGE_NUMBER.sub("", text) or "Stage")
        else:
            self.holder = self.sketch.step(text or "Step")

    def point(self, indent: int, text: str) -> None:
        if indent >= 2 and self.lane is not None:
            self.cell(*self.lane, unescape(text))
            return
        found = _LABEL.match(text)
        label, value = (found[1] or found[3], found[2] or found[4] or "") if found else ("", text)
        if not found and (plain := _PLAIN_LABEL.match(text)):
            label, value = plain[1], plain[2]
        label = unescape(label).removesuffix(":")
        if self.holder is None:
            self.fact(label, unescape(value))
        elif label and fold(label) in ("then", "next", "leads to"):
            self.ways.append((self.holder, unescape(value)))
        elif label:
            self.lane = (self.role(label), label)
            if value.strip():
                self.cell(*self.lane, unescape(value))
        else:
            self.lane = None
            self.cell("action", "", unescape(value))

    def role(self, label: str) -> str:
        role, guess = guess_lane(label, self.options.lanes)
        if label not in {one.what.split("'")[1] for one in self.sketch.guesses if "'" in one.what}:
            self.sketch.guesses.append(guess)
        return role

    def cell(self, role: str, label: str, text: str) -> None:
        if self.holder is None or not text:
            return
        lane = self.seen.get(label)
        if lane is None:
            id_ = role
            if role == "text":
                id_ = slug(label, default="note")
                self.sketch.lanes.setdefault(id_, {"id": id_, "role": "text", "title": label or "Note"})
            elif role in {known for known, _ in self.seen.values()}:
                id_ = slug(label, default=role)
                self.sketch.lanes.setdefault(id_, {"id": id_, "role": role, "title": label})
            elif label:
                from footpath.atlas.roles import ROLES

                plain = label == ROLES[role].title
                self.sketch.lanes.setdefault(
                    id_, role if plain else {"id": id_, "role": role, "title": label}
                )
            lane = self.seen.setdefault(label, (id_, role))
        self.sketch.put(self.holder, lane[0], value_of(lane[1], text, self.sketch.libraries))

    def fact(self, label: str, value: str) -> None:
        name = _FACTS.get(fold(label)) if label else None
        facts = self.sketch.facts
        if name == "personas":
            for person in value.split(", "):
                self.sketch.persona(person)
        elif name == "typical":
            facts["horizon"] = {"typical": value}
        elif name in ("wanted", "unwanted"):
            facts.setdefault("ends", {})[name] = value.split("; ")
        elif name == "state":
            if value in ("as-is", "to-be"):
                facts["state"] = value
        elif name:
            facts[name] = value
        elif value:
            self.sketch.notes.append(f"{label}: {value}" if label else value)

    def lead(self) -> None:
        """Lead each `Then` to the step of that title; what names none is an exit in words, and told as lost."""
        by_title = {
            fold(step["title"]): step["id"] for stage in self.sketch.stages for step in stage.get("steps", ())
        }
        for holder, text in self.ways:
            target = by_title.get(fold(text))
            way: Any = target
            if target is None and (found := _WAY.match(text)) and (target := by_title.get(fold(found[1]))):
                way = {"to": target, "label": found[2]}
            if target is None:
                self.sketch.lost.append(
                    ("ways that lead to no step of the outline", 1, "only their words are known")
                )
            else:
                holder.setdefault("next", []).append(way)
