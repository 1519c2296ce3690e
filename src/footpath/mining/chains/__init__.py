"""Chains: events that follow each other as a pattern says, with gaps, exclusions, optional steps and time bounds."""

from footpath.mining.chains.pattern import Pattern, parse_pattern, step_of
from footpath.mining.chains.steps import ChainStep

__all__ = ["ChainStep", "Pattern", "parse_pattern", "step_of"]
