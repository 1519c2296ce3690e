"""What is refused, and how it is said: rules R2 to R6 of docs/spec/rules.md, and the mistakes that people make."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from footpath.base import BadInputError, Place
from footpath.rules import format_tree, parse, rule


def said(text: str, **options: object) -> str:
    found, problems = parse(text, **options)  # type: ignore[arg-type]
    assert found is None
    return "\n".join(problem.render() for problem in problems)


def test_r5_a_mistake_is_shown_with_its_place_a_caret_and_help() -> None:
    assert said('order status = "x"') == (
        "1:7 status does not fit here; expected a comparison: =, !=, <, <=, >, >=, in, like or missing [rule-unexpected]\n"
        '  | order status = "x"\n'
        "  |       ^\n"
        "  help: A column name with a space stands in backticks: `order status`."
    )


def test_r5_all_mistakes_of_a_text_are_told_at_once_and_in_order() -> None:
    _, problems = parse('x == 1 and y = 2018-02-30\nand z like 5 or (w = "a')
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [
        ("rule-bad-character", 1, 3),
        ("rule-bad-value", 1, 16),
        ("rule-unexpected", 2, 12),
        ("rule-unclosed", 2, 17),
        ("rule-unclosed", 2, 22),
    ]


def test_r5_a_place_in_a_file_is_counted_on_from() -> None:
    _, (problem,) = parse('event = "a" and', place=Place("touchpoints.yaml", 4, 30))
    assert problem.render().splitlines()[0].startswith("touchpoints.yaml:4:45 the rule ends too early")
    source, caret = problem.render().splitlines()[1:3]
    assert source[caret.index("^") - 3 :] == "and"


def test_r5_a_path_without_lines_shows_the_caret_all_the_same() -> None:
    _, (problem,) = parse("x = = 1", place=Place(path="where"))
    assert problem.render().splitlines() == [
        "where = does not fit here; expected a value after = [rule-unexpected]",
        "  | x = = 1",
        "  |     ^",
    ]


def test_rule_raises_with_all_problems() -> None:
    with pytest.raises(BadInputError) as caught:
        rule("x == 1 and y <> 2")
    assert [problem.place.column for problem in caught.value.problems] == [3, 14]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "rule-empty", "empty"),
        (" \n\t ", "rule-empty", "empty"),
        ("x = “a”", "rule-bad-character", "straight quotes"),
        ("x = «a»", "rule-bad-character", "straight quotes"),
        ("x && y", "rule-bad-character", "Write and."),
        ("x ≥ 5", "rule-bad-character", "Write >=."),
        ("x ! y", "rule-bad-character", "Write not"),
        ("`` = 1", "rule-bad-character", "empty"),
        ("x = 1,5", "rule-unexpected", "decimal point"),
        ("x = 31.05.2018", "rule-bad-value", "2018-05-31"),
        ("x = 2018-13-01", "rule-bad-value", "no date"),
        ("x = 2018-05-31T25:00", "rule-bad-value", "no date"),
        ("x = 99999999999999999999", "rule-bad-value", "too large"),
        ("x = 1e999", "rule-bad-value", "too large"),
        ("x = 1e999 days", "rule-bad-value", "too long"),
        ("x = 5abc", "rule-bad-value", "backticks"),
        ("5 = 6", "rule-two-values", "values"),
        ("2 <= x < 3", "rule-unexpected", "Join two with and"),
        ("x < true", "rule-wrong-kind", "no order"),
        ("x in ()", "rule-unexpected", "too early"),
        ("x in (1, 'a')", "rule-wrong-kind", "one kind"),
        ("x in ('a', b)", "rule-unexpected", 'in quotes: "b"'),
        ("x in ('a',)", "rule-unexpected", "a value of the list"),
        ("x in 'a'", "rule-unexpected", "round brackets"),
        ("x in ('a'", "rule-unclosed", "does not end"),
        ("x like 5", "rule-unexpected", "pattern in quotes"),
        ("x like y", "rule-unexpected", "pattern in quotes"),
        ("5 is missing", "rule-unexpected", "about a column"),
        ("missing(x)", "rule-unexpected", "column is missing"),
        ("x = missing", "rule-unexpected", "column is missing"),
        ("in = 5", "rule-unexpected", "`in`"),
        ("x = 'a", "rule-unclosed", "does not end"),
        ("(x = 1", "rule-unclosed", "bracket"),
        ("x = 1)", "rule-unexpected", "that none opened"),
        ("x = late delivery", "rule-unexpected", 'in quotes: "late delivery"'),
        ("x = 1 y = 2", "rule-unexpected", "and, or, or the end"),
        ("and x = 1", "rule-unexpected", "a condition"),
        ("count(x = 1) > 2", "rule-not-over-events", "segment of a persona"),
        ("x = '\0'", "rule-bad-character", "NUL"),
        ("x = '\ud800'", "rule-bad-character", "half of a character"),
        ("x = 1; drop table events", "rule-bad-character", "nothing else"),
    ],
)
def test_a_mistake_is_told_once_with_what_helps(text: str, code: str, words: str) -> None:
    found, problems = parse(text)
    assert found is None
    assert [problem.code for problem in problems] == [code]
    assert words in problems[0].render()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("count(x = 1)", "rule-unexpected", "count(...) >= 1"),
        ("count(x = 1) = 'a'", "rule-wrong-kind", "a number"),
        ("first(x = 1) = 5", "rule-wrong-kind", "a date"),
        ("last(x = 1) < 90 days", "rule-wrong-kind", "within 90 days >= 1"),
        ("count(x = 1) = count(y = 1)", "rule-two-values", "count events"),
        ("count(count(x = 1) > 2) > 1", "rule-not-over-events", "inside another"),
        ("count(x = 1 within 90 days) > 1", "rule-unexpected", "after the bracket"),
        ("count(x = 1) within 90 > 1", "rule-unexpected", "a duration after within"),
        ("count(x = 1) within -1 day > 1", "rule-unexpected", "a duration after within"),
        ("count(x = 1 > 1", "rule-unclosed", "bracket that begins here"),
        ("count(x == 1) > 1", "rule-bad-character", "Write = for equal"),
        ("count(x = 1) in (1, 2)", "rule-unexpected", "about a column"),
    ],
)
def test_mistakes_over_customers(text: str, code: str, words: str) -> None:
    found, problems = parse(text, over="customers")
    assert found is None
    assert problems[0].code == code
    assert words in problems[0].render()


def test_r2_over_four_kib_is_refused_and_at_four_kib_it_is_read() -> None:
    longest = f'x = "{"ä" * 2045}"'
    assert len(longest.encode()) == 4096
    assert rule(longest).text == longest
    _, (problem,) = parse(longest + " ")
    assert problem.code == "rule-too-long"
    assert len(problem.render()) < 300


def test_r3_thirty_two_deep_is_read_and_thirty_three_is_not() -> None:
    assert rule("(" * 32 + "x" + ")" * 32)
    assert rule("not " * 16 + "(" * 16 + "x" + ")" * 16)
    for text in ("(" * 33 + "x" + ")" * 33, "not " * 33 + "x", "(" * 4000):
        assert [problem.code for problem in parse(text)[1]] == ["rule-too-deep"]
    nested = "count(" + "(" * 32 + "x" + ")" * 32 + ") > 1"
    assert [problem.code for problem in parse(nested, over="customers")[1]] == ["rule-too-deep"]


@pytest.mark.parametrize(
    "sign", ["\0", "\ud800", "\x07", "\u202e", "\ufeff", "\u200b", "\U0001f4e6", "$", "\\"]
)
def test_r6_signs_that_the_language_does_not_know_are_refused_by_name(sign: str) -> None:
    assert said(f"x = 1 {sign} or y").startswith("1:7 ")
    quoted, _ = parse(f'x = "{sign}"')
    assert (quoted is None) == (sign in "\0\ud800")


HOSTILE = [
    "x" * 100_000_000,
    "(" * 4096,
    ")" * 4096,
    "not " * 1024,
    "not(" * 1024,
    '"' * 4095,
    '"' * 4096,
    "`" * 4095,
    "'\"`" * 1365,
    "x=1 or " * 585,
    "x like '" + "*a" * 2000 + "'",
    "x in (" + "1," * 2000,
    "x in (" + "(" * 4000,
    "1" * 4096,
    "1e" * 2048,
    "1e" + "9" * 4000 + " days",
    "x = 0." + "0" * 4000 + "1 days",
    "1 day " * 682,
    "x = " + "1d" * 2000,
    "count(" * 600,
    "count(count(x) = " * 240,
    "2018-05-31" * 409,
    "x = 2018-05-31T" + "1" * 4000,
    "x = 0001-01-01T00:00+23:59",
    "x = 9999-12-31T23:59-23:59",
    "= " * 2048,
    "x==" * 1365,
    "\x00" * 4096,
    "\ud800" * 1000,
    "\u202e\u200b\ufeff" * 400,
    "x.y.z-" * 600,
    "'; DROP TABLE events; --",
    '" or 1=1 --',
    "x = 1 union select * from information_schema.tables",
    "read_csv('/etc/passwd')",
    "__import__('os').system('true')",
    "{{7*7}} ${x} %s %n",
    "é" * 2048,
    "e\u0301" * 1300,
    "\U0001f4e6 = 1",
    "\n" * 4096,
    "x\n" * 2048,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("over", ["events", "customers"])
def test_r4_hostile_texts_are_answered_with_little_work(text: str, over: str, work: Any) -> None:
    found, problems = parse(text, over=over)  # type: ignore[arg-type]
    assert (found is None) == bool(problems)
    assert len(problems) <= 10
    # calls, not seconds: at most some for each letter, so that no text can keep a machine busy
    assert work(lambda: parse(text, over=over)) < 3_000 + 60 * min(len(text), 4096)  # type: ignore[arg-type]


PIECES = [
    "x",
    "y",
    "`a b`",
    "'a'",
    '"b"',
    "1",
    "-2",
    "1.5",
    "2018-05-31",
    "2018-05-31T10:30Z",
    "3 days",
    "5 m",
    "and",
    "or",
    "not",
    "in",
    "like",
    "is",
    "missing",
    "true",
    "(",
    ")",
    ",",
    "=",
    "\n!=",
    "<",
    ">=",
    "count(",
    "first(",
    "within",
    "==",
    ";",
    "“",
    "\\",
    "*",
    "é",
    "漢",
    "\u200f",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
@example("count(")
def test_r4_any_pile_of_words_gives_a_rule_or_problems(text: str) -> None:
    for over in ("events", "customers"):
        found, problems = parse(text, over=over)  # type: ignore[arg-type]
        assert (found is None) == bool(problems)
        for problem in problems:
            assert problem.render()
            line, column = problem.place.line, problem.place.column
            assert line is not None
            assert column is not None
            assert 1 <= column <= len(text.split("\n")[line - 1]) + 1
        if found is not None:
            assert rule(format_tree(found.tree), over=over).tree == found.tree  # type: ignore[arg-type]


@given(st.text(max_size=200))
def test_r4_any_text_gives_a_rule_or_problems(text: str) -> None:
    found, problems = parse(text, over="customers")
    assert (found is None) == bool(problems)


def test_r4_reading_needs_little_of_the_stack() -> None:
    """A caller that is deep already (a template, a notebook) can still read the deepest rule."""
    deepest = "(not not " * 10 + "(("
    text = deepest + "x" + ")" * deepest.count("(")
    before = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(_depth() + 400)
        assert parse(text)[0] is not None
    finally:
        sys.setrecursionlimit(before)


def _depth() -> int:
    frame, count = sys._getframe(), 0
    while frame is not None:
        frame, count = frame.f_back, count + 1  # type: ignore[assignment]
    return count
