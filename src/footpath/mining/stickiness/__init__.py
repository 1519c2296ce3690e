"""Stickiness: on how many days of a week or month customers are active."""

from footpath.mining.stickiness.question import Stickiness, stickiness

__all__ = ["Stickiness", "stickiness"]
