"""Retention: who came back, by the period of the first time."""

from footpath.mining.retention.question import ALL, Retention, brackets, retention

__all__ = ["ALL", "Retention", "brackets", "retention"]
