"""What a child journey says of the step that opens it: its numbers, feelings, worst step and coverage. Pure.

Nothing of a child is ever counted anew: numbers of its whole journey are passed on as they stand, and carry its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from footpath.atlas.types import Atlas, Emotion, Journey, MeasureRow, MeasureRun, Step, StepId
from footpath.base import parse_duration

MEASURED_EMOTIONS = ("emotion-scores", "emotion-words")
"""The measures of a feeling, the one that is taken first: they are never mixed."""


@dataclass(frozen=True, slots=True)
class MeasuredEmotion:
    """Feelings of several steps as one: the mean weighted by n, with the interval of the weighted bounds.

    The interval is as wide as if all steps moved together; `low` and `high` are None where a step has no interval.
    `steps` is how many steps it is from, `measure` what was measured (emotion-scores or emotion-words).
    """

    measure: str
    value: float
    n: int
    steps: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class WorstStep:
    """The step that feels worst, in the journey in which it stands."""

    journey: str
    step: str
    title: str
    value: float
    is_measured: bool


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What a child journey says of the step that opens it.

    Attributes
    ----------
    journey, title
        The child's id and title.
    rows
        The rows of the child's newest run that are about the whole child, among all: reach, share going on, median time.
    assumed
        Mean of the assumed feelings (-2..+2) of the child's steps that have one; None where none has.
    measured
        The measured feeling of its steps, or None.
    worst
        The step with the lowest measured feeling; where none was measured, with the lowest assumed one; None without any.
    steps, measured_steps
        How many steps there are, and how many of them have a number of their own in the newest run.
    typical_us
        How long it usually takes, in microseconds, as the team believes; None where that is not known for every stage.
    """

    journey: str
    title: str
    rows: tuple[MeasureRow, ...] = ()
    assumed: float | None = None
    measured: MeasuredEmotion | None = None
    worst: WorstStep | None = None
    steps: int = 0
    measured_steps: int = 0
    typical_us: int | None = None

    @property
    def coverage(self) -> float | None:
        """Return the share of the steps that were measured, 0..1; None where there is no step."""
        return self.measured_steps / self.steps if self.steps else None

    def row(self, measure: str) -> MeasureRow | None:
        """Return the child's number of that name, or None."""
        return next((row for row in self.rows if row.measure == measure), None)


def roll_up(atlas: Atlas, journey_id: str) -> dict[StepId, RolledUp]:
    """Return, for each step of a journey that opens a child journey, what that child says of it.

    A step of the child that opens a journey itself counts as the steps of that journey, at any depth. A step whose child
    leads back to the journey in which the step stands counts as a step of its own, and has no entry here.

    Spec: document.md, rules D140 to D149.

    Raises
    ------
    KeyError
        Where the atlas has no such journey.
    """
    nest = _Nest(atlas)
    journey = atlas.journey(journey_id)
    out: dict[StepId, RolledUp] = {}
    for step in journey.steps():
        child = nest.child(journey, step)
        if child is not None:
            out[step.id] = nest.rolled(child)
    return out


class _Felt(NamedTuple):
    value: float
    n: int
    low: float | None
    high: float | None
    steps: int


class _Nest:
    """The journeys of an atlas by what they open; each is rolled up once."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.journeys = {str(journey.id): journey for journey in reversed(atlas.journeys)}
        self.runs = {str(run.journey): run for run in reversed(atlas.measures)}
        self.opened = {
            id_: tuple(dict.fromkeys(str(s.journey) for s in journey.steps() if s.journey in self.journeys))
            for id_, journey in self.journeys.items()
        }
        self._reached: dict[str, frozenset[str]] = {}
        self._done: dict[str, RolledUp] = {}

    def child(self, journey: Journey, step: Step) -> Journey | None:
        """Return the journey that a step opens, or None where it opens none, or one that leads back here."""
        id_ = str(step.journey) if step.journey else ""
        if id_ not in self.journeys or str(journey.id) in self._reach(id_):
            return None
        return self.journeys[id_]

    def _reach(self, id_: str) -> frozenset[str]:
        """Return all journeys that can be got to from one, itself included."""
        if id_ not in self._reached:
            found: set[str] = set()
            ahead = [id_]
            while ahead:
                here = ahead.pop()
                if here not in found:
                    found.add(here)
                    ahead.extend(self.opened[here])
            self._reached[id_] = frozenset(found)
        return self._reached[id_]

    def rolled(self, journey: Journey) -> RolledUp:
        """Return a journey rolled up; those that it opens first, without recursion as deep as the nesting."""
        waiting = [journey]
        while waiting:
            here = waiting[-1]
            open_ = [
                child
                for step in here.steps()
                if (child := self.child(here, step)) is not None and str(child.id) not in self._done
            ]
            if open_:
                waiting.extend(open_)
            else:
                self._done[str(here.id)] = self._one(here)
                waiting.pop()
        return self._done[str(journey.id)]

    def _within(self, journey: Journey, step: Step) -> RolledUp | None:
        child = self.child(journey, step)
        return self._done[str(child.id)] if child is not None else None

    def _one(self, journey: Journey) -> RolledUp:
        run = self.runs.get(str(journey.id))
        steps = list(journey.steps())
        within = {step.id: self._within(journey, step) for step in steps}
        assumed = {step.id: _or_rolled(_assumed(journey, step), within[step.id]) for step in steps}
        known = [value for value in assumed.values() if value is not None]
        return RolledUp(
            journey=str(journey.id),
            title=str(journey.title),
            rows=tuple(
                row
                for row in (run.rows if run else ())
                if row.on == "journey" and row.id == journey.id and not row.among and not row.segment
            ),
            assumed=sum(known) / len(known) if known else None,
            measured=self._measured(steps, run, within),
            worst=self._worst(journey, run, within),
            steps=sum(part.steps if (part := within[step.id]) else 1 for step in steps),
            measured_steps=sum(
                part.measured_steps if (part := within[step.id]) else _is_measured(step, run)
                for step in steps
            ),
            typical_us=_typical(journey, within),
        )

    @staticmethod
    def _measured(
        steps: Sequence[Step], run: MeasureRun | None, within: dict[StepId, RolledUp | None]
    ) -> MeasuredEmotion | None:
        for measure in MEASURED_EMOTIONS:
            felt = [
                found for step in steps if (found := _felt(step, run, within[step.id], measure)) is not None
            ]
            n = sum(one.n for one in felt)
            if n:
                lows = [one.low * one.n for one in felt if one.low is not None]
                highs = [one.high * one.n for one in felt if one.high is not None]
                has_range = len(lows) == len(highs) == len(felt)
                return MeasuredEmotion(
                    measure=measure,
                    value=sum(one.value * one.n for one in felt) / n,
                    n=n,
                    steps=sum(one.steps for one in felt),
                    low=sum(lows) / n if has_range else None,
                    high=sum(highs) / n if has_range else None,
                )
        return None

    @staticmethod
    def _worst(
        journey: Journey, run: MeasureRun | None, within: dict[StepId, RolledUp | None]
    ) -> WorstStep | None:
        def measured() -> Iterator[WorstStep]:
            for step in journey.steps():
                own = next(
                    (felt for m in MEASURED_EMOTIONS if (felt := _felt(step, run, None, m)) is not None), None
                )
                part = within[step.id]
                if own is not None:
                    yield WorstStep(str(journey.id), str(step.id), str(step.title), own.value, True)
                elif part is not None and part.worst is not None and part.worst.is_measured:
                    yield part.worst

        def assumed() -> Iterator[WorstStep]:
            for step in journey.steps():
                value = _assumed(journey, step)
                part = within[step.id]
                if value is not None:
                    yield WorstStep(str(journey.id), str(step.id), str(step.title), value, False)
                elif part is not None and part.worst is not None:
                    yield part.worst

        for found in (measured(), assumed()):
            worst = min(found, key=lambda one: one.value, default=None)
            if worst is not None:
                return worst
        return None


def _or_rolled(own: float | None, within: RolledUp | None) -> float | None:
    """Return a step's own feeling; where it has none, that of the journey that it opens."""
    return own if own is not None or within is None else within.assumed


def _assumed(journey: Journey, step: Step) -> float | None:
    """Return the mean of the scores at a step that the team assumes for the first persona, or for nobody by name."""
    focus = journey.personas[0] if journey.personas else None
    lanes = {
        lane.id for lane in journey.shown_lanes() if lane.role == "emotion" and lane.persona in (None, focus)
    }
    scores = [
        cell.score
        for lane in sorted(lanes)
        for cell in step.lane(lane)
        if isinstance(cell, Emotion) and cell.score is not None and cell.persona in (None, focus)
    ]
    return sum(scores) / len(scores) if scores else None


def _felt(step: Step, run: MeasureRun | None, within: RolledUp | None, measure: str) -> _Felt | None:
    row = run.find("step", step.id, measure) if run is not None else None
    if row is not None and row.value is not None and row.n > 0:
        return _Felt(row.value, row.n, row.low, row.high, 1)
    part = within.measured if within is not None else None
    if part is not None and part.measure == measure:
        return _Felt(part.value, part.n, part.low, part.high, part.steps)
    return None


def _is_measured(step: Step, run: MeasureRun | None) -> bool:
    return run is not None and any(
        row.on == "step" and row.id == step.id and row.value is not None for row in run.rows
    )


def _typical(journey: Journey, within: dict[StepId, RolledUp | None]) -> int | None:
    """Return the usual time of a whole journey: its own, else the sum of its stages where each has one."""
    own = _us(journey.horizon.typical if journey.horizon else None)
    if own is not None:
        return own
    total = 0
    for stage in journey.stages:
        of_stage = _us(stage.typical)
        if of_stage is None and stage.steps:
            parts = [
                mine
                if (mine := _us(step.typical)) is not None or (part := within[step.id]) is None
                else part.typical_us
                for step in stage.steps
            ]
            known = [part for part in parts if part is not None]
            of_stage = sum(known) if len(known) == len(parts) else None
        if of_stage is None:
            return None
        total += of_stage
    return total if journey.stages else None


def _us(text: str | None) -> int | None:
    try:
        return parse_duration(text) if text else None
    except ValueError:
        return None
