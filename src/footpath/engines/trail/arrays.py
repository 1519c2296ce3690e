"""What a trail is: sorted arrays, the names behind codes, and the facts of the source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrow import Array
from footpath.engines.trail.threads import slices
from footpath.engines.types import SourceFacts

if TYPE_CHECKING:
    from footpath.rules import Rule

SESSION_GAP_US = 30 * 60 * 1_000_000
"""The silence of which the beginnings of sessions are kept with a trail."""


@dataclass(frozen=True)
class Column:
    """A kept column in the order of the trail.

    `values` are numbers or truths, or codes of `texts` (which are in the order of their bytes). `there` says which
    are not null, None where all are.
    """

    values: Array
    there: Array | None = None
    texts: tuple[str, ...] | None = None

    def take(self, rows: Array) -> Column:
        """Return the column of some rows."""
        return Column(self.values[rows], None if self.there is None else self.there[rows], self.texts)


@dataclass(frozen=True)
class Trail:
    """Events of customers, sorted by customer and the order of M1.

    Attributes
    ----------
    starts
        int64, one more than there are groups: where each group's events begin.
    codes
        u8, u16 or u32: each event's place in `names`.
    times
        int64, microseconds since 1970, UTC.
    groups
        u32: which group (0, 1, ...) each event belongs to.
    order
        Which event it is in the order of arrival, among all events of the source.
    sessions
        Where sessions of the usual gap (`SESSION_GAP_US`) begin.
    keys
        int64: each group's customer_key.
    names
        The names of events, in the order of their bytes.
    facts
        Of the whole source.
    id_bounds, id_bytes
        The groups' customer_id as UTF-8: where each begins in `id_bytes` (one more than there are groups); empty where
        an id is the text of its key.
    gone
        Which rows of the files count in nothing (written twice, outside the period), where files were read straight.
    column
        A function that returns a column of the canonical events by name; None where the trail cannot hold it.
    """

    starts: Array
    codes: Array
    times: Array
    groups: Array
    order: Array
    sessions: Array
    keys: Array
    names: tuple[str, ...]
    facts: SourceFacts
    id_bounds: Array
    id_bytes: Array
    gone: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    column: Callable[[str], Column | None] = field(default=lambda _name: None)

    def ids(self) -> Any:
        """Return the groups' customer_id as an Arrow column of text."""
        import pyarrow

        pa: Any = pyarrow
        if len(self.id_bounds):
            buffers = [None, pa.py_buffer(self.id_bounds), pa.py_buffer(self.id_bytes)]
            return pa.Array.from_buffers(pa.large_string(), len(self.keys), buffers).cast(pa.string())
        keys = pa.py_buffer(np.ascontiguousarray(self.keys))
        return pa.Array.from_buffers(pa.int64(), len(self.keys), [None, keys]).cast(pa.string())


@dataclass(frozen=True)
class View:
    """The events that are asked, in the order of a trail: all, or those of a rule.

    The arrays are as `Trail`'s; `groups` still numbers the customers of the whole trail. `chosen` are the rows' places
    in the trail (None: all of it). `threads` is how many threads a kernel may use.
    """

    trail: Trail
    starts: Array
    codes: Array
    times: Array
    groups: Array
    chosen: Array | None = None
    threads: int = 1

    @classmethod
    def of(cls, trail: Trail, *, threads: int = 1) -> View:
        """Return the view of all events."""
        return cls(trail, trail.starts, trail.codes, trail.times, trail.groups, None, threads)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names behind the codes."""
        return self.trail.names

    def where(self, mask: Array) -> View:
        """Return the view of the events that a mask over this view's rows chooses."""
        rows = np.flatnonzero(mask)
        if len(rows) == len(self.times):
            return self
        groups = self.groups[rows]
        return replace(
            self,
            starts=bounds(groups),
            codes=self.codes[rows],
            times=self.times[rows],
            groups=groups,
            chosen=rows if self.chosen is None else self.chosen[rows],
        )

    def column(self, name: str) -> Column | None:
        """Return a column of the canonical events for these rows; None where the trail cannot hold it."""
        if name == "event":
            return Column(self.codes, None, self.names)
        if name == "occurred_us":
            return Column(self.times)
        found = self.trail.column(name)
        return found if found is None or self.chosen is None else found.take(self.chosen)

    def mask(self, rule: Rule, zone: str) -> Array | None:
        """Return which rows a rule means, as `compile_rule` would; None where the trail cannot say."""
        from footpath.engines.trail.masks import mask

        return mask(rule, self, zone)

    @cached_property
    def firsts(self) -> Array:
        """Return which rows are the first of their customer."""
        found = np.zeros(len(self.times), bool)
        found[self.starts[:-1]] = True
        return found

    def session_starts(self, gap_us: int) -> Array:
        """Return where sessions begin: at a customer's first event, and after a silence strictly longer than the gap."""
        if self.chosen is None and gap_us == SESSION_GAP_US:
            return self.trail.sessions
        return session_starts(self.starts, self.times, gap_us)


def bounds(groups: Array) -> Array:
    """Return where runs of equal values begin, and at last how many rows there are."""
    if not len(groups):
        return np.zeros(1, np.int64)
    inner = [np.zeros(1, np.int64)]
    for part in slices(len(groups) - 1):
        changes = groups[part.start + 1 : part.stop + 1] != groups[part]
        inner.append(np.flatnonzero(changes) + (part.start + 1))
    return np.concatenate([*inner, [len(groups)]])


def session_starts(starts: Array, times: Array, gap_us: int) -> Array:
    """Return the rows at which sessions begin."""
    begins = np.zeros(len(times), bool)
    for part in slices(max(len(times) - 1, 0)):
        after = slice(part.start + 1, part.stop + 1)
        np.greater(times[after] - times[part], gap_us, out=begins[after])
    begins[starts[:-1]] = True
    return np.flatnonzero(begins)
