"""Waits: where the elapsed time of all walks goes, pair by pair or event by event."""

from footpath.mining.waits.question import ANY, Waits, waits

__all__ = ["ANY", "Waits", "waits"]
