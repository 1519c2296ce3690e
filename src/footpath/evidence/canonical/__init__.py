"""From raw columns to canonical tables; runs in the child, behind the door."""

from footpath.evidence.canonical.convert import convert, looked_at

__all__ = ["convert", "looked_at"]
