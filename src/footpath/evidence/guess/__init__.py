"""Guesses: what each column of a foreign file is, from its name and its values, each with why and how to change it."""

from footpath.evidence.guess.decide import decide
from footpath.evidence.guess.profile import ColumnProfile, TableProfile
from footpath.evidence.guess.types import OPTIONS, Guess, Guessed

__all__ = ["OPTIONS", "ColumnProfile", "Guess", "Guessed", "TableProfile", "decide"]
