"""From text to rule: `parse` returns the rule or everything that is wrong with it, `rule` raises it.

Hand-written and linear in the text: tokens in one pass (`tokens`), then a recursive descent (`descent`).
"""

from __future__ import annotations

from dataclasses import replace

from footpath.base import BadInputError, Place, Problem
from footpath.rules import codes as _codes  # noqa: F401  # registers the codes
from footpath.rules.descent import Descent, Over
from footpath.rules.problems import Reporter
from footpath.rules.tokens import MAX_BYTES, Tokenizer
from footpath.rules.tree import Rule


def parse(
    text: str, *, over: Over = "events", place: Place | None = None
) -> tuple[Rule | None, list[Problem]]:
    """Return the rule that a text says, or None and everything that is wrong with it.

    Parameters
    ----------
    text
        At most 4 KiB of UTF-8 and 32 brackets and nots deep (rules R2, R3); refused in under 50 ms.
    over
        ``"customers"`` lets count, first and last stand (segments); ``"events"`` does not (touchpoints, outcomes).
    place
        Where the text begins, for problems: file, line and column of its first sign, or a path inside data. Without
        a place, problems count lines and columns of the text itself.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        report = Reporter("", place)
        report.add(
            code="rule-too-long",
            message=f"this rule has more than {MAX_BYTES} bytes",
            offset=0,
            expected="4 KiB at most",
            advice="Derive a property in the source (derive: {large: value >= 200}) and ask for that here.",
        )
        return None, [replace(problem, source=None) for problem in report.problems]
    report = Reporter(text, place)
    for offset, sign in enumerate(text):
        if sign == "\0" or "\ud800" <= sign <= "\udfff":
            report.add(
                code="rule-bad-character",
                message="a rule holds no NUL and no half of a character",
                offset=offset,
            )
            return None, report.problems
    tokens = Tokenizer(text, report).run()
    if len(tokens) == 1:
        report.add(
            code="rule-empty",
            message="the rule is empty",
            offset=0,
            expected="a condition",
            advice='For example: event = "delivered".',
        )
        return None, report.problems
    tree = Descent(tokens, over, report).whole()
    if tree is None or report.problems:
        return None, report.in_order()
    return Rule(text, tree), []


def rule(text: str, *, over: Over = "events", place: Place | None = None) -> Rule:
    """Return the rule that a text says.

    Raises
    ------
    BadInputError
        Where it says none; with all problems (see `parse`).

    >>> str(rule('event = "delivered" and late'))
    'event = "delivered" and late'
    """
    found, problems = parse(text, over=over, place=place)
    if found is None:
        raise BadInputError(*problems)
    return found
