"""Every operation by name, and what does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from footpath.atlas.operations import (
    cells,
    entries,
    fields,
    files,
    keyed,
    lanes,
    notes,
    removal,
    rename,
    stages,
    steps,
)
from footpath.atlas.operations.cells import AddCell, MoveCell, RemoveCell, SetCell
from footpath.atlas.operations.entries import AddEntry, MoveEntry, RemoveEntry, SetEntry
from footpath.atlas.operations.fields import SetField, SetText
from footpath.atlas.operations.files import AddMeasures, DuplicateJourney, FormatFile
from footpath.atlas.operations.keyed import RemoveAllowance, RemoveTerm, SetAllowance, SetTerm
from footpath.atlas.operations.lanes import AddLane, MoveLane, RemoveLane
from footpath.atlas.operations.notes import PlaceNote, UnplaceCell
from footpath.atlas.operations.removal import RemoveThing
from footpath.atlas.operations.rename import Rename
from footpath.atlas.operations.stages import AddStage, MergeStages, MoveStage, RemoveStage, SplitStage
from footpath.atlas.operations.steps import (
    AddStep,
    DuplicateStep,
    MergeSteps,
    MoveStep,
    RemoveStep,
    SplitStep,
)
from footpath.atlas.operations.types import AddFile, RemoveFile, Restore, Several
from footpath.atlas.operations.work import Work

Operation = (
    SetCell
    | AddCell
    | RemoveCell
    | MoveCell
    | AddStep
    | MoveStep
    | RemoveStep
    | SplitStep
    | MergeSteps
    | DuplicateStep
    | AddStage
    | MoveStage
    | RemoveStage
    | SplitStage
    | MergeStages
    | AddLane
    | MoveLane
    | RemoveLane
    | SetField
    | SetText
    | Rename
    | RemoveThing
    | AddEntry
    | SetEntry
    | MoveEntry
    | RemoveEntry
    | PlaceNote
    | UnplaceCell
    | SetTerm
    | RemoveTerm
    | SetAllowance
    | RemoveAllowance
    | AddFile
    | RemoveFile
    | DuplicateJourney
    | FormatFile
    | AddMeasures
    | Several
    | Restore
)

OPERATIONS: dict[str, type[Operation]] = {cls.__name__: cls for cls in Operation.__args__}
"""Every operation by name, as it stands in a log or on the wire."""

HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    **cells.HANDLERS,
    **steps.HANDLERS,
    **stages.HANDLERS,
    **lanes.HANDLERS,
    **fields.HANDLERS,
    **rename.HANDLERS,
    **removal.HANDLERS,
    **entries.HANDLERS,
    **notes.HANDLERS,
    **keyed.HANDLERS,
    **files.HANDLERS,
}
"""What does each operation."""
