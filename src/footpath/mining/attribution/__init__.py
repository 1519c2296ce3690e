"""Attribution: which channels the outcomes are owed to, by several models side by side."""

from footpath.mining.attribution.costs import Cost, Costs
from footpath.mining.attribution.costs_guess import costs_of
from footpath.mining.attribution.question import MODELS, Attribution, attribution

__all__ = ["MODELS", "Attribution", "Cost", "Costs", "attribution", "costs_of"]
