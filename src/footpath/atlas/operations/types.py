"""The operations: every change to an atlas as frozen data with ids.

Values are plain data as it would be written in YAML (texts, numbers, lists, mappings), or document types, which are
turned into it. Nothing here touches a text: see `apply`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from footpath.atlas.types import MeasureRun
from footpath.base import BadInputError, Problem, did_you_mean

On = Literal["step", "stage"]
Library = Literal[
    "touchpoints", "sources", "opportunities", "channels", "lanes", "departments", "team", "hands", "notes"
]
Thing = Literal[
    "atlas", "journey", "stage", "step", "persona", "touchpoint", "source", "opportunity", "channel", "lane"
]


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write what stands in a lane at a step (or stage): the whole cell, or with `index` one item of its list."""

    journey: str
    at: str
    lane: str
    value: Any
    index: int | None = None
    on: On = "step"


@dataclass(frozen=True, slots=True)
class AddCell:
    """Add an item to a lane's cell, last or at `index`; a single value becomes a list of two."""

    journey: str
    at: str
    lane: str
    value: Any
    index: int | None = None
    on: On = "step"


@dataclass(frozen=True, slots=True)
class RemoveCell:
    """Take a lane's cell out of a step (or stage), or with `index` one item of it."""

    journey: str
    at: str
    lane: str
    index: int | None = None
    on: On = "step"


@dataclass(frozen=True, slots=True)
class MoveCell:
    """Move a lane's cell (or one item of it) to another step or stage, added to what stands there."""

    journey: str
    at: str
    lane: str
    to: str
    index: int | None = None
    to_index: int | None = None
    on: On = "step"
    to_on: On = "step"
    to_lane: str | None = None


@dataclass(frozen=True, slots=True)
class AddStep:
    """Add a step to a stage, last or before the one that has `index` now."""

    journey: str
    stage: str
    step: Any
    index: int | None = None


@dataclass(frozen=True, slots=True)
class MoveStep:
    """Move a step to a stage and to that place in it, counted without the step itself; last where no index is given."""

    journey: str
    step: str
    stage: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """Take a step out, with its cells."""

    journey: str
    step: str


@dataclass(frozen=True, slots=True)
class AddStage:
    """Add a stage, last or before the one that has `index` now."""

    journey: str
    stage: Any
    index: int | None = None


@dataclass(frozen=True, slots=True)
class MoveStage:
    """Move a stage with its steps to that place, counted without the stage itself."""

    journey: str
    stage: str
    index: int


@dataclass(frozen=True, slots=True)
class RemoveStage:
    """Take a stage out, with its steps."""

    journey: str
    stage: str


@dataclass(frozen=True, slots=True)
class SetField:
    """Set a field of a thing (title, claim, owner, `horizon.silence`, ...); None takes the key out.

    `id` is not needed for the atlas; `journey` is needed for stages and steps.
    """

    thing: Thing
    id: str
    field: str
    value: Any
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Add an entry to a library or to a list of the atlas or (with `journey`) of a journey."""

    library: Library
    entry: Any
    index: int | None = None
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class SetEntry:
    """Replace an entry of a library or list, by its id (or as the text that it is)."""

    library: Library
    id: str
    entry: Any
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Take an entry out of a library or list, by its id."""

    library: Library
    id: str
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class AddFile:
    """Add a file (`journeys/gift.yaml`, `personas/nadia.yaml`, ...) with that text, or with that value written new."""

    file: str
    value: Any = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Take a file away; `text`, where given, must be what it holds."""

    file: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class AddMeasures:
    """Add a run of measures as a file of its own."""

    run: MeasureRun


@dataclass(frozen=True, slots=True)
class Piece:
    """One span to put back: where it is (`offset` from the start of the thing `anchor`), what stands there, what comes back."""

    anchor: tuple[str, ...]
    offset: int
    there: str
    back: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Restore:
    """The inverse of an edit: the bytes that it replaced, each with the place and neighbours that identify it."""

    file: str
    pieces: tuple[Piece, ...]


Operation = (
    SetCell
    | AddCell
    | RemoveCell
    | MoveCell
    | AddStep
    | MoveStep
    | RemoveStep
    | AddStage
    | MoveStage
    | RemoveStage
    | SetField
    | AddEntry
    | SetEntry
    | RemoveEntry
    | AddFile
    | RemoveFile
    | AddMeasures
    | Restore
)

OPERATIONS: dict[str, type[Operation]] = {
    cls.__name__: cls
    for cls in (
        SetCell,
        AddCell,
        RemoveCell,
        MoveCell,
        AddStep,
        MoveStep,
        RemoveStep,
        AddStage,
        MoveStage,
        RemoveStage,
        SetField,
        AddEntry,
        SetEntry,
        RemoveEntry,
        AddFile,
        RemoveFile,
        AddMeasures,
        Restore,
    )
}
"""Every operation by name, as it stands in a log or on the wire."""


def operation_to_json(operation: Operation) -> dict[str, Any]:
    """Return an operation as plain data: ``{"operation": "SetCell", "journey": ...}``, without what is left at its default."""
    from footpath.atlas.plain import to_plain

    data: dict[str, Any] = {"operation": type(operation).__name__}
    for field in dataclasses.fields(operation):
        value = getattr(operation, field.name)
        if field.default is not dataclasses.MISSING and value == field.default:
            continue
        if isinstance(value, MeasureRun):
            value = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        elif field.name == "pieces":
            value = [dataclasses.asdict(piece) for piece in value]
        data[field.name] = to_plain(value)
    return data


def operation_from_json(data: dict[str, Any]) -> Operation:
    """Return the operation of plain data.

    Raises
    ------
    BadInputError
        Where the name or a field is unknown (`wrong-value`).
    """
    name = str(data.get("operation"))
    cls = OPERATIONS.get(name)
    if cls is None:
        raise BadInputError(
            Problem(
                code="wrong-value",
                message="there is no such operation",
                value=name,
                help=did_you_mean(name, OPERATIONS),
            )
        )
    fields = {key: value for key, value in data.items() if key != "operation"}
    try:
        if cls is AddMeasures:
            fields["run"] = MeasureRun.model_validate(fields.get("run"))
        if cls is Restore:
            fields["pieces"] = tuple(
                Piece(**{**piece, "anchor": tuple(piece["anchor"])}) for piece in fields["pieces"]
            )
        return cls(**fields)
    except (TypeError, KeyError, ValueError) as error:
        raise BadInputError(
            Problem(
                code="wrong-value", message=f"the operation {name} has other fields", value=str(error)[:80]
            )
        ) from error
