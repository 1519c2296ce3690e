"""Outcomes: how long it takes to one, with those still waiting counted as waiting."""

from footpath.mining.outcomes.question import Outcomes, outcomes

__all__ = ["Outcomes", "outcomes"]
