"""Transitions: what follows what, how often, and how long it takes."""

from footpath.mining.transitions.question import BEGIN, END, Transitions, transitions

__all__ = ["BEGIN", "END", "Transitions", "transitions"]
