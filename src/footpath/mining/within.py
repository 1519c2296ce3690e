"""Whose events are put in order: a customer's, a case's, a session's or an episode's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from footpath.base import BadInputError, Problem, format_duration
from footpath.engines import order_keys
from footpath.mining.question import bad_parameter
from footpath.mining.walk import Walk

if TYPE_CHECKING:
    from footpath.engines.types import Table

Within = Literal["customer", "case", "session", "episode"]
Of = Literal["event", "touchpoint", "step"]


@dataclass(frozen=True)
class Rows:
    """Rows in groups: `keys` name the columns that make a group, `order` the columns that order its rows totally.

    The table has these and name str, customer_key int64?, occurred_us int64, and for episodes outcome str.
    """

    table: Table
    keys: tuple[str, ...]
    order: tuple[str, ...]

    def window(self, **frame: Any) -> Any:
        """Return the window of one group in order."""
        import ibis

        sql: Any = ibis
        return sql.window(group_by=list(self.keys), order_by=self.sorted_by(), **frame)

    def sorted_by(self) -> list[Any]:
        """Return the sort keys inside a group."""
        return [self.table[name].asc(nulls_first=False) for name in self.order]

    def on(self, table: Table) -> Rows:
        """Return the same grouping over a table that was made from this one's."""
        return Rows(table, self.keys, self.order)


def check_within(within: str, walk: Walk | None) -> None:
    """Raise BadInputError where `within` is unknown, or asks for episodes without a journey."""
    if within not in get_args(Within):
        raise bad_parameter(f"within cannot be {within!r}", ", ".join(get_args(Within)))
    if within == "episode" and walk is None:
        raise BadInputError(
            Problem(
                code="question-needs-walk",
                message="an episode is a walk through a journey, and there is none here",
                help="Ask an atlas (ATLAS:NAME), or within customer, case or session.",
            )
        )


def rows_within(
    events: Table,
    within: Within,
    *,
    gap_us: int,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
) -> Rows:
    """Return the rows of a question: events as they are, or the visits of episodes.

    Events without the key (a customer, a case) are left out. `fold` makes one row of consecutive equal names within a
    session; the visits of episodes are folded already.
    """
    if within == "episode" and walk is not None:
        return _episodes(events, walk, of)
    key = "case_id" if within == "case" else "customer_key"
    table = events.filter(events[key].notnull())
    order = _order(table)
    keys: tuple[str, ...] = (key,)
    rows = Rows(table.mutate(name=table.event), keys, order)
    if within == "session" or fold:
        rows = rows.on(with_sessions(rows, gap_us))
    if within == "session":
        rows = Rows(rows.table, (*keys, "session"), order)
    return rows.on(_folded(rows)) if fold else rows


def with_sessions(rows: Rows, gap_us: int) -> Table:
    """Return the rows' table with `session` int64, from 1 within a group: a strictly longer silence begins a new one."""
    table = rows.table
    silence = table.occurred_us - table.occurred_us.lag().over(rows.window())
    marked = table.mutate(begins_session=(silence > gap_us).fill_null(True))
    running = rows.on(marked).window(preceding=None, following=0)
    return marked.mutate(session=counted(marked.begins_session).over(running)).drop("begins_session")


def counted(condition: Any) -> Any:
    """Return how many rows hold a condition: a count, since engines widen sums beyond 64 bits."""
    import ibis

    sql: Any = ibis
    return sql.ifelse(condition, 1, sql.null("int8")).count()


def _folded(rows: Rows) -> Table:
    table = rows.table
    before = rows.window()
    same = (table.name.lag().over(before) == table.name) & (table.session.lag().over(before) == table.session)
    marked = table.mutate(repeats=same.fill_null(False))
    return marked.filter(~marked.repeats).drop("repeats")


def _episodes(events: Table, walk: Walk, of: Of) -> Rows:
    from footpath.mining.walks.episodes import episodes
    from footpath.mining.walks.passages import placed_visits
    from footpath.mining.walks.visits import visits

    seen = visits(events, walk)
    walked = episodes(seen, events, walk)
    placed = placed_visits(seen, walked, walk)
    named = placed.mutate(name=placed.touchpoint if of in ("event", "touchpoint") else placed.step)
    named = named.filter(named.name.notnull())
    joined = named.inner_join(walked.select("episode", "outcome", "kind"), "episode")
    return Rows(joined, ("episode",), ("place",))


def _order(table: Table) -> tuple[str, ...]:
    return tuple(key.get_name() for key in order_keys(table))


def in_words(within: Within, gap_us: int, *, fold: bool = False, what: str = "events") -> str:
    """Return the sentences of a definition that say who is meant, in which order, and what is left out."""
    whose = {
        "customer": "Events are put in order customer by customer; events without a customer are left out.",
        "case": "Events are put in order case by case; events without a case are left out.",
        "session": (
            "Events are put in order session by session; a customer's silence strictly longer than "
            f"{format_duration(gap_us)} begins a new one. Events without a customer are left out."
        ),
        "episode": "Visits are put in order episode by episode.",
    }[within]
    text = f"{whose} Order: by time, then the source's sequence where it has one, then arrival."
    if fold and within != "episode":
        text += f" Equal {what} in a row within a session (gap {format_duration(gap_us)}) count as one visit."
    return text
