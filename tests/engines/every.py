"""What the suite of all engines asks, and of which events; and how an engine is started for it.

The events are small and awkward on purpose: ties with and without a sequence, events without customer or case, texts
that sort otherwise as bytes than in a language, sessions that end to the microsecond, duplicates, columns that one file lacks.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from footpath import mining
from footpath.base import DAY, HOUR, MINUTE
from footpath.evidence import Prepared
from footpath.mining import Binding, End, Groups, Scope, Step, Walk
from footpath.rules import rule

NAMES = {"clickhouse": "chdb", "sc": "spark"}
"""What an engine may be called beside its scheme."""


def asked() -> tuple[str, ...]:
    """Return the engines that FOOTPATH_ENGINES names, by scheme or URL; the trail where it names none."""
    return tuple(os.environ.get("FOOTPATH_ENGINES", "").replace(",", " ").split()) or ("trail",)


_STARTED: dict[str, str] = {}
_STACK = contextlib.ExitStack()
atexit.register(_STACK.close)


def open_for(name: str) -> str:
    """Return the URL of an engine by its name or scheme, with what it needs started; it is ended with the process.

    A missing package is an error: whoever names an engine wants it asked.
    """
    if "://" in name:
        return name
    scheme = NAMES.get(name, name)
    if scheme not in _STARTED:
        start = _STARTS.get(scheme)
        _STARTED[scheme] = _STACK.enter_context(start()) if start else f"{scheme}://"
    return _STARTED[scheme]


@contextlib.contextmanager
def _spark() -> Iterator[str]:
    spec = importlib.util.spec_from_file_location(
        "spark_cluster", Path(__file__).with_name("spark_cluster.py")
    )
    sys.modules["spark_cluster"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.cluster() as running:
        yield running.url


_STARTS: dict[str, Callable[[], contextlib.AbstractContextManager[str]]] = {"spark": _spark}
"""How an engine is started that is not simply there."""


# ---------------------------------------------------------------- the events

START = 1_709_251_200_000_000  # 2024-03-01 UTC: the last Sunday of March lies in it
NEXT = {
    "visit": ["view", "view", "view", "help", "visit"],
    "view": ["basket", "view", "view", "visit", "help"],
    "basket": ["pay", "view", "basket", "Änderung"],
    "pay": ["order", "pay", "help"],
    "order": ["return", "visit", "view"],
    "help": ["view", "basket", "help"],
    "return": ["help", "visit"],
    "Änderung": ["basket", "ändern"],
    "ändern": ["pay"],
}
CHANNELS = ["ads", "mail", "direct", "Mail", "ärzte", None]
STEPS_US = [0, 0, 1, 5_000_000, MINUTE, 10 * MINUTE, 30 * MINUTE, 30 * MINUTE + 1, 2 * HOUR, DAY, 4 * DAY]


def rows_of(seed: int = 4, people: int = 160) -> list[dict]:
    """Return canonical events in the order of arrival, which is not that of time."""
    chance = random.Random(seed)
    rows = []
    for person in range(people):
        at = START + chance.randrange(60) * DAY + chance.randrange(24) * HOUR
        name = "visit"
        device = chance.choice(["phone", "desk", 'it\'s \\ "odd"', None])
        case, session = None, 0
        for number in range(chance.randrange(1, 26)):
            gap = chance.choice(STEPS_US)
            at += gap
            session += gap > 30 * MINUTE
            if name in ("visit", "help") and chance.random() < 0.5:
                case = f"case-{person}-{number}"
            rows.append(
                {
                    "customer_id": f"{chance.choice('cCä')}{person:03}"
                    if person % 9
                    else (None if number % 7 == 6 else f"c{person:03}"),
                    "case_id": case,
                    "occurred_us": at,
                    "event": name,
                    "event_id": f"e{len(rows):05}" if number % 3 else None,
                    "sequence": number if person % 2 else None,
                    "promised_us": at + chance.choice([-HOUR, HOUR, 2 * DAY]) if name == "order" else None,
                    "session_id": f"s{session}" if person % 3 else None,
                    "channel": chance.choice(CHANNELS),
                    "case_status": chance.choice(["open", "done", "lost"])
                    if case and number % 4 == 0
                    else None,
                    "value": None if name != "order" else Decimal(chance.randrange(30_000)) / 100,
                    "device": device,
                    "country": chance.choice(["DE", "FR", "IT", "AT"]),
                    "rank": chance.choice([None, -1, 0, 1, 2, 2**53 + 1]),
                    "score": chance.choice([None, 0.5, 1.0, -2.25, 0.1]),
                    "is_new": chance.choice([True, False, None]),
                    "variant": "ABC"[person % 3] if person % 10 else None,
                }
            )
            name = chance.choice(NEXT[name])
    # The customers of one person are one customer: the letter is drawn once.
    letter: dict[str, str] = {}
    for row in rows:
        who = row["customer_id"]
        if who is not None:
            row["customer_id"] = letter.setdefault(who[1:], who[0]) + who[1:]
    chance.shuffle(rows)
    return rows


EXTRA = (
    ("device", pa.string()),
    ("country", pa.string()),
    ("rank", pa.int64()),
    ("score", pa.float64()),
    ("is_new", pa.bool_()),
    ("variant", pa.string()),
)
DERIVED = {
    "is_goal": 'event = "order" or event = "pay"',
    "came_late": "late = true",
    "weekend_ad": 'channel = "ads" and rank > 0',
}


def text_sources(folder: Path, stands) -> list[Prepared]:
    """Return a source of canonical events with texts as ids, its customers with traits, answers, and a second system."""
    rows = rows_of()
    people = sorted({row["customer_id"] for row in rows if row["customer_id"]})
    report = [
        {
            "customer_id": who,
            "known_us": START + n,
            "traits": None,
        }
        for n, who in enumerate(people)
    ]
    first = stands.prepared(
        folder / "first",
        events=rows,
        extra=[pa.field(*one) for one in EXTRA],
        derive=DERIVED,
        customers=[
            {
                "customer_id": row["customer_id"],
                "known_us": row["known_us"],
                "tier": "gold" if n % 4 == 0 else "none",
            }
            for n, row in enumerate(report)
        ],
        traits=[pa.field("tier", pa.string())],
        id_="first",
    )
    more = [
        {
            "customer_id": who if n % 3 else f"device-{n}",
            "occurred_us": START + (n % 50) * DAY + n,
            "event": "call" if n % 2 else "help",
            "channel": "phone",
        }
        for n, who in enumerate(people)
    ]
    second = stands.prepared(
        folder / "second",
        events=more,
        identities=[{"id": f"device-{n}", "customer_id": who} for n, who in enumerate(people) if n % 6 == 0],
        id_="second",
    )
    return [first, second]


def plain_sources(folder: Path, stands) -> list[Prepared]:
    """Return files in place, with whole numbers as ids, duplicates over the files, and a column that one of them lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = rows_of(seed=9, people=90)
    numbers = {who: 10**12 + 7 * n for n, who in enumerate(sorted({r["customer_id"] or "" for r in rows}))}
    table = pa.table(
        {
            "id": pa.array(range(len(rows)), pa.int64()),
            "user": pa.array(
                [numbers[r["customer_id"]] if r["customer_id"] else None for r in rows], pa.int64()
            ),
            "at": pa.array(
                [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=r["occurred_us"]) for r in rows],
                pa.timestamp("us", "UTC"),
            ),
            "what": pa.array([r["event"] for r in rows]).dictionary_encode(),
            "channel": pa.array([r["channel"] for r in rows]),
            "money": pa.array(
                [None if r["value"] is None else float(r["value"]) for r in rows], pa.float64()
            ),
            "device": pa.array([r["device"] for r in rows]),
        }
    )
    half = table.num_rows // 2
    paths = [folder / "one.parquet", folder / "it's {two}.parquet"]
    pq.write_table(table.slice(0, half), paths[0], row_group_size=100)
    # The last rows of the first file come again, one of their columns is missing.
    pq.write_table(table.slice(half - 40).drop_columns(["device"]), paths[1])
    return [
        stands.in_place(
            paths,
            id_="plain",
            customer="user",
            event="what",
            event_id="id",
            channel="channel",
            value="money",
            properties=("device",),
        )
    ]


# ---------------------------------------------------------------- the questions

TOUCHPOINTS = ("visit", "view", "basket", "pay", "order", "help", "return")
BINDINGS = tuple(Binding(name, rule(f'event = "{name}"')) for name in TOUCHPOINTS)
WALK = Walk(
    BINDINGS,
    begins=("visit", "view"),
    ends=(End("bought", "wanted", touchpoint="order"), End("gone", "unwanted", touchpoint="return")),
    silence_us=3 * DAY,
    steps=(
        Step("look", ("visit", "view")),
        Step("choose", ("basket", "help")),
        Step("buy", ("pay", "order")),
        Step("after", ("return", "help")),
    ),
)
CASES = Walk(
    BINDINGS,
    ends=(End("done", "wanted", status="done"), End("lost", "unwanted", status="lost")),
    follows="case",
    steps=WALK.steps,
)


@dataclass(frozen=True)
class Ask:
    """A question with the rule of its part."""

    make: Callable[[], mining.Question]
    where: str | None = None
    zone: str = "UTC"


def _within(verb: Callable, **more) -> dict[str, Ask]:
    """Return one question within each group, and over visits where it can be."""
    found = {
        name: Ask(lambda name=name: verb(within=name, **more)) for name in ("customer", "case", "session")
    }
    found["episode"] = Ask(lambda: verb(within="episode", walk=WALK, of="touchpoint", **more))
    found["steps"] = Ask(lambda: verb(within="episode", walk=WALK, of="step", **more))
    return found


STEPS = ["view", "basket", "pay", "order"]
RULES = (
    mining.named('buyers: count(event = "order") > 0', over="customers"),
    mining.named('gold: tier = "gold" and count() > 5', over="customers"),
)
TOLD = Scope(zone="Europe/Berlin", until_us=START + 50 * DAY)

ASKS: dict[str, Ask] = {
    **{f"transitions/{k}": v for k, v in _within(mining.transitions).items()},
    "transitions/visits": Ask(lambda: mining.transitions(fold=True)),
    "transitions/session visits": Ask(lambda: mining.transitions(within="session", fold=True)),
    "transitions/where": Ask(mining.transitions, 'channel in ("ads", "mail") and rank > 0'),
    "transitions/where derived": Ask(mining.transitions, "is_goal = true or weekend_ad = true"),
    "transitions/where like": Ask(mining.transitions, 'event like "*e*" and not channel is missing'),
    "transitions/where odd text": Ask(mining.transitions, 'device = "it\'s \\ ""odd"""'),
    "transitions/where zone": Ask(mining.transitions, "occurred_us >= 2024-03-31", "Europe/Berlin"),
    "transitions/where nothing": Ask(mining.transitions, 'event = "nothing"'),
    "transitions/where numbers": Ask(mining.transitions, "score >= 0.5 and rank != 0 and value < 250"),
    "transitions/by": Ask(lambda: mining.transitions_by("device", top=2)),
    "transitions/by number": Ask(lambda: mining.transitions_by("score", top=3)),
    "transitions/by truth": Ask(lambda: mining.transitions_by("is_new")),
    "transitions/difference": Ask(lambda: mining.transitions_by("country", difference=("DE", "FR"))),
    "transitions/by within session": Ask(
        lambda: mining.transitions_by("country", within="session", fold=True)
    ),
    **{f"funnel/{k}": v for k, v in _within(lambda **m: mining.funnel(STEPS, **m)).items() if k != "steps"},
    "funnel/window": Ask(lambda: mining.funnel(STEPS, window_us=2 * HOUR)),
    "funnel/no window": Ask(lambda: mining.funnel(STEPS, window_us=None, count="first")),
    "funnel/directly": Ask(lambda: mining.funnel(STEPS[:3], order="directly")),
    "funnel/any": Ask(lambda: mining.funnel(STEPS[:3], order="any")),
    "funnel/any first": Ask(lambda: mining.funnel(["view", "view", "pay"], order="any", count="first")),
    "funnel/rules": Ask(lambda: mining.funnel('event = "view" and channel = "ads", is_goal = true')),
    "funnel/extended": Ask(lambda: mining.funnel("view, !help, basket?, pay, order")),
    "funnel/hold": Ask(lambda: mining.funnel(STEPS, hold=["channel"])),
    "funnel/by": Ask(lambda: mining.funnel(STEPS, by="country", top=2)),
    "funnel/times": Ask(lambda: mining.funnel(STEPS, show="times")),
    "funnel/lost": Ask(lambda: mining.funnel(STEPS, show="lost")),
    "funnel/lost by": Ask(lambda: mining.funnel(STEPS[:3], show="lost", by="device")),
    "funnel/directly by session": Ask(
        lambda: mining.funnel("view, basket, pay", order="directly", within="session", by="country")
    ),
    **{f"paths/{k}": v for k, v in _within(mining.paths).items()},
    "paths/loops folded": Ask(lambda: mining.paths(loops=False, top=20)),
    "paths/visits": Ask(lambda: mining.paths(fold=True, top=7, within="session")),
    "sessions/summary": Ask(lambda: mining.sessions(summary=True)),
    "sessions/all": Ask(mining.sessions),
    "sessions/gap": Ask(lambda: mining.sessions(gap_us=10 * MINUTE), 'channel != "direct"'),
    "sessions/own": Ask(lambda: mining.sessions(own=True)),
    "sessions/own summary": Ask(lambda: mining.sessions(own=True, summary=True)),
    **{f"durations/{k}": v for k, v in _within(mining.durations).items()},
    **{f"waits/{k}": v for k, v in _within(mining.waits).items() if k != "steps"},
    "waits/event": Ask(lambda: mining.waits(per="event")),
    **{f"loops/{k}": v for k, v in _within(mining.loops).items() if k != "steps"},
    "loops/visits": Ask(lambda: mining.loops(fold=True)),
    **{
        f"flows/{k}": v
        for k, v in _within(lambda **m: mining.flows(steps=3, top=4, **m)).items()
        if k != "steps"
    },
    "flows/from": Ask(lambda: mining.flows(start="basket", steps=3)),
    "flows/to": Ask(lambda: mining.flows(end="order", steps=4, top=3)),
    "flows/backward": Ask(lambda: mining.flows(end="order", backward=True, steps=3, loops=False)),
    **{
        f"sequences/{k}": v
        for k, v in _within(lambda **m: mining.sequences("view, basket, pay", **m)).items()
        if k != "steps"
    },
    "sequences/bounds": Ask(
        lambda: mining.sequences("view, !help, basket? within 10m, {is_goal = true}, all within 2d")
    ),
    "retention/day": Ask(lambda: mining.retention(upto=6)),
    "retention/week after": Ask(lambda: mining.retention(period="week", kind="on-or-after", scope=TOLD)),
    "retention/brackets": Ask(
        lambda: mining.retention(
            kind="bracket", brackets=mining.brackets("1-3,4-10"), again=rule('event = "order"')
        )
    ),
    "retention/first": Ask(
        lambda: mining.retention(period="month", first=rule('event = "view"')), 'country = "DE"'
    ),
    "stickiness/week": Ask(mining.stickiness),
    "stickiness/summary": Ask(lambda: mining.stickiness(period="month", summary=True, scope=TOLD)),
    "lifecycle/week": Ask(mining.lifecycle),
    "lifecycle/zone": Ask(lambda: mining.lifecycle(period="day", scope=TOLD), 'event != "help"'),
    "lifecycle/states": Ask(
        lambda: mining.lifecycle_states(['buyer: count(event = "order") > 0', "looker: count() > 0"])
    ),
    "lifecycle/moves": Ask(
        lambda: mining.lifecycle_states(
            ['buyer: count(event = "order") > 0', "looker: count() > 0"], moves=True
        )
    ),
    "cohorts/month": Ask(mining.cohorts),
    "cohorts/measures": Ask(
        lambda: mining.cohorts(
            ["size", "mean(value)", "median(rank)", 'share(event = "order")'], by="week", window_us=10 * DAY
        )
    ),
    "cohorts/by": Ask(lambda: mining.cohorts(["size", "mean(value)"], by="device", scope=TOLD)),
    "attribution/markov": Ask(lambda: mining.attribution("order")),
    "attribution/markov 2 and 3": Ask(lambda: mining.attribution("order", model=["markov-2", "markov-3"])),
    "attribution/all": Ask(
        lambda: mining.attribution(
            "order", model=list(mining.ATTRIBUTION_MODELS), goals="each", lookback_us=7 * DAY
        )
    ),
    "attribution/weights": Ask(
        lambda: mining.attribution("order", model=["linear", "time-decay", "position"], half_life_us=DAY)
    ),
    "attribution/by": Ask(
        lambda: mining.attribution(rule("is_goal = true"), by="device", model="shapley", worth="chain")
    ),
    "compare/by": Ask(
        lambda: mining.compare([mining.goal("order"), mining.mean_of("value")], Groups(by="country"))
    ),
    "compare/rules": Ask(
        lambda: mining.compare(
            [mining.goal("pay"), mining.follow("view > basket"), mining.sum_of("rank")], Groups(rules=RULES)
        )
    ),
    "compare/test": Ask(
        lambda: mining.compare(
            [mining.goal("order"), mining.sum_of("value")],
            Groups(
                by="variant",
                is_test=True,
                exposure=rule('event = "view"'),
                split=(("A", 1.0), ("B", 1.0), ("C", 1.0)),
            ),
        )
    ),
    "compare/periods": Ask(
        lambda: mining.compare(
            [mining.goal("order")],
            Groups(
                periods=(mining.period("2024-03-01..2024-03-20"), mining.period("2024-03-21..2024-04-20"))
            ),
        )
    ),
    "conversion/all": Ask(lambda: mining.conversion("order", least=5)),
    "conversion/early": Ask(
        lambda: mining.conversion("order", least=5, early_us=DAY, properties=["device", "country"])
    ),
    "outcomes/all": Ask(lambda: mining.outcomes("view", "order")),
    "outcomes/groups": Ask(
        lambda: mining.outcomes("visit", "order", groups=Groups(by="country"), window_us=5 * DAY)
    ),
    "outcomes/curve": Ask(lambda: mining.outcomes("view", "order", curve=True, points=20)),
    "outcomes/rules": Ask(lambda: mining.outcomes("view", "pay", groups=Groups(rules=RULES))),
    "segments/events": Ask(lambda: mining.segments(most=4, least=10)),
    "segments/transitions": Ask(lambda: mining.segments(of="transitions", most=3, least=10)),
    "segments/overlaps": Ask(lambda: mining.overlaps(RULES)),
    "cases/transitions": Ask(lambda: mining.transitions(within="episode", walk=CASES, of="touchpoint")),
    "cases/durations": Ask(lambda: mining.durations(within="episode", walk=CASES, of="step")),
}
"""Every question of mining with its main parameters, of texts as ids."""

PLAIN = (
    *(
        "transitions/customer",
        "transitions/session",
        "funnel/customer",
        "funnel/session",
        "paths/customer",
    ),
    *("sessions/summary", "durations/customer", "retention/day", "lifecycle/week", "attribution/all"),
    *("loops/customer", "flows/customer", "waits/customer", "conversion/all", "stickiness/week"),
)
"""The questions that are asked of whole numbers as ids too, of files in place."""
