"""Flows: who goes where, step by step, onward from an event or back from one (a Sankey diagram's data)."""

from footpath.mining.flows.question import Flows, flows

__all__ = ["Flows", "flows"]
