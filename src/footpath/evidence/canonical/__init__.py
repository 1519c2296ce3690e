"""From raw columns to canonical tables; runs in the child, behind the door."""

from footpath.evidence.canonical.convert import convert

__all__ = ["convert"]
