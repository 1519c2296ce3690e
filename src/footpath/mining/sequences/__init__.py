"""Sequences: how often a pattern of events occurs, and what comes before and after it."""

from footpath.mining.sequences.question import Sequences, sequences

__all__ = ["Sequences", "sequences"]
