"""Who is behind the counts of sessions: the sessions, and the customers who have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.sessions.portable import sessions_of
from footpath.mining.who import choice, groups_in, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.sessions.question import Sessions
    from footpath.mining.who import Cell


def who(question: Sessions, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the sessions, or their customers (``of``); ``customer`` and ``session`` keep those of one, or of one number."""
    parts = parts_of(cell, "of", "customer", "session")
    found = sessions_of(question, events)
    if "customer" in parts:
        found = found.filter(found.customer == parts["customer"])
    if "session" in parts:
        found = found.filter(found.session.cast("string") == parts["session"])
    return groups_in(found, ("customer_key", "session"), choice(parts, "of", "sessions", "customers"))
