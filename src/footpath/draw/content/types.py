"""What a form lays out, as frozen data: cells, feelings, columns, rows, counts, ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footpath.atlas.roles import Role
from footpath.atlas.rollup import RolledUp
from footpath.atlas.types import Atlas, Journey, Lane, MeasureRow, MeasureRun, Persona, Stage, Step
from footpath.draw.asking import Asked
from footpath.draw.pictures import Shot

FEW = 30
"""Under this many, a mean is not drawn (V006)."""

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as a form shows it.

    `who` names whose it is, where several personas walk the map. `fails` are the numbers of failure points: of those that
    it explains (a barrier) or at which it stands (a cell of ours). `answers` says who answers for a contact, and how fast;
    `is_unanswered` that nobody does. `is_zone` marks where we could belong.
    """

    text: str
    kind: str = "text"
    grade: str = "assumed"
    n: str = ""
    origin: str = "person"
    level: int = 0
    icon: str = ""
    above: str = ""
    below: str = ""
    rank: str = ""
    id: str = ""
    facts: Facts = ()
    who: str = ""
    fails: tuple[int, ...] = ()
    answers: str = ""
    is_unanswered: bool = False
    is_zone: bool = False
    picture: Shot | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a step that does not lead to the next column.

    `kind` is branch (on to a later step), loop (back to an earlier or the same one) or exit (to an outcome); `to` is the
    step's id or empty; `ending` is wanted, unwanted or empty; `n` is how many took it, where that was counted.
    """

    kind: str
    text: str
    label: str = ""
    to: str = ""
    ending: str = ""
    n: str = ""
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Child:
    """The map that a step opens: its title, and what it says of the step; None where it leads back here."""

    title: str
    rolled: RolledUp | None = None
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Passing:
    """What passes from one persona to another at a step; ids and names of both."""

    step: str
    from_: str
    to: str
    from_name: str
    to_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Feeling:
    """How they feel at one column: what the team assumes, what was measured, and its parts."""

    assumed: float | None = None
    word: str = ""
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    others: tuple[tuple[str, float], ...] = ()
    parts: tuple[MeasureRow, ...] = ()
    facts: Facts = ()
    under_floor: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a step, or a stage that has none."""

    stage: int
    id: str
    title: str
    holder: Step | Stage
    is_step: bool
    decides: bool = False
    feeling: Feeling = Feeling()
    facts: Facts = ()
    is_new: bool = False
    ways: tuple[Way, ...] = ()
    child: Child | None = None
    typical: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One lane: what stands in its columns, and what spans its stages.

    `whose` is the name of the persona whose lane it is; `feelings` are those of an emotion lane that is not the only one.
    """

    lane: Lane
    role: Role
    title: str
    sub: str
    cells: dict[int, tuple[Shown, ...]]
    spans: dict[int, tuple[Shown, ...]]
    whose: str = ""
    feelings: tuple[Feeling, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the lane."""
        return not self.cells and not self.spans

    def filled(self, columns: Sequence[Column]) -> float:
        """Return the share of the columns in which something stands; a stage's cell stands in all of its columns."""
        full = sum(index in self.cells or column.stage in self.spans for index, column in enumerate(columns))
        return full / len(columns) if columns else 0.0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many reached a stage, and what share was lost in it."""

    count: int | None = None
    lost: float | None = None
    is_branch: bool = False
    is_under_floor: bool = False
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class End:
    """One way in which walks end, and how many did."""

    text: str
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class Content:
    """A journey as all forms of it see it.

    `rows` are the lanes to draw; `empty` those in which nothing stands, which are drawn only where the caller named
    its lanes. `folded` are the ids of lanes so thinly filled that they are drawn as a line of marks. A part of a
    journey (a further page) has the numbers of its stages in `stage_numbers` and of its first step in `first_step`; `notes` go to the foot.
    `company` and `typicals` are, by stage, what the company calls it and how long it usually takes (empty for nothing);
    `failures` are the failure points that no lane explains.
    """

    atlas: Atlas
    journey: Journey
    persona: Persona | None
    run: MeasureRun | None
    language: str
    asked: Asked
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    counts: tuple[Counted, ...]
    starts: tuple[float | None, ...]
    total: float
    ends: tuple[End, ...]
    empty: tuple[Row, ...] = ()
    folded: frozenset[str] = frozenset()
    stage_numbers: tuple[int, ...] = ()
    first_step: int = 1
    is_overview: bool = False
    notes: tuple[str, ...] = ()
    hands: tuple[Passing, ...] = ()
    company: tuple[str, ...] = ()
    typicals: tuple[str, ...] = ()
    failures: tuple[tuple[int, str], ...] = ()
    is_further: bool = False

    @property
    def walkers(self) -> tuple[Persona, ...]:
        """The personas who walk the map: all that the journey names, but for a map that was drawn for one of them."""
        if self.persona is None or self.asked.is_one:
            return (self.persona,) if self.persona is not None else ()
        known = {persona.id: persona for persona in self.atlas.personas}
        return tuple(known[id_] for id_ in dict.fromkeys(self.journey.personas) if id_ in known)

    def columns_of(self, stage: int) -> list[int]:
        """Return the indices of a stage's columns."""
        return [index for index, column in enumerate(self.columns) if column.stage == stage]
