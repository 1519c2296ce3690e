"""Transitions: what follows what, how often, and how long it takes."""

from footpath.mining.transitions.question import BEGIN, END, Transitions, transitions
from footpath.mining.transitions.segments import SegmentTransitions, transitions_by

__all__ = ["BEGIN", "END", "SegmentTransitions", "Transitions", "transitions", "transitions_by"]
