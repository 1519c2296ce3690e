"""Funnel: how many go from step to step."""

from footpath.mining.funnel.question import Funnel, FunnelStep, funnel

__all__ = ["Funnel", "FunnelStep", "funnel"]
