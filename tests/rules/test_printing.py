"""Laws of printing and of the builders: rules R1, R25 and R26 of docs/spec/rules.md."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import BadInputError
from footpath.rules import (
    Aggregate,
    And,
    Column,
    Compare,
    Duration,
    In,
    Like,
    Missing,
    Moment,
    Node,
    Not,
    Number,
    Or,
    Text,
    Truth,
    all_of,
    any_of,
    columns,
    equals,
    format_tree,
    from_tree,
    holds,
    one_of,
    parse,
    pattern_of,
    rule,
)

DAY_US = 86_400_000_000
FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31 in days from 1970

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
names = st.one_of(
    st.sampled_from(
        ["event", "and", "Missing", "count", "first", "a b", "2nd", "x-", "a.b", "true", "5 days", "ünï"]
    ),
    texts.filter(bool),
)
column_nodes = names.map(Column)
numbers = st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False)).map(
    Number
)
moments = st.one_of(
    st.integers(FIRST_DAY, LAST_DAY).map(lambda day: Moment(day * DAY_US, is_day=True)),
    st.builds(
        Moment, st.integers(FIRST_DAY * DAY_US, (LAST_DAY + 1) * DAY_US - 1), st.just(False), st.booleans()
    ),
)
durations = st.one_of(
    st.integers(-(2**62), 2**62),
    st.builds(
        lambda count, unit: count * unit, st.integers(-99, 99), st.sampled_from([DAY_US, 60_000_000, 1000])
    ),
).map(Duration)
truths = st.booleans().map(Truth)
values = st.one_of(texts.map(Text), numbers, moments, durations)
lists = st.one_of(
    *(
        st.lists(kind, min_size=1, max_size=3).map(tuple)
        for kind in (texts.map(Text), numbers, moments, durations)
    )
)
event_conditions: st.SearchStrategy[Node] = st.one_of(
    st.builds(
        Compare, column_nodes, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), values | column_nodes
    ),
    st.builds(Compare, column_nodes, st.sampled_from(["=", "!="]), truths),
    st.builds(In, column_nodes, lists),
    st.builds(Like, column_nodes, texts),
    st.builds(Missing, column_nodes),
)


def trees(conditions: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        conditions,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda items: And(tuple(items))),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: Or(tuple(items))),
            inner.map(Not),
        ),
        max_leaves=8,
    )


event_trees = trees(event_conditions)
windows = st.none() | st.integers(1, 10**12).map(Duration)
customer_conditions: st.SearchStrategy[Node] = st.one_of(
    event_conditions,
    st.builds(
        Compare,
        st.builds(Aggregate, st.just("count"), st.none() | event_trees, windows),
        st.sampled_from(["=", ">="]),
        numbers | column_nodes,
    ),
    st.builds(
        Compare,
        st.builds(Aggregate, st.sampled_from(["first", "last"]), st.none() | event_trees, windows),
        st.sampled_from(["<", ">="]),
        moments | column_nodes,
    ),
)


@given(event_trees)
def test_r25_parse_of_format_is_the_tree(tree: Node) -> None:
    text = format_tree(tree)
    found, problems = parse(text)
    assert problems == []
    assert found is not None
    assert found.tree == tree
    assert str(found) == text
    assert format_tree(found.tree) == text


@settings(max_examples=60)
@given(trees(customer_conditions))
def test_r25_over_customers_too(tree: Node) -> None:
    found, problems = parse(format_tree(tree), over="customers")
    assert problems == []
    assert found is not None
    assert found.tree == tree


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("( x=1 )  AND NOT (y IN ('a','b'))", 'x = 1 and y not in ("a", "b")'),
        ("not x missing", "x is not missing"),
        ("late", "late = true"),
        ("90m < wait", "wait > 90 minutes"),
        ("at = 2018-05-31 10:30", "at = 2018-05-31T10:30:00"),
        ("not (x = 1 or y = 2)", "not (x = 1 or y = 2)"),
        ("`event` = 'it''s \"late\"'", 'event = "it\'s ""late"""'),
    ],
)
def test_r25_the_one_form(typed: str, printed: str) -> None:
    assert format_tree(rule(typed).tree) == printed


@given(
    names,
    st.one_of(
        texts,
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
)
def test_r26_equals_quotes_right(column: str, value: str | bool | float) -> None:
    made = equals(column, value)
    assert rule(made.text) == made
    assert columns(made) == {column}
    assert holds(made, {column: value})


@given(names, st.lists(texts, min_size=1, max_size=5))
def test_r26_one_of_holds_for_each_of_its_values_and_no_other(column: str, several: list[str]) -> None:
    made = one_of(column, several)
    assert all(holds(made, {column: value}) for value in several)
    assert not holds(made, {column: "\1none of them\1"})


def test_r26_builders_join_without_needless_brackets() -> None:
    a, b, c = equals("event", "a"), rule("late or lost"), rule("x = 1 and y = 2")
    assert str(all_of(a, b, c)) == 'event = "a" and (late = true or lost = true) and x = 1 and y = 2'
    assert str(any_of(a, b)) == 'event = "a" or late = true or lost = true'
    assert all_of(a) is a


@pytest.mark.parametrize(
    "make",
    [
        lambda: equals("", "a"),
        lambda: equals("x", "a" * 5000),
        lambda: equals("x", "a\0b"),
        lambda: equals("x", math.nan),
        lambda: equals("x", math.inf),
        lambda: equals("x", 2**70),
        lambda: one_of("x", []),
        lambda: one_of("x", ["a", 1]),
        lambda: one_of("x", [f"value {number}" for number in range(1000)]),
        lambda: from_tree(
            Compare(Aggregate("count", Compare(Aggregate("count"), "=", Number(1))), "=", Number(1))
        ),
    ],
)
def test_r26_what_no_rule_can_say_is_refused(make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInputError):
        make()


@given(texts)
def test_r16_pattern_of_a_text_fits_that_text_alone(text: str) -> None:
    made = from_tree(Like(Column("x"), pattern_of(text)))
    assert holds(made, {"x": text})
    assert not holds(made, {"x": text + "a"})
