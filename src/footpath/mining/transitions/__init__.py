"""Transitions: what follows what, how often, and how long it takes; by segment in `segments`."""

from footpath.mining.transitions.question import BEGIN, END, Transitions, transitions

__all__ = ["BEGIN", "END", "Transitions", "transitions"]
