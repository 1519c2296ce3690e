"""Footpath: journey maps tied to the evidence for every cell.

``import footpath`` pulls in no heavy library; each room is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_ROOMS = (
    "atlas",
    "base",
    "draw",
    "engines",
    "evidence",
    "insight",
    "interchange",
    "lint",
    "mining",
    "rules",
    "stats",
    "voice",
)

__all__ = [
    "__version__",
    "atlas",
    "base",
    "draw",
    "engines",
    "evidence",
    "insight",
    "interchange",
    "lint",
    "mining",
    "rules",
    "stats",
    "voice",
]

if TYPE_CHECKING:
    from footpath import (
        atlas,
        base,
        draw,
        engines,
        evidence,
        insight,
        interchange,
        lint,
        mining,
        rules,
        stats,
        voice,
    )


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"footpath.{name}")
    raise AttributeError(f"module 'footpath' has no attribute {name!r}; the rooms are {', '.join(_ROOMS)}")


def __dir__() -> list[str]:
    return sorted(__all__)
