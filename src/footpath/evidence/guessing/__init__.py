"""Guesses: what each column of a foreign file is, from its name and its values, each with why and how to change it."""

from footpath.evidence.guessing.decide import decide
from footpath.evidence.guessing.profile import ColumnProfile, TableProfile
from footpath.evidence.guessing.types import OPTIONS, Guess, Guessed

__all__ = ["OPTIONS", "ColumnProfile", "Guess", "Guessed", "TableProfile", "decide"]
