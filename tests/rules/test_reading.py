"""What texts mean: rules R7 to R20 and R23 of docs/spec/rules.md, by small literals."""

from __future__ import annotations

import pytest

from footpath.base import DAY, HOUR, MINUTE
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
    columns,
    parse,
    rule,
)

X, Y = Column("x"), Column("y")
ONE = Compare(X, "=", Number(1))
TWO = Compare(Y, "=", Number(2))
MAY_31 = 1_527_724_800_000_000  # 2018-05-31T00:00Z, by `date -d`


def is_(value: object) -> Compare:
    return Compare(X, "=", value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        # R7: words in any case; count is a column where no bracket follows
        ("x = 1 AND y = 2", And((ONE, TWO))),
        ("count = 1", Compare(Column("count"), "=", Number(1))),
        # R8: names
        ("Größe.m-2 = 1", Compare(Column("Größe.m-2"), "=", Number(1))),
        ("статус = 1", Compare(Column("статус"), "=", Number(1))),
        ("स्थिति = 1", Compare(Column("स्थिति"), "=", Number(1))),
        ("`Order status` = 1", Compare(Column("Order status"), "=", Number(1))),
        ("`a``b` = 1", Compare(Column("a`b"), "=", Number(1))),
        ("`and` = 1", Compare(Column("and"), "=", Number(1))),
        # R9: texts
        ('x = "it is ""late"""', is_(Text('it is "late"'))),
        ("x = 'it''s'", is_(Text("it's"))),
        (r'x = "C:\new"', is_(Text(r"C:\new"))),
        ('x = ""', is_(Text(""))),
        # R10: numbers
        ("x = -12", is_(Number(-12))),
        ("x=+5", is_(Number(5))),
        ("x = 3.50", is_(Number(3.5))),
        ("x = 1e6", is_(Number(1_000_000.0))),
        ("x = 9223372036854775807", is_(Number(2**63 - 1))),
        # R11: days and instants
        ("x = 2018-05-31", is_(Moment(MAY_31, is_day=True))),
        ("x = 2018-05-31T10:30", is_(Moment(MAY_31 + 10 * HOUR + 30 * MINUTE))),
        ("x = 2018-05-31 10:30:00.5", is_(Moment(MAY_31 + 10 * HOUR + 30 * MINUTE + 500_000))),
        ("x = 2018-05-31T02:00+02:00", is_(Moment(MAY_31, zoned=True))),
        ("x = 2018-05-31T00:00Z", is_(Moment(MAY_31, zoned=True))),
        # R12: durations
        ("x = 10 days", is_(Duration(10 * DAY))),
        ("x = 30m", is_(Duration(30 * MINUTE))),
        ("x = 1 h 30 min", is_(Duration(90 * MINUTE))),
        ("x = 1h30m", is_(Duration(90 * MINUTE))),
        ("x = 1.5 hours", is_(Duration(90 * MINUTE))),
        ("x = -2 weeks", is_(Duration(-14 * DAY))),
        ("x = 1 month", is_(Duration(30 * DAY))),
        ("x = 5 us", is_(Duration(5))),
        # R13: both ways round, and columns with columns
        ("1 = x", ONE),
        ("200 <= x", Compare(X, ">=", Number(200))),
        ("10 days > x", Compare(X, "<", Duration(10 * DAY))),
        ("x != y", Compare(X, "!=", Y)),
        # R14: a column alone
        ("x", Compare(X, "=", Truth(True))),
        ("not x", Not(Compare(X, "=", Truth(True)))),
        ("x = FALSE", is_(Truth(False))),
        # R15: lists
        ("x in (\"a\", 'b')", In(X, (Text("a"), Text("b")))),
        ("x not in (1,2)", Not(In(X, (Number(1), Number(2))))),
        # R16: patterns
        ('x like "/lamps/*"', Like(X, "/lamps/*")),
        ('x not like "?"', Not(Like(X, "?"))),
        # R19: missing
        ("x is missing", Missing(X)),
        ("x missing", Missing(X)),
        ("x is not missing", Not(Missing(X))),
        # R20: what binds first
        ("x = 1 or y = 2 and not x = 1", Or((ONE, And((TWO, Not(ONE)))))),
        ("(x = 1 or y = 2) and x = 1", And((Or((ONE, TWO)), ONE))),
        ("x = 1 and (y = 2 and x = 1)", And((ONE, And((TWO, ONE))))),
        ("not not x = 1", Not(Not(ONE))),
        ("((x = 1))", ONE),
    ],
)
def test_a_text_means_its_tree(text: str, tree: Node) -> None:
    found, problems = parse(text)
    assert problems == []
    assert found is not None
    assert found.tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("count() >= 2", Compare(Aggregate("count"), ">=", Number(2))),
        ("2 <= count(x = 1)", Compare(Aggregate("count", ONE), ">=", Number(2))),
        (
            "COUNT(x=1) within 90 days = 0",
            Compare(Aggregate("count", ONE, Duration(90 * DAY)), "=", Number(0)),
        ),
        ("first(x = 1) < 2018-05-31", Compare(Aggregate("first", ONE), "<", Moment(MAY_31, is_day=True))),
        ("last(x = 1) >= known_us", Compare(Aggregate("last", ONE), ">=", Column("known_us"))),
        ("x = 1 and count(y = 2) > 0", And((ONE, Compare(Aggregate("count", TWO), ">", Number(0))))),
    ],
)
def test_r23_over_customers_a_rule_counts(text: str, tree: Node) -> None:
    found, problems = parse(text, over="customers")
    assert problems == []
    assert found is not None
    assert found.tree == tree


@pytest.mark.parametrize("text", ['event = "delivered"', "  X  ='a'   AND\tnot\n( y<2 ) ", "1h30m <= wait"])
def test_r1_a_rule_prints_back_as_it_was_typed(text: str) -> None:
    assert str(rule(text)) == text


def test_columns_of_events_and_of_customers_are_told_apart() -> None:
    found = rule('count(event = "ordered" and url like "*") >= visits and country = "PT"', over="customers")
    assert columns(found) == {"event", "url", "visits", "country"}
    assert columns(found, of="events") == {"event", "url"}
    assert columns(found, of="customers") == {"visits", "country"}
    assert columns(rule("a = b or c is missing or d in (1)")) == {"a", "b", "c", "d"}
