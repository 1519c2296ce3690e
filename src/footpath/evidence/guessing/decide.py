"""From profiles to a source: what shape the file has, and then what each column is.

Shapes: an event log (a row an event), a wide table (a row a case, a column an event), reviews and answers, customers,
identities; and what is none of these, which is said with the step that helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from footpath.atlas.types import Source, SourceId
from footpath.base import slug
from footpath.evidence.guessing import names
from footpath.evidence.guessing.profile import ColumnProfile, TableProfile
from footpath.evidence.guessing.refusing import need_someone, nothing_here, warn_ids
from footpath.evidence.guessing.rest import find_event_details, find_outcome, keep_rest
from footpath.evidence.guessing.state import Deciding
from footpath.evidence.guessing.tools import profile_for, take_profile
from footpath.evidence.guessing.types import OPTIONS, Guess, Guessed
from footpath.evidence.guessing.voice import find_kind, find_remark_id, find_score, find_texts, said_among
from footpath.evidence.guessing.when import (
    Times,
    best_time,
    find_dates,
    in_lived_order,
    match_promises,
    sort_times,
)
from footpath.evidence.guessing.who import (
    find_case,
    find_case_of_rows,
    find_customer,
    find_customer_by_values,
)
from footpath.evidence.screens import find_screens, screens_of

_NOT_SAID = frozenset({"id", "title", "files", "note", "pseudonyms", "days", "derive"})
_STRICT_VOICE = names.VOICE_TIME - frozenset(
    {"creation", "created", "posted", "sent", "published", "submitted", "submission"}
)


def decide(
    profile: TableProfile,
    *,
    id_: str,
    files: Sequence[str] = (),
    given: Source | None = None,
    reads: dict[str, Any] | None = None,
) -> Guessed:
    """Return the source that a file's profile means, with every guess and every problem.

    Parameters
    ----------
    profile
        The columns in numbers.
    id_
        The source's id.
    files
        What `Source.files` shall say.
    given
        What the user said already; its fields that are set win over every guess.
    reads
        Fields about bytes that reading found out (encoding, delimiter, sheet).
    """
    said = frozenset(given.model_fields_set - _NOT_SAID) if given is not None else frozenset()
    state = Deciding(profile, given, said)
    state.fields |= {key: value for key, value in (reads or {}).items() if value is not None}
    state.take_given()
    if not profile.rows:
        few = "there are no rows, and a header alone tells too little"
        state.problem(code="file-empty", message=few, help="Look at the period of the export.")
        source = Source.model_validate({"id": SourceId(id_), "files": tuple(files)})
        return Guessed(source, (), tuple(state.problems))
    find_dates(state)
    tool = profile_for(state)
    if tool is not None:
        take_profile(state, tool)
    else:
        find_case(state)
        find_customer(state)
        _find_shape(state, id_)
        _find_screens(state)
    _find_decimal(state)
    warn_ids(state)
    fields = {key: value for key, value in state.fields.items() if value not in (None, (), {})}
    if given is not None:
        fields |= {key: getattr(given, key) for key in given.model_fields_set - {"id"} if key not in fields}
    fields |= {"id": SourceId(id_)} | ({"files": tuple(files)} if files else {})
    guesses = [*state.guesses, *_left_out(state)]
    order = {column.name: place for place, column in enumerate(profile.columns)}
    guesses.sort(key=lambda guess: order.get(guess.column, -1))
    if state.screens is not None:
        fields["screens"] = state.screens.to_json()
    tool_name = profile.tool if tool is not None else None
    source = Source.model_validate(fields)
    screens = state.screens or screens_of(source)
    return Guessed(source, tuple(guesses), tuple(state.problems), screens, tool_name)


def _find_shape(state: Deciding, id_: str) -> None:
    times = sort_times(state)
    event = _find_event(state, times)
    if event is not None or state.says("time"):
        _log(state, times, event)
        _voice(state, Times((), (), (), ()), id_, with_events=True)
        keep_rest(state, "properties")
        need_someone(state)
        return
    find_texts(state)
    find_score(state)
    voice = bool(state.fields.get("text") or state.fields.get("score"))
    happened = times.happened
    if voice:
        happened = _events_beside_voice(state, times)
    if state.says("times") or len(happened) >= 2 or (happened and times.promised):
        _wide(state, times, happened)
    elif len(happened) == 1 and not voice and not _customers_shape(state, times):
        _single(state, times, happened[0], id_)
    if voice:
        spoken = tuple(c for c in times.happened if c not in happened)
        _voice(state, Times(spoken or happened, (), (), ()), id_, with_events=bool(happened))
        keep_rest(state, "properties")
        return
    if state.fields.get("times") or state.fields.get("time"):
        if times.known:
            state.left_out |= {c.name: "when the customer signed up" for c in times.known}
        keep_rest(state, "properties")
        need_someone(state)
        return
    _without_events(state, times)


# ---------------------------------------------------------------- shapes


def _find_event(state: Deciding, times: Times) -> ColumnProfile | None:
    if state.says("event"):
        return state.profile.get(state.fields["event"])
    if not times.happened or state.says("times") or state.says("event_name"):
        return None

    def label(c: ColumnProfile) -> bool:
        return (
            not c.is_time
            and not c.is_number
            and (c.categorical or (c.filled < 30 and c.words <= 4))
            and c.words <= 6
        )

    named = state.find(
        lambda c: (
            names.has(c.name, names.EVENT)
            and label(c)
            and not names.has(c.name, names.ID | names.VALUE | names.SCORE)
        )
    )
    if named:
        exact = [c for c in named if names.has(c.name, names.EVENT - {"step"})]
        return (exact or named)[0]
    if len(times.happened) > 1:
        return None
    pages = state.find(
        lambda c: names.has(c.name, names.PAGE) and not c.is_number and not c.is_time and c.distinct > 1
    )
    who = _who(state)
    if pages and who is not None:
        return pages[0]
    case = state.profile.get(state.fields.get("case") or "")
    if case is not None and case.unique < 0.8:
        changing = state.find(
            lambda c: (
                label(c)
                and names.has(c.name, names.STATUS | {"type", "typ", "tipo", "тип"})
                and state.profile.one_of.get((case.name, c.name), 1.0) < 0.8
            )
        )
        if changing:
            return changing[0]
    return None


def _who(state: Deciding) -> ColumnProfile | None:
    return state.profile.get(state.fields.get("customer") or state.fields.get("case") or "")


def _log(state: Deciding, times: Times, event: ColumnProfile | None) -> None:
    if not state.says("time"):
        moment = best_time(times.happened)
        state.take("time", moment, "a time in each row", sure=len(times.happened) == 1)
    if event is not None and not state.says("event"):
        why = (
            "its name says event"
            if names.has(event.name, names.EVENT)
            else "few values that come again and again"
        )
        state.take("event", event, f"{why}: {event.distinct:,} kinds")
    for other in times.happened:
        if other.name not in state.used:
            state.left_out[other.name] = "another time of the same event"
            state.used.add(other.name)
    find_customer_by_values(state)
    if times.promised and not state.says("promises"):
        for promise in times.promised:
            state.left_out[promise.name] = "a promise; name the event that it promises"
            state.used.add(promise.name)
    find_event_details(state, log=True)
    find_outcome(state)


def _wide(state: Deciding, times: Times, happened: tuple[ColumnProfile, ...]) -> None:
    find_case_of_rows(state)
    if not state.says("times"):
        given = list(state.fields.get("times", {}).values())
        columns = [c for c in in_lived_order(happened, state.profile) if c.name not in given]
        found = names.event_names([c.name for c in columns], also=[c.name for c in times.promised])
        state.fields["times"] = {name: column for column, name in found.items()}
        for column in columns:
            name, option = found[column.name], f"--times EVENT={_shell(column.name)}"
            why = "a time, and its name says what happened"
            state.note("times", column, why, means=f"the event “{name}”", option=option)
    _promises(state, times)
    find_case(state)
    find_event_details(state, log=False)
    find_outcome(state)


def _promises(state: Deciding, times: Times) -> None:
    if state.says("promises"):
        return
    matches = match_promises(times.promised, dict(state.fields["times"]), state.profile)
    state.fields["promises"] = {match.event: match.column for match in matches}
    for match in matches:
        profile = state.profile.get(match.column)
        if profile is not None:
            told = (
                f"what happened is “{match.event}”"
                if match.named
                else f"“{match.event}” is what happens last"
            )
            means = f"a promise: when “{match.event}” should happen"
            option = f"--promise EVENT={_shell(match.column)}"
            state.note(
                "promises",
                profile,
                f"its name promises; {told}",
                means=means,
                option=option,
                sure=match.named,
            )
    for column in times.promised:
        if column.name not in state.used:
            state.left_out[column.name] = "a further promise; each event can keep one"
            state.used.add(column.name)


def _single(state: Deciding, times: Times, column: ColumnProfile, id_: str) -> None:
    find_customer_by_values(state)
    find_event_details(state, log=True)
    name = names.event_names([column.name])[column.name]
    if (
        set(names.words(column.name)) <= names.FILLER | names.TIME | {"column"}
        or name.replace("-", "").isdigit()
    ):
        name = _event_of_file(state, id_)
    case = state.profile.get(state.fields.get("case") or "")
    means = f"when the event “{name}” happened"
    if case is not None:
        # A row is then a line of its case: a basket of ten products is bought once.
        state.fields["times"] = {name: column.name}
        state.note(
            "times",
            column,
            "the only time in the file",
            means=means,
            option=f"--times EVENT={_shell(column.name)}",
        )
        _promises(state, times)
    else:
        state.take("time", column, "the only time in the file", means=means)
        if not state.says("event_name"):
            state.fields["event_name"] = name
            means, why = f"every row is the event “{name}”", "no column names events"
            state.guesses.append(
                Guess("event_name", column.name, means, why, (), OPTIONS["event_name"], sure=False)
            )
    find_outcome(state)


def _event_of_file(state: Deciding, id_: str) -> str:
    if state.fields.get("value"):
        return "purchase"
    word = names.words(id_)
    return slug(word[-1].rstrip("s") if word else "event", default="event")


def _voice(state: Deciding, times: Times, id_: str, *, with_events: bool) -> None:
    if with_events and not (state.fields.get("text") or state.fields.get("score")):
        return
    if not state.says("said"):
        spoken = said_among(times.happened)
        if spoken is not None:
            already = spoken.name in state.used
            state.take("said", spoken, "the time that goes with what they say")
            if not already:
                state.used.add(spoken.name)
        for column in times.happened:
            if column.name not in state.used:
                state.left_out[column.name] = "another time of the same remark"
                state.used.add(column.name)
    find_remark_id(state)
    find_kind(state, id_)
    find_event_details(state, log=False)
    about = state.find(lambda c: names.has(c.name, names.ABOUT) and c.categorical and not c.is_number)
    if about:
        state.take("about", about[0], "its name says where")
    language = state.find(lambda c: names.has(c.name, names.LANGUAGE) and c.categorical and c.length <= 12)
    if language:
        state.take("language", language[0], "its name says language")
    if not state.fields.get("case") and not state.fields.get("customer"):
        state.problem(
            code="remarks-of-nobody",
            message="no column says who wrote, or about which order",
            severity="warning",
            help="The remarks are read, but they cannot be tied to a customer's steps. --customer COLUMN or --case COLUMN names one.",
        )


def _events_beside_voice(state: Deciding, times: Times) -> tuple[ColumnProfile, ...]:
    """Return the time columns that are events although the file holds reviews too (a ticket with its satisfaction)."""
    plain = [c for c in times.happened if not names.has(c.name, names.VOICE_TIME)]
    if not plain or not (state.fields.get("case") or len(plain) >= 2):
        return ()
    if len(times.happened) == 1:
        return ()
    return tuple(c for c in times.happened if not names.has(c.name, _STRICT_VOICE))


def _customers_shape(state: Deciding, times: Times) -> bool:
    customer = state.profile.get(state.fields.get("customer") or "")
    if customer is None or state.fields.get("case") or customer.unique < 0.98 or customer.filled < 2:
        return False
    others = [c for c in state.free() if not c.is_time]
    created = bool(times.happened) and names.has(times.happened[0].name, names.KNOWN_SINCE)
    return len(others) >= 2 and (created or bool(times.known))


def _without_events(state: Deciding, times: Times) -> None:
    customer = state.profile.get(state.fields.get("customer") or "")
    since = (*times.known, *times.happened)
    if customer is not None and state.fields.get("identity") and not state.says("identity"):
        if since:
            identity = state.fields["identity"]
            state.fields["identity"] = identity.model_copy(update={"since": since[0].name})
            state.note(
                "identity",
                since[0],
                "when the id was tied to the customer",
                means="since when",
                option="--identity ID=CUSTOMER",
            )
        keep_rest(state, "traits")
        return
    alone = customer is not None and not state.fields.get("case") and not times.promised
    if alone and customer is not None and (customer.unique >= 0.9 or since):
        if since:
            state.take("known", since[0], "the only time in the file")
        keep_rest(state, "traits")
        if state.fields.get("traits") or state.fields.get("known"):
            return
    if state.fields.get("identity") or state.says("traits"):
        return
    nothing_here(state, times)


def _find_decimal(state: Deciding) -> None:
    if state.says("decimal"):
        return
    roles = [
        state.fields.get("value"),
        getattr(state.fields.get("score"), "column", None),
        *state.fields.get("properties", ()),
    ]
    for name in roles:
        column = state.profile.get(name or "")
        if (
            column is not None
            and not column.typed
            and column.is_number
            and column.numbers_comma > column.numbers
        ):
            state.fields["decimal"] = ","
            state.guesses.append(
                Guess(
                    "decimal",
                    column.name,
                    "numbers with a decimal comma",
                    "read so, all are numbers",
                    column.examples,
                    "--decimal .",
                )
            )
            return


def _find_screens(state: Deciding) -> None:
    """Make screens of the addresses that events are called by, where no tool's profile said it."""
    name = state.fields.get("event")
    column = state.profile.get(name) if isinstance(name, str) else None
    if column is not None and column.name in state.profile.samples and not state.says("screens"):
        state.take_screens(find_screens(column.name, state.profile.samples[column.name]), column)


def _left_out(state: Deciding) -> list[Guess]:
    out = []
    for name, why in state.left_out.items():
        column = state.profile.get(name)
        examples = column.examples if column is not None else ()
        out.append(Guess("", name, "left out", why, examples, OPTIONS["properties"]))
    for role, words in (("properties", "kept as it is"), ("traits", "what is known of the customer")):
        if state.says(role):
            continue
        for name in state.fields.get(role, ()):
            column = state.profile.get(name)
            out.append(
                Guess(role, name, words, "", column.examples if column is not None else (), OPTIONS[role])
            )
    return out


def _shell(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").replace(".", "").isalnum() else f"'{name}'"


def name_of(path: str) -> str:
    """Return the source's name that a file gives: its stem without dates and numbers at the end.

    >>> name_of("exports/orders-2026-11.csv.gz"), name_of("order_reviews.csv")
    ('orders', 'order-reviews')
    """
    stem = PurePath(path).name.split(".")[0]
    parts = slug(stem, default="source").split("-")
    while len(parts) > 1 and parts[-1].isdigit():
        parts.pop()
    return "-".join(parts)
