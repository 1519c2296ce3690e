"""Evidence: foreign files read behind one door into canonical tables, with every guess shown.

`guess` says what a file's columns are, `prepare` makes a source ready for an engine, `meet` says what ties sources
together. Names are loaded when they are first used, so that importing the room costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from footpath.evidence import codes as codes
from footpath.evidence import codes_bytes as codes_bytes

if TYPE_CHECKING:
    from footpath.evidence.door import in_child
    from footpath.evidence.guessing.files import guess
    from footpath.evidence.guessing.names import case_word
    from footpath.evidence.guessing.types import OPTIONS, Guess, Guessed
    from footpath.evidence.limits import Limits
    from footpath.evidence.lists import (
        CustomerList,
        check_name,
        is_pseudonym,
        keep_list,
        kept_list,
        read_list,
    )
    from footpath.evidence.meeting import meet
    from footpath.evidence.prepared import EventColumns, EventsRef, PartitionBy, Prepared
    from footpath.evidence.preparing import files_of, prepare
    from footpath.evidence.privacy import Pseudonyms, mask, masked_value
    from footpath.evidence.raw import Aside, RawFacts, RawTable, ReadOptions, read_into, read_raw
    from footpath.evidence.report import LoadReport, Taken
    from footpath.evidence.screens import Screens, find_screens, fold, screens_of
    from footpath.evidence.tables import ANSWERS, CUSTOMERS, EVENTS, IDENTITIES, REMARKS, SCHEMAS

_HOME = {
    "door": ("in_child",),
    "guessing.files": ("guess",),
    "guessing.names": ("case_word",),
    "guessing.types": ("OPTIONS", "Guess", "Guessed"),
    "limits": ("Limits",),
    "lists": ("CustomerList", "check_name", "is_pseudonym", "keep_list", "kept_list", "read_list"),
    "meeting": ("meet",),
    "prepared": ("EventColumns", "EventsRef", "PartitionBy", "Prepared"),
    "preparing": ("files_of", "prepare"),
    "privacy": ("Pseudonyms", "mask", "masked_value"),
    "raw": ("Aside", "RawFacts", "RawTable", "ReadOptions", "read_into", "read_raw"),
    "report": ("LoadReport", "Taken"),
    "screens": ("Screens", "find_screens", "fold", "screens_of"),
    "tables": ("ANSWERS", "CUSTOMERS", "EVENTS", "IDENTITIES", "REMARKS", "SCHEMAS"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


__all__ = [
    "ANSWERS",
    "CUSTOMERS",
    "EVENTS",
    "IDENTITIES",
    "OPTIONS",
    "REMARKS",
    "SCHEMAS",
    "Aside",
    "CustomerList",
    "EventColumns",
    "EventsRef",
    "Guess",
    "Guessed",
    "Limits",
    "LoadReport",
    "PartitionBy",
    "Prepared",
    "Pseudonyms",
    "RawFacts",
    "RawTable",
    "ReadOptions",
    "Screens",
    "Taken",
    "case_word",
    "check_name",
    "files_of",
    "find_screens",
    "fold",
    "guess",
    "in_child",
    "is_pseudonym",
    "keep_list",
    "kept_list",
    "mask",
    "masked_value",
    "meet",
    "prepare",
    "read_into",
    "read_list",
    "read_raw",
    "screens_of",
]
