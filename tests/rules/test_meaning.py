"""What rules hold of: rules R16 to R24 of docs/spec/rules.md, against values worked out by hand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.base import DAY, HOUR, datetime_to_us
from footpath.rules import (
    Moment,
    fits,
    holds,
    holds_for_customer,
    moment_range,
    parse,
    pattern_parts,
    pattern_regex,
    rule,
)

NAN = float("nan")


def us(*parts: int) -> int:
    return datetime_to_us(datetime(*parts, tzinfo=UTC))  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        # R18: texts by code points, exactly
        ('x = "Lisboa"', "Lisboa", True),
        ('x = "Lisboa"', "lisboa", False),
        ('x < "a"', "Z", True),
        ('x > "z"', "é", True),
        # R18: numbers, whole and decimal alike
        ("x = 2", 2.0, True),
        ("x >= 0.1", Decimal("0.1"), True),
        ("x != 2", 3, True),
        ("x = 1", True, False),
        # R14
        ("x", True, True),
        ("x", False, False),
        ("x", None, False),
        ("x != true", False, True),
        # R15
        ("x in (1, 2)", 2, True),
        ("x not in (1, 2)", 2, False),
        # R17: a day, an instant
        ("x = 2018-05-31", us(2018, 5, 31, 23, 59, 59), True),
        ("x = 2018-05-31", us(2018, 6, 1), False),
        ("x <= 2018-05-31", us(2018, 5, 31, 12), True),
        ("x < 2018-05-31", us(2018, 5, 31), False),
        ("x > 2018-05-31", us(2018, 5, 31, 12), False),
        ("x > 2018-05-31", us(2018, 6, 1), True),
        ("x != 2018-05-31", us(2018, 5, 30), True),
        ("x in (2018-05-30, 2018-05-31)", us(2018, 5, 31, 1), True),
        ("x = 2018-05-31T10:30", us(2018, 5, 31, 10, 30), True),
        ("x <= 2018-05-31T10:30", us(2018, 5, 31, 10, 30) + 1, False),
        ("x = 2018-05-31", date(2018, 5, 31), True),
        ("x = 2018-05-31T12:30+02:00", datetime(2018, 5, 31, 10, 30), True),
        # R18: durations
        ("x > 2 days", 2 * DAY + 1, True),
        ("x > 2 days", timedelta(days=2), False),
        ("x < -1 day", -2 * DAY, True),
        # R19: missing
        ("x is missing", None, True),
        ("x is missing", NAN, True),
        ("x is missing", "", False),
        ("x is not missing", 0, True),
        # R21: two values
        ("x = 1", None, False),
        ("x != 1", None, False),
        ("x != 1", NAN, False),
        ("not (x = 1)", None, True),
        ("not (x != 1)", None, True),
        ("x not in (1)", None, True),
        ('x not like "*"', None, True),
        ("x = y", None, False),
        ("x != y", None, False),
        # R22: another kind
        ("x = 5", "5", False),
        ("x != 5", "5", False),
        ('x = "5"', 5, False),
        ('x like "*"', 5, False),
        ("x > 2018-05-31", "2019", False),
    ],
)
def test_what_a_condition_holds_of(text: str, x: object, expected: bool) -> None:
    assert holds(rule(text), {"x": x, "y": None}) is expected


def test_r19_a_column_that_the_row_lacks_is_missing() -> None:
    assert holds(rule("x is missing and not (x = 1)"), {})


@pytest.mark.parametrize(
    ("op", "left", "right", "expected"),
    [
        ("<", 1, 1.5, True),
        ("=", "a", "a", True),
        ("=", "1", 1, False),
        ("!=", "1", 1, False),
        (">=", date(2020, 1, 2), date(2020, 1, 1), True),
        ("=", timedelta(days=1), timedelta(hours=24), True),
        ("!=", 1, None, False),
    ],
)
def test_r13_columns_with_columns(op: str, left: object, right: object, expected: bool) -> None:
    assert holds(rule(f"x {op} y"), {"x": left, "y": right}) is expected


def test_r17_a_day_is_that_of_the_zone() -> None:
    # Berlin moved its clocks on 25 March 2018 (23 hours) and on 28 October 2018 (25 hours)
    spring = moment_range(Moment(us(2018, 3, 25), is_day=True), "Europe/Berlin")
    autumn = moment_range(Moment(us(2018, 10, 28), is_day=True), "Europe/Berlin")
    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (23 * HOUR, 25 * HOUR)
    late_evening = us(2018, 5, 30, 22, 30)  # 00:30 on the 31st in Berlin
    assert holds(rule("x = 2018-05-31"), {"x": late_evening}, zone="Europe/Berlin")
    assert not holds(rule("x = 2018-05-31"), {"x": late_evening})
    assert holds(rule("x = 2018-05-31T00:30"), {"x": late_evening}, zone="Europe/Berlin")
    assert holds(rule("x = 2018-05-30T22:30Z"), {"x": late_evening}, zone="Europe/Berlin")


@pytest.mark.parametrize("text", ["x >= 0001-01-01", "x <= 9999-12-31", "x < 9999-12-31T23:59"])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_r17_the_ends_of_the_calendar_hold_in_every_zone(text: str, zone: str) -> None:
    assert holds(rule(text), {"x": us(2020, 1, 1)}, zone=zone)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("/lamps/*", "/lamps/", True),
        ("/lamps/*", "/lamps/a/b", True),
        ("/lamps/*", "x/lamps/a", False),
        ("*lamp*", "a lamp\nbelow", True),
        ("?", "é", True),
        ("?", "\U0001f4e6", True),
        ("?", "", False),
        ("a?c", "ac", False),
        (r"50\*", "50*", True),
        (r"50\*", "500", False),
        (r"C:\dir", r"C:\dir", True),
        (r"a\\*", "a\\b", True),
        ("*", "", True),
        ("", "", True),
        ("", "a", False),
        ("**a**", "bab", True),
        ("%_", "ab", False),
        ("A*", "abc", False),
    ],
)
def test_r16_patterns_fit_whole_texts(pattern: str, text: str, expected: bool) -> None:
    assert fits(text, pattern) is expected


small = st.text("ab*?\\.[(+", max_size=8)


@given(small, small)
def test_r16_the_expression_for_engines_says_the_same(pattern: str, text: str) -> None:
    expression = pattern_regex(pattern).removeprefix(r"(?s)\A").removesuffix(r"\z")
    assert (re.fullmatch(expression, text, re.DOTALL) is not None) == fits(text, pattern)


@given(small)
def test_r16_parts_never_hold_two_texts_or_two_stars_in_a_row(pattern: str) -> None:
    parts = pattern_parts(pattern)
    kinds = ["text" if isinstance(part, str) else part.value for part in parts]
    assert not any(a == b and a != "?" for a, b in pairwise(kinds))


def test_r16_a_pattern_of_stars_does_not_run_away() -> None:
    assert not fits("a" * 4000, "*a" * 60 + "b")


NOW = us(2018, 6, 30)
EVENTS = [
    {"event": "ordered", "occurred_us": us(2018, 1, 10), "value": 20.0},
    {"event": "ordered", "occurred_us": NOW - 90 * DAY, "value": 300.0},
    {"event": "login", "occurred_us": us(2018, 6, 29), "value": None},
    {"event": "ordered", "occurred_us": NOW + 1, "value": 10.0},
]
TRAITS = {"country": "PT", "known_us": us(2018, 1, 10), "orders": 3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # R23
        ('count(event = "ordered") >= 2 and country = "PT"', True),
        ('count(event = "ordered") = orders', True),
        ("count() = 4", True),
        ('count(event = "complained") = 0', True),
        ("count(value >= 200) = 1", True),
        ('first(event = "ordered") = 2018-01-10', True),
        ('first(event = "ordered") >= known_us', True),
        ('last(event = "login") > 2018-06-28', True),
        ('first(event = "complained") < 2030-01-01', False),
        ('first(event = "complained") != 2030-01-01', False),
        ('not (last(event = "complained") < 2030-01-01)', True),
        # R24: both ends included, nothing after the moment of asking
        ('count(event = "ordered") within 90 days = 1', True),
        ('count(event = "ordered") within 89 days = 0', True),
        ('count(event = "login") within 2 days >= 1', True),
        ('last(event = "ordered") within 90 days = 2018-04-01', True),
    ],
)
def test_over_customers(text: str, expected: bool) -> None:
    assert holds_for_customer(rule(text, over="customers"), TRAITS, EVENTS, NOW) is expected


rows = st.fixed_dictionaries({"x": st.none() | st.integers(0, 2), "y": st.none() | st.integers(0, 2)})


@given(rows, st.sampled_from(["x = 1", "x != y", "x > 0 or y is missing", "x in (0, 2) and not y < 1"]))
def test_r21_not_turns_every_rule_round(row: dict[str, object], text: str) -> None:
    assert holds(rule(f"not ({text})"), row) is not holds(rule(text), row)


@given(rows)
def test_r21_only_present_values_are_equal_or_unequal(row: dict[str, object]) -> None:
    equal, unequal, gap = (holds(rule(text), row) for text in ("x = y", "x != y", "x missing or y missing"))
    assert [equal, unequal, gap].count(True) == 1


def test_every_numbered_rule_of_the_specification_is_named_by_a_test() -> None:
    root = Path(__file__).resolve().parents[2]
    numbers = set(
        re.findall(r"^- \*\*R(\d+)\*\*", (root / "docs/spec/rules.md").read_text("utf-8"), re.MULTILINE)
    )
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = set(re.findall(r"\b[Rr](\d+)\b", re.sub(r"rules? R\d+ to R\d+", "", tests.replace("_", " "))))
    assert len(numbers) == 26
    assert sorted(numbers - named, key=int) == []


def test_examples_of_the_specification_can_be_read() -> None:
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs/spec/rules.md").read_text("utf-8")
    examples = page.split("```")[1].strip().splitlines()
    assert len(examples) == 7
    for text in examples:
        assert parse(text, over="customers")[1] == []
