"""Where in the map visits are: each at a step, and each episode's passage of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.walk import Walk
from footpath.mining.walks.episodes import assigned

if TYPE_CHECKING:
    from footpath.engines.types import Table

sql: Any = ibis

LOOKS_BACK = 16
"""How many of an episode's visits decide at which step a touchpoint of several steps is met (rule M41)."""

_ZERO = 48  # the sign of state 0 is "0", the others follow


def placed_visits(visits: Table, episodes: Table, walk: Walk) -> Table:
    """Return the visits of episodes with the step that each is at, lazily: one row a visit in an episode.

    Returns
    -------
    ibis.Table
        The columns of `visits`, and episode int64, place int64 (order within the key), step str? (null where the
        touchpoint stands at no step), ending int64? and is_outcome bool. Only episodes that `episodes` holds.
    """
    inside = assigned(visits, walk).semi_join(episodes, "episode")
    places = {binding.touchpoint: walk.places(binding.touchpoint) for binding in walk.bindings}
    certain = {t: p[0] for t, p in places.items() if len(p) == 1}
    several = {t: p for t, p in places.items() if len(p) > 1}
    if not several:
        number = inside.touchpoint.cases(*certain.items(), else_=None) if certain else sql.null("int64")
        return _named(inside.mutate(step_no=number), walk)
    known = inside.filter(inside.touchpoint.isin([*certain, *several]))
    other = inside.filter(~inside.touchpoint.isin([*certain, *several]).fill_null(False))
    placed = _placed(known, certain, several)
    return _named(placed.union(other.mutate(step_no=sql.null("int64")).select(placed.columns)), walk)


def _placed(known: Table, certain: dict[str, int], several: dict[str, tuple[int, ...]]) -> Table:
    """Return the step of each visit by folding over the episode's last visits, the oldest first.

    The state is the last step, as far as it matters: how many of the places of touchpoints of several steps it has
    reached or passed. A visit moves the state; the move is a text that has, for each state, the sign of the next one.
    Texts, since looking a sign up names the state once in the query; a CASE would name it once a branch, and nested
    sixteen times that would be too many.
    """
    spots = sorted({place for places in several.values() for place in places})

    def sign(place: int) -> str:
        return chr(_ZERO + sum(spot <= place for spot in spots))

    states = [0, *spots]
    moves = {touchpoint: sign(place) * len(states) for touchpoint, place in certain.items()}
    for touchpoint, places in several.items():
        following = (min((p for p in places if p > state), default=places[0]) for state in states)
        moves[touchpoint] = "".join(sign(place) for place in following)
    table = known.mutate(move=known.touchpoint.cases(*moves.items(), else_=None))
    in_order = sql.window(group_by="episode", order_by=table.place)
    table = table.mutate(**{f"move_{d}": table.move.lag(d).over(in_order) for d in range(1, LOOKS_BACK)})
    state: Any = sql.literal(0, type="int64")
    for move in [
        *(table[f"move_{d}"].fill_null(chr(_ZERO)) for d in range(LOOKS_BACK - 1, 0, -1)),
        table.move,
    ]:
        state = move.left(state + 1).right(1).ascii_str() - _ZERO
    fixed = table.touchpoint.cases(*certain.items(), else_=None) if certain else sql.null("int64")
    reached = state.cases(*enumerate(spots, start=1), else_=None)
    step_no = sql.ifelse(table.touchpoint.isin(list(several)), reached, fixed)
    return table.mutate(step_no=step_no.cast("int64")).select(*known.columns, "step_no")


def _named(table: Table, walk: Walk) -> Table:
    names = [(number, step.id) for number, step in enumerate(walk.steps, start=1)]
    step = table.step_no.cases(*names, else_=None).cast("string") if names else sql.null("string")
    return table.mutate(step=step).drop("step_no")


def passages(visits: Table, episodes: Table, walk: Walk) -> Table:
    """Return how episodes pass steps, lazily: one row an episode and step that it came to (rules M40 to M42).

    Returns
    -------
    ibis.Table
        episode int64, key, customer_key int64?, case_id str?, step str, position int64 (from 0, the order in which the
        episode came to its steps), first_us and last_us int64 (first event of the first visit, last event of the last),
        visits int64, events int64, late bool? (any of its events was; null: nothing was promised), delay_us int64?
        (the longest), previous and following str? (the steps that the episode came to before and after this one),
        wait_us int64? (since the first event at the one before), since_begin_us int64, kind str (of the outcome).
    """
    placed = placed_visits(visits, episodes, walk)
    at_steps = placed.filter(placed.step.notnull())
    grouped = at_steps.group_by("episode", "step").agg(
        key=at_steps.key.min(),
        customer_key=at_steps.customer_key.min(),
        case_id=at_steps.case_id.min(),
        first_place=at_steps.place.min(),
        first_us=at_steps.occurred_us.min(),
        last_us=at_steps.end_us.max(),
        visits=at_steps.count(),
        events=at_steps.events.sum().cast("float64").cast("int64"),  # engines widen sums beyond int64
        late=at_steps.late.max(),
        delay_us=at_steps.delay_us.max(),
    )
    whole = episodes.select("episode", "begin_us", "kind")
    joined = grouped.inner_join(whole, "episode")
    in_order = sql.window(group_by="episode", order_by=joined.first_place)
    return joined.mutate(
        position=sql.row_number().over(in_order),
        previous=joined.step.lag().over(in_order),
        following=joined.step.lead().over(in_order),
        wait_us=joined.first_us - joined.first_us.lag().over(in_order),
        since_begin_us=joined.first_us - joined.begin_us,
    ).drop("first_place", "begin_us")
