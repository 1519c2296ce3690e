"""Episodes: one customer's, or one case's, walk through a journey from its start to its outcome or to silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import order_keys
from footpath.mining.walk import CENSORED, SILENT, Walk
from footpath.mining.within import counted

if TYPE_CHECKING:
    from footpath.engines.types import Table

sql: Any = ibis


def episodes(visits: Table, events: Table, walk: Walk, until_us: int | None = None) -> Table:
    """Return the episodes of a walk, lazily: one row an episode (rules M30 to M38).

    Parameters
    ----------
    visits
        The walk's visits.
    events
        The events that they were made from; only their last time is read, and only where `until_us` is None.
    until_us
        The end of the data: an episode without an outcome that was not silent for longer than the walk's silence
        by then is censored.

    Returns
    -------
    ibis.Table
        episode int64 (unique: the arrival of its first event), key, customer_key int64?, case_id str? (where all its
        visits are of one case), begin_us int64, end_us int64 (its last event; that of a closing outcome, where there
        is one), outcome str (an end's id, "silent" or "censored"), kind str (wanted, unwanted, silent, censored),
        outcome_us int64? (null where a status alone tells the outcome, or there is none), visits int64, events int64
        (all of the key's events from the first of its first visit to the last of its last: M39), matched int64 (those
        of them that its visits are made of).
    """
    walked = assigned(visits, walk)
    grouped = walked.group_by("episode").agg(
        key=walked.key.min(),
        customer_key=walked.customer_key.min(),
        case_id=sql.ifelse(
            walked.case_id.min() == walked.case_id.max(), walked.case_id.min(), sql.null("string")
        ),
        begin_us=walked.occurred_us.min(),
        end_us=walked.end_us.max(),
        ending=walked.ending.max(where=walked.is_outcome),
        outcome_us=walked.occurred_us.max(where=walked.is_outcome),
        case_status=walked.case_status.argmax(walked.place, where=walked.case_status.notnull()),
        visits=walked.count(),
        events=walked.last_no.max() - walked.first_no.min() + 1,
        matched=walked.events.sum().cast("int64"),  # engines widen sums beyond 64 bits
    )
    ids = [(number, end.id) for number, end in enumerate(walk.ends)]
    kinds = [(number, end.kind) for number, end in enumerate(walk.ends)]
    statuses = {end.status: end for end in reversed(walk.ends) if end.status is not None}
    outcome = grouped.ending.cases(*ids, else_=None) if ids else sql.null("string")
    kind = grouped.ending.cases(*kinds, else_=None) if kinds else sql.null("string")
    if statuses:
        outcome = outcome.fill_null(
            grouped.case_status.cases(*((s, e.id) for s, e in statuses.items()), else_=None)
        )
        kind = kind.fill_null(
            grouped.case_status.cases(*((s, e.kind) for s, e in statuses.items()), else_=None)
        )
    rest: Any = sql.literal(CENSORED)
    if walk.silence_us is not None:
        end_of_data = events.occurred_us.max().as_scalar() if until_us is None else until_us
        rest = sql.ifelse(end_of_data - grouped.end_us > walk.silence_us, SILENT, CENSORED)
    return grouped.mutate(outcome=outcome.fill_null(rest), kind=kind.fill_null(rest)).select(
        "episode",
        "key",
        "customer_key",
        "case_id",
        "begin_us",
        "end_us",
        "outcome",
        "kind",
        "outcome_us",
        "visits",
        "events",
        "matched",
    )


def assigned(visits: Table, walk: Walk) -> Table:
    """Return the visits that belong to an episode, with `episode`, `place` (order within the key), `ending`, `is_outcome`.

    `ending` is the number of the end that a visit is; `is_outcome` marks the first of them in its episode.
    """
    marked = _marked(visits, walk)
    group = ["key"]
    in_order = sql.window(group_by="key", order_by=order_keys(marked))
    if walk.follows == "case":
        ordered = marked.mutate(place=sql.row_number().over(in_order))
        ordered = ordered.mutate(is_start=ordered.place == 0)
    else:
        ordered = _with_starts(marked, walk)
        group.append("walk_no")
    part = sql.window(group_by=group)
    # One number holds which visit is the first outcome and whether it closes: the smaller, the earlier.
    code = sql.ifelse(
        ordered.ending.notnull(), ordered.place * 2 + (~ordered.closes).cast("int64"), sql.null("int64")
    )
    found = ordered.mutate(
        first_ending=code.min().over(part),
        episode=sql.ifelse(ordered.is_start, ordered.arrival, sql.null("int64")).max().over(part),
    )
    place = found.first_ending // 2
    closed = (found.first_ending % 2 == 0).fill_null(False)
    inside = found.filter(~closed | (found.place <= place))
    return inside.mutate(is_outcome=(inside.place == inside.first_ending // 2).fill_null(False)).drop(
        "first_ending", "is_start", "closes"
    )


def _marked(visits: Table, walk: Walk) -> Table:
    openings = walk.openings()
    begins = visits.touchpoint.isin(openings).fill_null(False) if openings else sql.literal(False)
    ending: Any = sql.null("int64")
    for number, end in reversed(list(enumerate(walk.ends))):
        if end.touchpoint is not None:
            ending = sql.ifelse((visits.touchpoint == end.touchpoint).fill_null(False), number, ending)
        elif end.when is not None:
            ending = sql.ifelse((visits.ended == end.id).fill_null(False), number, ending)
    marked = visits.mutate(begins=begins | visits.begun, ending=ending.cast("int64"))
    open_ended = [number for number, end in enumerate(walk.ends) if not walk.closes(end)]
    closes = ~marked.ending.isin(open_ended).fill_null(False) if open_ended else sql.literal(True)
    return marked.mutate(closes=closes)


def _with_starts(marked: Table, walk: Walk) -> Table:
    """Return the visits of customers from their episodes' starts on, numbered by walk.

    A start is a beginning before which, since the last silence, there was no beginning, or an outcome came last.
    """
    in_order = sql.window(group_by="key", order_by=order_keys(marked))
    silent: Any = sql.literal(False)
    if walk.silence_us is not None:
        silent = (marked.occurred_us - marked.end_us.lag().over(in_order) > walk.silence_us).fill_null(False)
    table = marked.mutate(place=sql.row_number().over(in_order), silent=silent)
    by_place = sql.window(group_by="key", order_by=table.place, preceding=None, following=0)
    table = table.mutate(stretch=counted(table.silent).over(by_place))
    # The last mark before a visit: its place doubled, and one more where it was an outcome.
    mark = sql.ifelse(
        table.begins | table.ending.notnull(),
        table.place * 2 + table.ending.notnull().cast("int64"),
        sql.null("int64"),
    )
    before = sql.window(group_by=["key", "stretch"], order_by=table.place, preceding=(None, 1))
    table = table.mutate(last_mark=mark.max().over(before))
    table = table.mutate(is_start=table.begins & (table.last_mark.isnull() | (table.last_mark % 2 == 1)))
    by_place = sql.window(group_by="key", order_by=table.place, preceding=None, following=0)
    within = sql.window(group_by=["key", "stretch"], order_by=table.place, preceding=None, following=0)
    table = table.mutate(
        walk_no=counted(table.is_start).over(by_place), opened=table.is_start.max().over(within)
    )
    return table.filter(table.opened).drop("silent", "stretch", "last_mark", "opened")
