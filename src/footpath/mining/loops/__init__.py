"""Loops: returns to what was there before, direct repeats, and rework (A, B and A again)."""

from footpath.mining.loops.question import Loops, loops

__all__ = ["Loops", "loops"]
