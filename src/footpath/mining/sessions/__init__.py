"""Sessions: runs of a customer's events without a long silence."""

from footpath.mining.sessions.question import Sessions, sessions

__all__ = ["Sessions", "sessions"]
