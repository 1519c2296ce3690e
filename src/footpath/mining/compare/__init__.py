"""Comparison: how two segments, two periods or the variants of a test differ."""

from footpath.mining.compare.measures import Measure, follow, goal, mean_of, sum_of
from footpath.mining.compare.question import MISMATCH, Compare, compare

__all__ = ["MISMATCH", "Compare", "Measure", "compare", "follow", "goal", "mean_of", "sum_of"]
