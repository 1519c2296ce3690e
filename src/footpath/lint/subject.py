"""What a rule is handed: the loaded atlas, seen as maps with their cells and where each stands in the text.

Rules ask this view instead of walking the document each in their own way. It reads the document and its newest
measures, nothing else: no engine, no clock, no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from footpath.atlas import Loaded
from footpath.atlas.roles import DEFAULT_LANES, ROLES
from footpath.atlas.types import (
    AnyCell,
    Atlas,
    Journey,
    Lane,
    LaneId,
    MeasureRun,
    Persona,
    Stage,
    Step,
    Touchpoint,
)
from footpath.lint.finding import Allowance, LintRule, Spot, TextPath
from footpath.lint.layout import Layout
from footpath.lint.settings import RuleSettings


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a map: a step, or a stage that has none."""

    stage: Stage
    step: Step | None
    path: TextPath


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell with its lane, its column and where it stands; `step` is None for a cell of a whole stage."""

    cell: AnyCell
    lane: Lane
    stage: Stage
    step: Step | None
    spot: Spot

    @property
    def at(self) -> Step | Stage:
        """Return the step (or the stage) at which the cell stands."""
        return self.step or self.stage

    @property
    def where(self) -> str:
        """Return the step's (or stage's) title in quotes, for messages."""
        return quoted(self.step.title if self.step else self.stage.title)


@dataclass(frozen=True)
class Map:
    """One journey with the file that it stands in."""

    loaded: Loaded
    journey: Journey
    file: str

    @property
    def atlas(self) -> Atlas:
        """The document that the map belongs to."""
        return self.loaded.atlas

    def at(self, *path: str | int) -> Spot:
        """Return a spot in this journey's file."""
        return Spot(self.file, path)

    @cached_property
    def run(self) -> MeasureRun | None:
        """The newest measures of this journey, or None."""
        return self.atlas.measured(self.journey.id)

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes that are shown: the journey's, else the house's, else the default ones; then any other in use."""
        shown = self.journey.lanes or self.atlas.lanes or tuple(_role_lane(role) for role in DEFAULT_LANES)
        known = {lane.id for lane in shown}
        house = {lane.id: lane for lane in self.atlas.lanes}
        used = {
            lane for stage in self.journey.stages for holder in (stage, *stage.steps) for lane in holder.cells
        }
        others = [house.get(lane) or _role_lane(lane) for lane in sorted(used - known)]
        return (*shown, *others)

    def path_of(self, holder: Stage | Step) -> TextPath:
        """Return where a stage or step stands in the file (what the loader could not read shifts no index)."""
        index = self.loaded.indexes.get(self.file)
        if index is None:
            return ()
        return (index.steps if isinstance(holder, Step) else index.stages).get(holder.id, ())

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        found: list[Column] = []
        for stage in self.journey.stages:
            found += [Column(stage, step, self.path_of(step)) for step in stage.steps]
            if not stage.steps:
                found.append(Column(stage, None, self.path_of(stage)))
        return tuple(found)

    @cached_property
    def _placed(self) -> tuple[Placed, ...]:
        lanes = {lane.id: lane for lane in self.lanes}
        found: list[Placed] = []
        for stage in self.journey.stages:
            holders: list[tuple[Step | None, TextPath]] = [(None, self.path_of(stage))]
            holders += [(step, self.path_of(step)) for step in stage.steps]
            for step, path in holders:
                for lane, cells in (step or stage).cells.items():
                    spots = [Spot(self.file, (*path, lane, n)) for n in range(len(cells))]
                    found += [
                        Placed(cell, lanes[lane], stage, step, spot)
                        for cell, spot in zip(cells, spots, strict=True)
                    ]
        return tuple(found)

    def cells(self, *roles: str) -> Iterator[Placed]:
        """Yield the cells of the lanes with one of these roles (all cells where none is named), in order."""
        for placed in self._placed:
            if not roles or placed.lane.role in roles:
                yield placed

    @cached_property
    def is_blueprint(self) -> bool:
        """Return whether the map has lanes for our own work, in front or behind: only then blueprint rules speak."""
        return any(lane.meaning.side in ("frontstage", "backstage") for lane in self.lanes)

    def on_side(self, *sides: str) -> Iterator[Placed]:
        """Yield the cells of the lanes on one of these sides (customer, ours, frontstage, backstage, support)."""
        for placed in self._placed:
            if placed.lane.meaning.side in sides:
                yield placed

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each stage and step, by id (a step's where both share one)."""
        return {one.id: one.title for one in self.holders}

    @cached_property
    def holders(self) -> tuple[Stage | Step, ...]:
        """All stages, then all steps."""
        return (*self.journey.stages, *self.journey.steps())

    def touchpoints(self) -> set[str]:
        """Return the ids of the touchpoints that this journey names in cells, beginnings and ends."""
        named = {str(placed.cell.ref) for placed in self.cells("touchpoint") if hasattr(placed.cell, "ref")}
        ends = (self.journey.begins, *self.journey.ends.wanted, *self.journey.ends.unwanted)
        return named | {str(end.touchpoint) for end in ends if end and end.touchpoint}


@dataclass(frozen=True)
class Subject:
    """The atlas under the eyes of the rules.

    `allowances` is filled for those rules that run last. `today` is the day of the check; without one nothing is old.
    `layout` is what drawing the atlas showed; without one nothing is known about it.
    """

    loaded: Loaded
    allowances: tuple[Allowance, ...] = ()
    settings: RuleSettings = field(default_factory=RuleSettings)
    today: date | None = None
    layout: Layout | None = None

    def runs(self, code: str, rule: LintRule) -> bool:
        """Return whether a rule can speak here: it is not off, and what it needs is known."""
        has = {
            "": True,
            "today": self.today is not None,
            "layout": self.layout is not None,
            "paper": self.layout is not None and bool(self.layout.paper),
        }
        return has[rule.needs] and not self.settings.of(code).is_off

    def option(self, rule: str, name: str) -> Any:
        """Return what an option of a rule (its code or name) is here: the atlas's own value, else the default.

        KeyError where the rule has no such option.
        """
        return self.settings.of(rule).options[name]

    @property
    def atlas(self) -> Atlas:
        """The document."""
        return self.loaded.atlas

    @cached_property
    def maps(self) -> tuple[Map, ...]:
        """Every journey with its file."""
        return tuple(Map(self.loaded, one, self._file("journey", one.id)) for one in self.atlas.journeys)

    @cached_property
    def personas(self) -> tuple[tuple[Persona, str], ...]:
        """Every persona with its file."""
        return tuple((one, self._file("persona", one.id)) for one in self.atlas.personas)

    def touchpoints(self) -> Iterator[tuple[Touchpoint, Spot]]:
        """Yield the library's touchpoints with where each stands."""
        for touchpoint in self.atlas.touchpoints:
            yield touchpoint, Spot("touchpoints.yaml", ("touchpoints", touchpoint.id))

    def _file(self, kind: str, id_: str) -> str:
        return self.loaded.file_of(kind, id_) or f"{kind}s/{id_}.yaml"


def quoted(text: str) -> str:
    """Return a text from the document in quotes, cut to what a message can hold."""
    text = " ".join(text.split())
    short = text if len(text) <= 60 else text[:59].rstrip() + "…"
    return f'"{short}"'


def _role_lane(role: str) -> Lane:
    return Lane(id=LaneId(role), role=role if role in ROLES else "text")
