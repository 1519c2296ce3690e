"""Where tables live and questions run: prepared sources opened as canonical tables, by URL of engine.

An engine holds tables and runs lazy expressions; it knows no question. Connections are locked: they reach the prepared
files and nothing else, and the text of a rule never becomes a query's text.
"""

from __future__ import annotations

from footpath.engines.codes import CODES
from footpath.engines.compile import compile_rule
from footpath.engines.lists import with_lists
from footpath.engines.opening import ENGINES, open_engine
from footpath.engines.ordering import order_keys, ordering
from footpath.engines.own_ids import own_ids
from footpath.engines.segments import compile_segment
from footpath.engines.types import Engine, EngineOptions, EngineUrl, HasTrail, SourceFacts, Workspace

__all__ = [
    "CODES",
    "ENGINES",
    "Engine",
    "EngineOptions",
    "EngineUrl",
    "HasTrail",
    "SourceFacts",
    "Workspace",
    "compile_rule",
    "compile_segment",
    "open_engine",
    "order_keys",
    "ordering",
    "own_ids",
    "with_lists",
]
