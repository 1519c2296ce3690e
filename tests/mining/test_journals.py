"""One customer's own path over a workspace: order, sessions, walks, what was said in its place."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

from footpath.base import HOUR, MINUTE, BadInputError
from footpath.mining import Binding, End, Step, Walk, draw_customers, journal
from footpath.mining.journals.telling import shown_text
from footpath.rules import equals

_spec = importlib.util.spec_from_file_location("journal_tables", Path(__file__).with_name("tables.py"))
tables = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tables)
TABLES = tables.Tables()
START = 1_740_787_200_000_000  # 1 March 2025, midnight UTC
WALK = Walk(
    bindings=(Binding("shop", equals("event", "a")), Binding("till", equals("event", "b"))),
    ends=(End("bought", "wanted", touchpoint="till"),),
    silence_us=5 * HOUR,
    steps=(Step("looks", ("shop",)), Step("pays", ("till",))),
)


def workspace(events):
    table = TABLES.events(events)
    facts = SimpleNamespace(to_us=max(one["t"] for one in events))
    return SimpleNamespace(events=table, answers=None, remarks=None, fetch=TABLES.fetch, facts=facts)


def at(minutes, name, **more):
    return tables.event(more.pop("customer", 1), START + minutes * MINUTE, name, **more)


def test_m266_order_sessions_steps_and_walks_are_those_of_the_questions():
    events = [
        at(5, "b", arrival=1, promised=START),
        at(0, "a", arrival=2),
        at(0, "x", arrival=0, sequence=1),
        at(36, "a", arrival=3),
        at(600, "a", arrival=4),
        at(7, "a", arrival=5, customer=2),
    ]
    found = journal(workspace(events), "c1", walk=WALK)
    assert [entry.name for entry in found.entries] == ["x", "a", "b", "a", "a"]
    assert [entry.since_us for entry in found.entries] == [
        None,
        0,
        5 * MINUTE,
        31 * MINUTE,
        564 * MINUTE,
    ]
    assert [entry.session for entry in found.entries] == [1, 1, 1, 2, 3]
    assert [entry.touchpoint for entry in found.entries] == [None, "shop", "till", "shop", "shop"]
    assert [entry.step for entry in found.entries] == [None, "looks", "pays", "looks", "looks"]
    assert [entry.episode for entry in found.entries] == [None, 1, 1, 2, 3]
    assert [entry.outcome for entry in found.entries] == [None, "bought", "bought", "silent", "censored"]
    assert found.entries[2].delay_us == 5 * MINUTE
    text = found.to_text()
    assert "walk 1 begins (it ends: bought)" in text
    assert "5 min late" in text
    assert "of silence, session 2" in text


def test_m266_days_and_offsets_are_those_of_the_zone():
    found = journal(workspace([at(1410, "a")]), "c1", zone="Europe/Berlin")
    assert found.rows().to_pylist()[0]["at"] == "2025-03-02T00:30:00+01:00"
    assert "Sun 2 Mar 2025" in found.to_text()


def test_m266_long_journals_are_cut_in_text_alone():
    found = journal(workspace([at(n, "a", arrival=n) for n in range(30)]), "c1")
    assert "… 20 more" in found.to_text(most=10)
    assert found.rows().num_rows == 30


@pytest.mark.parametrize(
    ("given", "shown"),
    [("a\x1b[2Jb", "a\\x1b[2Jb"), ("a\u202eb", "a\\u202eb"), ("a\nb", "a\\nb"), ("größe 日", "größe 日")],
)
def test_m267_control_and_direction_signs_are_shown_by_number(given, shown):
    assert shown_text(given) == shown


def test_m265_who_is_drawn_depends_on_the_seed_alone():
    space = workspace([at(n, "a", customer=n % 9, arrival=n) for n in range(40)])
    assert draw_customers(space, 4, seed=1) == draw_customers(space, 4, seed=1)
    assert len(set(draw_customers(space, 99))) == 9
    with pytest.raises(BadInputError, match="customer-unknown"):
        journal(space, "nobody")
