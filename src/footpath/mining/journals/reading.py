"""One customer's entries, read from a workspace: a filter by customer, and the rest in order here."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from footpath.base import MINUTE, BadInputError, Problem
from footpath.mining.journals.entries import Entry, Journal
from footpath.mining.question import events_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.walk import Walk

_OF_EVENTS = (
    *("case_id", "channel", "value", "currency", "promised_us", "delay_us"),
    *("sequence", "arrival", "event_id"),
)


def journal(
    workspace: Workspace,
    customer: str,
    *,
    walk: Walk | None = None,
    gap_us: int = 30 * MINUTE,
    zone: str = "UTC",
    also: Iterable[str] = (),
) -> Journal:
    """Return everything that a workspace tells of one customer, in order.

    Parameters
    ----------
    customer
        Their id, as the workspace has it: of an atlas's source the pseudonym.
    walk
        A journey: then events have touchpoint, step and episode.
    gap_us
        A silence strictly longer begins a new session.
    zone
        In which times are shown, and days in rules are meant.
    also
        Other ids by which the customer may be called, such as the pseudonym of `customer`.

    Raises
    ------
    BadInputError
        no-events; customer-unknown where nobody has that id.
    """
    events = events_of(workspace)
    ids = [customer, *also]
    here = events.filter(events.customer_id.cast("string").isin(ids))
    known = workspace.fetch(
        here.select("customer_key", id=here.customer_id.cast("string")).limit(1)
    ).to_pylist()
    if not known:
        raise BadInputError(
            Problem(
                code="customer-unknown",
                message=f"no event is of a customer {customer!r}",
                value=customer,
                help="Name one as --who writes them, or leave it out for somebody by chance.",
            )
        )
    key = known[0]["customer_key"]
    mine = events.filter(events.customer_key == key)
    entries = _events(workspace, mine, walk, gap_us, zone)
    said = [*_scores(workspace, key), *_remarks(workspace, key)]
    return Journal(known[0]["id"], tuple(_among(entries, said)), zone, gap_us)


def draw_customers(
    workspace: Workspace, number: int, *, seed: int = 0, among: str | None = None
) -> tuple[str, ...]:
    """Return the ids of some customers by chance: the same seed, the same ones.

    Parameters
    ----------
    among
        A column of yes and no (a list of customers): only those with yes.
    """
    events = events_of(workspace)
    table = events.filter(events.customer_key.notnull())
    if among is not None:
        table = table.filter(table[among])
    ids = sorted(
        workspace.fetch(table.select(id=table.customer_id.cast("string")).distinct())["id"].to_pylist()
    )
    chosen = random.Random(seed).sample(ids, min(number, len(ids)))  # noqa: S311 - a look at somebody, no secret
    return tuple(chosen)


def _events(workspace: Workspace, mine: Table, walk: Walk | None, gap_us: int, zone: str) -> list[Entry]:
    from footpath.mining.walks.visits import touchpoint_of

    columns = ["event", "occurred_us", *(name for name in _OF_EVENTS if name in mine.columns)]
    table = (
        mine.select(*columns, touchpoint=touchpoint_of(mine, walk, zone)) if walk else mine.select(*columns)
    )
    rows: list[dict[str, Any]] = workspace.fetch(table).to_pylist()
    rows.sort(key=_order)
    placed = _placed(workspace, mine, walk, zone) if walk is not None else {}
    numbers: dict[Any, int] = {}
    found: list[Entry] = []
    session = 0
    before: int | None = None
    for row in rows:
        at: int = row["occurred_us"]
        since: int | None = None if before is None else at - before
        if since is None or since > gap_us:
            session += 1
        before = at
        key = row.get("case_id") if walk is not None and walk.follows == "case" else "customer"
        number = numbers[key] = numbers.get(key, -1) + 1
        visit = placed.get((key, number, row.get("touchpoint")), {})
        found.append(
            Entry(
                kind="event",
                name=row["event"],
                at_us=at,
                since_us=since,
                session=session,
                touchpoint=row.get("touchpoint"),
                step=visit.get("step"),
                episode=visit.get("episode"),
                outcome=visit.get("outcome"),
                case=row.get("case_id"),
                channel=row.get("channel"),
                value=None if row.get("value") is None else float(row["value"]),
                currency=row.get("currency"),
                promised_us=row.get("promised_us"),
                delay_us=row.get("delay_us"),
            )
        )
    return found


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return the order of M1; of a table by name that of event_id and event."""
    sequence = row.get("sequence")
    first = (row["occurred_us"], sequence is None, sequence or 0)
    if "arrival" in row:
        return (*first, row["arrival"])
    event_id = row.get("event_id")
    return (*first, event_id is None, (event_id or "").encode(), row["event"].encode())


def _placed(
    workspace: Workspace, mine: Table, walk: Walk, zone: str
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return of each event of an episode its step and episode: by key, number of the event, and touchpoint."""
    from footpath.mining.walks.episodes import episodes
    from footpath.mining.walks.passages import placed_visits
    from footpath.mining.walks.visits import visits

    seen = visits(mine, walk, zone=zone)
    # The data end where those of the whole source do, not with this customer.
    walked = episodes(seen, mine, walk, until_us=workspace.facts.to_us)
    placed = placed_visits(seen, walked, walk)
    joined = placed.inner_join(walked.select("episode", "outcome", "begin_us"), "episode")
    rows = workspace.fetch(
        joined.select("key", "touchpoint", "step", "episode", "outcome", "begin_us", "first_no", "last_no")
    ).to_pylist()
    begun = sorted({(row["begin_us"], row["episode"]) for row in rows})
    number = {episode: place for place, (_, episode) in enumerate(begun, start=1)}
    found = {}
    for row in rows:
        key = row["key"] if walk.follows == "case" else "customer"
        told = {"step": row["step"], "episode": number[row["episode"]], "outcome": row["outcome"]}
        for event in range(row["first_no"], row["last_no"] + 1):
            found[key, event, row["touchpoint"]] = told
    return found


def _scores(workspace: Workspace, key: int) -> list[Entry]:
    answers = workspace.answers
    if answers is None:
        return []
    mine = answers.filter((answers.customer_key == key) & answers.value.notnull())
    rows = workspace.fetch(
        mine.select("question_id", "answered_us", "value", "scale_min", "scale_max", "case_id")
    ).to_pylist()
    return [
        Entry(
            kind="score",
            name=row["question_id"],
            at_us=row["answered_us"],
            case=row["case_id"],
            score=row["value"],
            scale=None if row["scale_min"] is None else f"{row['scale_min']:g} to {row['scale_max']:g}",
        )
        for row in rows
    ]


def _remarks(workspace: Workspace, key: int) -> list[Entry]:
    remarks = workspace.remarks
    if remarks is None:
        return []
    mine = remarks.filter(remarks.customer_key == key)
    rows = workspace.fetch(mine.select("source_kind", "said_us", "text", "case_id", "remark_id")).to_pylist()
    rows.sort(key=lambda row: str(row["remark_id"]))
    return [
        Entry(
            kind="remark",
            name=row["source_kind"],
            at_us=row["said_us"],
            case=row["case_id"],
            text=row["text"],
        )
        for row in rows
    ]


def _among(events: list[Entry], said: list[Entry]) -> list[Entry]:
    """Return events with what was said in its place: after the events of its instant, without a time last."""
    timed = [entry for entry in said if entry.at_us is not None]
    untimed = [entry for entry in said if entry.at_us is None]
    every = sorted(
        [(entry.at_us, 0, place, entry) for place, entry in enumerate(events)]
        + [(entry.at_us, 1, place, entry) for place, entry in enumerate(timed)],
        key=lambda one: one[:3],
    )
    found: list[Entry] = []
    before: int | None = None
    for at_us, is_said, _, entry in every:
        if is_said and before is not None and at_us is not None:
            found.append(replace(entry, since_us=at_us - before))
        else:
            found.append(entry)
        before = before if is_said else at_us
    return [*found, *untimed]
