"""What stands in a cell, and the evidence for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, field_validator, model_validator

from footpath.atlas.types.base import LaneId, Model, Origin, PersonaId, RuleText, SourceId, StepId, Text

EVIDENCE_KINDS: tuple[str, ...] = ("measure", "exit", "wait", "question", "theme", "remarks")
"""The kinds of evidence that a source gives; their replay is `insight`'s."""


class Evidence(Model):
    """A typed, replayable reference from a cell to a source, or a link with a sentence.

    Exactly one of `measure`, `exit`, `wait`, `question`, `theme`, `remarks` stands beside `source`;
    or `link` stands alone with `sentence`. `on` names what is meant where it is not the cell's own step or stage,
    `among` the part of those meant (late, in-time).
    """

    source: SourceId | None = None
    measure: str | None = None
    exit: StepId | None = None
    wait: StepId | None = None
    question: str | None = None
    theme: str | None = None
    remarks: tuple[str, ...] | RuleText | None = None
    on: str | None = None
    among: str = ""
    from_: date | None = None
    to: date | None = None
    link: str | None = None
    sentence: Text | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Evidence:
        kinds = [name for name in EVIDENCE_KINDS if getattr(self, name) is not None]
        if self.link is not None:
            if self.source is not None or kinds:
                raise ValueError("a link stands alone, with a sentence, beside no source")
            if not self.sentence:
                raise ValueError("a link with a `sentence` that says what it shows")
        elif self.source is None:
            raise ValueError("a `source`, or a `link` with a sentence")
        elif len(kinds) != 1:
            raise ValueError(f"exactly one of {', '.join(EVIDENCE_KINDS)} beside `source`")
        return self


class Cell(Model):
    """What stands at (lane, step) or (lane, stage); a cell of the text may hold several."""

    shorthand: ClassVar[str] = "text"
    text: Text = ""
    id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    persona: PersonaId | None = None
    origin: Origin = "person"


class Emotion(Cell):
    """How they feel: a score from -2 to +2, a word, and (by `evidence`) where it comes from."""

    score: Annotated[float, Field(ge=-2, le=2)] | None = None
    word: Text = ""

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return a bare number as the score, a bare text as the word."""
        return {"word" if isinstance(value, str) else "score": value}


LEVELS: Mapping[str, int] = {"low": 1, "medium": 2, "high": 3}
"""The levels of criticality as they are written."""


class Criticality(Cell):
    """How much the step decides: 1 (low), 2 (medium) or 3 (high), as the team sees it."""

    shorthand: ClassVar[str] = "level"
    level: Annotated[int, Field(ge=1, le=3)] = 1
    why: Text = ""

    @field_validator("level", mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        return LEVELS.get(value, value) if isinstance(value, str) else value


class Barrier(Cell):
    """What gets in the way: severity 1 to 5, a kind of METHOD section 5, and the rule of those who meet it."""

    severity: Annotated[int, Field(ge=1, le=5)] | None = None
    kind: str | None = None
    when: RuleText | None = None


class Reference(Cell):
    """A cell that names an entry of a library (touchpoint, channel, opportunity): `ref` is its id."""

    shorthand: ClassVar[str] = "ref"
    ref: str


_MEASURE_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class NumberCell(Cell):
    """A number typed or bound: the name of a measure, or a value with its unit."""

    measure: str | None = None
    value: float | None = None
    unit: str = ""

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return a bare number as the value, a bare name as the measure, any other text as text."""
        if not isinstance(value, str):
            return {"value": value}
        return {"measure" if _MEASURE_NAME.fullmatch(value) else "text": value}


class ImageCell(Cell):
    """A picture by its path inside the atlas, with a description for who cannot see it (`text`)."""

    shorthand: ClassVar[str] = "picture"
    picture: str


AnyCell = Cell | Emotion | Criticality | Barrier | Reference | NumberCell | ImageCell

CELL_TYPES: Mapping[str, type[Cell]] = {
    "text": Cell,
    "emotion": Emotion,
    "criticality": Criticality,
    "barrier": Barrier,
    "reference": Reference,
    "number": NumberCell,
    "image": ImageCell,
}
"""The type of the cells of a lane, by `Role.cell`."""


class Attachment(Model):
    """A picture (or another file) inside the atlas, with a description for who cannot see it."""

    shorthand: ClassVar[str] = "file"
    file: str = Field(description="a path inside the atlas, such as pictures/lamp.png")
    text: Text = Field(default="", description="what it shows, for who cannot see it")


class CellHolder(Model):
    """What stages and steps share: cells by lane."""

    cells: Mapping[LaneId, tuple[AnyCell, ...]] = Field(default_factory=dict)

    def lane(self, lane: str) -> tuple[AnyCell, ...]:
        """Return the cells that stand in a lane (perhaps none)."""
        return self.cells.get(LaneId(lane), ())
