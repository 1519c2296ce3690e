"""Segments: found in what customers do, or given by rules."""

from footpath.mining.segments.overlaps import Overlaps, overlaps
from footpath.mining.segments.question import Segments, segments

__all__ = ["Overlaps", "Segments", "overlaps", "segments"]
