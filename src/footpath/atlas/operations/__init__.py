"""Changes to an atlas as data, and applying them to its texts."""

from footpath.atlas.operations.apply import Applied, apply, apply_all
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
from footpath.atlas.operations.table import OPERATIONS, Operation
from footpath.atlas.operations.types import AddFile, Piece, RemoveFile, Restore, Several
from footpath.atlas.operations.wire import operation_from_json, operation_to_json, operations_schema

__all__ = [
    "OPERATIONS",
    "AddCell",
    "AddEntry",
    "AddFile",
    "AddLane",
    "AddMeasures",
    "AddStage",
    "AddStep",
    "Applied",
    "DuplicateJourney",
    "DuplicateStep",
    "FormatFile",
    "MergeStages",
    "MergeSteps",
    "MoveCell",
    "MoveEntry",
    "MoveLane",
    "MoveStage",
    "MoveStep",
    "Operation",
    "Piece",
    "PlaceNote",
    "RemoveAllowance",
    "RemoveCell",
    "RemoveEntry",
    "RemoveFile",
    "RemoveLane",
    "RemoveStage",
    "RemoveStep",
    "RemoveTerm",
    "RemoveThing",
    "Rename",
    "Restore",
    "SetAllowance",
    "SetCell",
    "SetEntry",
    "SetField",
    "SetTerm",
    "SetText",
    "Several",
    "SplitStage",
    "SplitStep",
    "UnplaceCell",
    "apply",
    "apply_all",
    "operation_from_json",
    "operation_to_json",
    "operations_schema",
]
