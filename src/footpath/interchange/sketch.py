"""A map while it is read from another format: stages, steps and cells gathered as plain data, ids made, things counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from footpath.atlas.ids import is_id
from footpath.atlas.roles import ROLES
from footpath.base import Problem, slug, unique
from footpath.interchange.meaning import Libraries
from footpath.interchange.reading import Guess, Read
from footpath.interchange.report import Report, counted


@dataclass(slots=True)
class Sketch:
    """What a reader has gathered so far; `done` turns it into a `Read`.

    Stages and steps get ids at once, so that branches can name them.
    """

    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    stages: list[dict[str, Any]] = field(default_factory=list)
    personas: dict[str, dict[str, Any]] = field(default_factory=dict)
    libraries: Libraries = field(default_factory=Libraries)
    lanes: dict[str, Any] = field(default_factory=dict)
    notes: list[Any] = field(default_factory=list)
    lost: list[tuple[str, int, str]] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    step_ids: set[str] = field(default_factory=set)
    id: str = ""
    sorts_lanes: bool = True

    def stage(self, title: str, id_: str = "") -> dict[str, Any]:
        """Begin a stage and return it; it gets the id that the other format gave it, where that may be one."""
        id_ = unique(_id(id_) or slug(title, default="stage"), [stage["id"] for stage in self.stages])
        self.stages.append({"id": id_, "title": title})
        return self.stages[-1]

    def step(self, title: str, stage: dict[str, Any] | None = None, id_: str = "") -> dict[str, Any]:
        """Add a step to a stage (the last one; made where there is none) and return it."""
        if stage is None:
            stage = self.stages[-1] if self.stages else self.stage(self.title or "Journey")
        id_ = unique(_id(id_) or slug(title, default="step"), self.step_ids)
        self.step_ids.add(id_)
        stage.setdefault("steps", []).append({"id": id_, "title": title})
        made: dict[str, Any] = stage["steps"][-1]
        return made

    def put(self, holder: dict[str, Any], lane: str, value: Any) -> None:
        """Put one more item into a lane's cell."""
        self.lanes.setdefault(lane, lane if lane in ROLES else {"id": lane, "role": "text"})
        here = holder.get(lane)
        if here is None:
            holder[lane] = value
        elif isinstance(here, list):
            here.append(value)
        else:
            holder[lane] = [here, value]

    def persona(self, name: str, **facts: Any) -> str:
        """Return the id of the persona of that name, made where there is none."""
        for id_, known in self.personas.items():
            if known["name"].casefold() == name.casefold():
                known.update(facts)
                return id_
        id_ = unique(slug(name, default="persona"), self.personas)
        self.personas[id_] = {"id": id_, "name": name, **facts}
        return id_

    def done(self, name: str, fallback: str = "") -> Read:
        """Return what was read; a map without a stage gets one, as a map must have it."""
        title = self.title or fallback.replace("-", " ").replace("_", " ").strip().capitalize() or "Journey"
        if not self.stages:
            self.stage(title)
        order = {role: number for number, role in enumerate(ROLES)}
        lanes = list(self.lanes.items())
        if self.sorts_lanes:
            lanes.sort(key=lambda lane: order.get(_role(lane[1]), len(order)))
        journey = {
            "id": _id(self.id) or slug(title, default="journey"),
            "title": title,
            **{key: value for key, value in self.facts.items() if value},
            **({"personas": list(self.personas)} if self.personas else {}),
            **({"lanes": [lane for _, lane in lanes]} if lanes else {}),
            "stages": self.stages,
            **({"notes": self.notes} if self.notes else {}),
        }
        report = Report(
            format=name,
            direction="in",
            kept=counted(
                [
                    ("stages", len(self.stages)),
                    ("steps", len(self.step_ids)),
                    ("cells", sum(_cells(stage) for stage in self.stages)),
                    ("personas", len(self.personas)),
                    ("notes", len(self.notes)),
                ]
            ),
            lost=counted(_summed(self.lost)),
            assumed=tuple(dict.fromkeys(self.assumed)),
            problems=tuple(self.problems),
        )
        return Read(
            report,
            journeys=(journey,),
            personas=tuple(self.personas.values()),
            touchpoints=tuple(self.libraries.new["touchpoints"]),
            opportunities=tuple(self.libraries.new["opportunities"]),
            channels=tuple(self.libraries.new["channels"]),
            guesses=tuple(self.guesses),
        )


_FIELDS = frozenset({"id", "title", "steps", "next", "journey", "optional", "typical"})


def _id(text: str) -> str:
    """Return the last part of a foreign id, where it may be one of ours; nothing where it is a mere number or none."""
    last = text.rpartition(":")[2].rpartition("/")[2]
    return last if is_id(last) and not last.isdigit() and len(last) <= 60 else ""


def _role(lane: Any) -> str:
    return str(lane["role"]) if isinstance(lane, Mapping) else str(lane)


def _cells(holder: Mapping[str, Any]) -> int:
    own = sum(
        len(value) if isinstance(value, list) else 1 for key, value in holder.items() if key not in _FIELDS
    )
    return own + sum(_cells(step) for step in holder.get("steps", ()))


def _summed(lost: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    sums: dict[tuple[str, str], int] = {}
    for what, count, why in lost:
        sums[(what, why)] = sums.get((what, why), 0) + count
    return [(what, count, why) for (what, why), count in sums.items()]


def score_value(score: float, word: str = "") -> Any:
    """Return a feeling in its short form."""
    value = int(score) if float(score).is_integer() else round(score, 2)
    return {"score": value, "word": word} if word else value
