"""Durations: how long it takes, from each to the next and from first to last."""

from footpath.mining.durations.question import WHOLE, Durations, durations

__all__ = ["WHOLE", "Durations", "durations"]
