"""From text to tree by recursive descent, linear in the text; returns the rule or all of its problems.

rule       = both { "or" both }
both       = one { "and" one }
one        = "not" one | "(" rule ")" | condition
condition  = operand sign operand | operand [ "not" ] "in" "(" value { "," value } ")"
           | operand [ "not" ] "like" text | operand [ "is" [ "not" ] ] "missing" | column
operand    = column | value | ( "count" | "first" | "last" ) "(" [ rule ] ")" [ "within" duration ]
"""

from __future__ import annotations

from typing import Final, Literal, NoReturn

from footpath.base import BadInputError, Place, Problem
from footpath.rules import codes as _codes  # noqa: F401  # registers the codes
from footpath.rules.problems import Reporter
from footpath.rules.tokens import MAX_BYTES, MAX_DEPTH, Token, Tokenizer
from footpath.rules.tree import (
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
    Operator,
    Or,
    Rule,
    Text,
    Truth,
    Value,
)

Over = Literal["events", "customers"]

RESERVED: Final = frozenset({"and", "or", "not", "in", "like", "is", "missing", "true", "false", "within"})
"""Words of the language, in any case of letters: as column names they stand in backticks."""

AGGREGATES: Final = frozenset({"count", "first", "last"})
"""Words of the language only before a bracket."""

_FLIPPED: dict[str, Operator] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_KINDS: dict[type, str] = {
    Text: "a text",
    Number: "a number",
    Moment: "a date",
    Duration: "a duration",
    Truth: "true or false",
}


def parse(
    text: str, *, over: Over = "events", place: Place | None = None
) -> tuple[Rule | None, list[Problem]]:
    """Return the rule that a text says, or None and everything that is wrong with it.

    Parameters
    ----------
    text
        At most 4 KiB of UTF-8 and 32 brackets and nots deep (rule R3); refused in under 50 ms.
    over
        ``"customers"`` lets count, first and last stand (segments); ``"events"`` does not (touchpoints, outcomes).
    place
        Where the text begins, for problems. Line and column of its first sign where it stands in a file; without
        a place, problems count lines and columns of the text itself.
    """
    report = Reporter("", place)
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        report.add(
            "rule-too-long",
            f"this rule has more than {MAX_BYTES} bytes",
            0,
            value=text[:60],
            expected="4 KiB at most",
            advice="Derive a property in the source (derive: {large: value >= 200}) and ask for that here.",
        )
        return None, [_without_source(problem) for problem in report.problems]
    report = Reporter(text, place)
    for offset, sign in enumerate(text):
        if sign == "\0" or "\ud800" <= sign <= "\udfff":
            report.add("rule-bad-character", "a rule holds no NUL and no half of a character", offset)
            return None, report.problems
    tokens = Tokenizer(text, report).run()
    if len(tokens) == 1:
        report.add(
            "rule-empty",
            "the rule is empty",
            0,
            expected="a condition",
            advice='For example: event = "delivered".',
        )
        return None, report.problems
    parser = _Parser(tokens, over, report)
    tree = parser.whole()
    report.problems.sort(key=lambda problem: (problem.place.line or 0, problem.place.column or 0))
    if report.problems or tree is None:
        return None, report.problems
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


def _without_source(problem: Problem) -> Problem:
    return Problem(
        problem.code,
        problem.message,
        problem.place,
        problem.severity,
        problem.value,
        problem.expected,
        problem.help,
    )


class _Skip(Exception):  # noqa: N818  # no error that anyone sees: the problem is noted, the parser looks for the next condition
    pass


class _TooDeep(Exception):  # noqa: N818  # as above, and the parser gives up
    pass


class _Parser:
    def __init__(self, tokens: list[Token], over: Over, report: Reporter) -> None:
        self.tokens = tokens
        self.over = over
        self.report = report
        self.at = 0
        self.depth = 0
        self.in_aggregate = False

    # ------------------------------------------------------------ and, or, not, brackets

    def whole(self) -> Node | None:
        try:
            tree = self.any_of()
            while self.now.kind != "end":
                # Only a bracket too many gets here; what follows it is read too, for its own problems.
                self.unexpected("the end, or and, or")
                self.at += 1
                if self.is_word("and", "or"):
                    self.at += 1
                self.any_of()
                tree = None
        except _TooDeep:
            return None
        return tree

    def any_of(self) -> Node | None:
        items = [self.all_of()]
        while self.is_word("or"):
            self.at += 1
            items.append(self.all_of())
        known = [item for item in items if item is not None]
        if len(known) < len(items):
            return None
        return known[0] if len(known) == 1 else Or(tuple(known))

    def all_of(self) -> Node | None:
        items = [self.one()]
        while self.is_word("and"):
            self.at += 1
            items.append(self.one())
        known = [item for item in items if item is not None]
        if len(known) < len(items):
            return None
        return known[0] if len(known) == 1 else And(tuple(known))

    def one(self) -> Node | None:
        try:
            node = self.negated_or_bracketed()
            if not (self.now.kind in (")", "end") or self.is_word("and", "or")):
                self.unexpected("and, or, or the end", advice=self.advice_after(node))
                raise _Skip
        except _Skip:
            self.skip()
            return None
        return node

    def negated_or_bracketed(self) -> Node | None:
        if self.is_word("not"):
            self.deeper()
            self.at += 1
            item = self.negated_or_bracketed()
            self.depth -= 1
            return None if item is None else Not(item)
        if self.now.kind == "(":
            self.deeper()
            opened = self.now
            self.at += 1
            inner = self.any_of()
            self.close(opened)
            self.depth -= 1
            return inner
        return self.condition()

    def close(self, opened: Token) -> None:
        if self.now.kind == ")":
            self.at += 1
            return
        self.report.add(
            "rule-unclosed",
            "the bracket that begins here does not end",
            opened.start,
            expected=") at its end",
            advice="Close the bracket where the part that belongs together ends.",
        )
        raise _Skip

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.report.add(
                "rule-too-deep",
                f"more than {MAX_DEPTH} brackets and nots stand inside each other here",
                self.now.start,
                advice="Chains of and, or need no brackets; split the rule into two touchpoints or a derived property.",
            )
            raise _TooDeep

    # ------------------------------------------------------------ conditions

    def condition(self) -> Node:
        first = self.now
        left = self.operand("a condition")
        if self.now.kind == "op":
            return self.comparison(first, left)
        negated = self.is_word("not") and self.is_word("in", "like", ahead=1)
        if negated:
            self.at += 1
        node: Node
        if self.is_word("in"):
            node = self.membership(self.column_of(left, first))
        elif self.is_word("like"):
            node = self.pattern(self.column_of(left, first))
        elif self.is_word("is", "missing"):
            if self.is_word("is"):
                self.at += 1
                negated = self.is_word("not")
                self.at += negated
            self.expect_word("missing")
            node = Missing(self.column_of(left, first))
        elif isinstance(left, Column) and (self.now.kind in (")", "end") or self.is_word("and", "or")):
            return Compare(left, "=", Truth(True))
        else:
            self.unexpected(
                "a comparison: =, !=, <, <=, >, >=, in, like or missing", advice=self.advice_after(left)
            )
            raise _Skip
        return Not(node) if negated else node

    def comparison(self, first: Token, left: Column | Aggregate | Value) -> Node:
        sign = self.now
        op: Operator = sign.text  # type: ignore[assignment]  # the tokenizer makes op tokens of these signs alone
        self.at += 1
        second = self.now
        right = self.operand(f"a value after {sign.text}")
        if self.now.kind == "op":
            self.report.add(
                "rule-unexpected",
                "a second comparison follows the first",
                self.now.start,
                expected="one comparison at a time",
                advice="Join two with and: value >= 200 and value < 500.",
            )
            raise _Skip
        if not isinstance(left, Column | Aggregate):
            if not isinstance(right, Column | Aggregate):
                self.refuse(
                    "rule-two-values",
                    "both sides of this comparison are values",
                    first,
                    "a column on one side",
                )
            left, right, op = right, left, _FLIPPED[op]
        elif isinstance(right, Aggregate):
            if isinstance(left, Aggregate):
                self.refuse(
                    "rule-two-values",
                    "both sides of this comparison count events",
                    second,
                    "a value or a column",
                )
            left, right, op = right, left, _FLIPPED[op]
        self.check_kinds(left, op, right, second)
        return Compare(left, op, right)

    def check_kinds(
        self, left: Column | Aggregate, op: Operator, right: Value | Column, token: Token
    ) -> None:
        if isinstance(right, Column):
            return
        kind = _KINDS[type(right)]
        if isinstance(left, Aggregate):
            wanted: type = Number if left.kind == "count" else Moment
            if not isinstance(right, wanted):
                advice = None
                if wanted is Moment and isinstance(right, Duration):
                    advice = f"For how long ago, count instead: count(...) within {token.text} >= 1."
                self.refuse(
                    "rule-wrong-kind",
                    f"{left.kind}(...) cannot be compared with {kind}",
                    token,
                    _KINDS[wanted],
                    advice,
                )
        if isinstance(right, Truth) and op not in ("=", "!="):
            self.refuse("rule-wrong-kind", "true and false have no order", token, "= or !=")

    def membership(self, column: Column) -> In:
        self.at += 1
        opened = self.now
        if opened.kind != "(":
            self.unexpected("a list in round brackets", advice='For example: channel in ("web", "shop").')
            raise _Skip
        self.at += 1
        values: list[Value] = []
        while True:
            token = self.now
            value = self.operand("a value of the list")
            if isinstance(value, Column | Aggregate):
                self.refuse("rule-unexpected", f"{token.text} is no value", token, "a value", _quotes(token))
            elif values and type(value) is not type(values[0]):
                self.refuse(
                    "rule-wrong-kind",
                    f"the list holds {_KINDS[type(values[0])]} and {_KINDS[type(value)]}",
                    token,
                    "values of one kind",
                    "Identifiers are texts: put all of them in quotes.",
                )
            else:
                values.append(value)
            if self.now.kind == ",":
                self.at += 1
                continue
            if self.now.kind != ")":
                if self.now.kind == "end":
                    self.close(opened)
                self.unexpected("a comma, or ) at the end of the list")
                raise _Skip
            self.at += 1
            return In(column, tuple(values))

    def pattern(self, column: Column) -> Like:
        self.at += 1
        token = self.now
        if token.kind == "value" and isinstance(token.value, Text):
            self.at += 1
            return Like(column, token.value.value)
        self.unexpected(
            "a pattern in quotes", advice='* stands for any characters, ? for one: url like "/lamps/*".'
        )
        raise _Skip

    # ------------------------------------------------------------ operands

    def operand(self, wanted: str) -> Column | Aggregate | Value:
        token = self.now
        if token.kind == "bad":
            raise _Skip
        if token.kind == "name":
            self.at += 1
            return Column(token.text)
        if token.kind == "value" and token.value is not None:
            self.at += 1
            return token.value
        if token.kind == "word":
            word = token.text.lower()
            if word in ("true", "false"):
                self.at += 1
                return Truth(word == "true")
            if word in AGGREGATES and self.tokens[self.at + 1].kind == "(":
                return self.aggregate(token)
            if word not in RESERVED:
                self.at += 1
                return Column(token.text)
            advice = f"A column of that name stands in backticks: `{token.text}`."
            if word == "missing":
                advice = "What is missing is asked with: column is missing."
            self.unexpected(wanted, advice=advice)
            raise _Skip
        self.unexpected(wanted)
        raise _Skip

    def aggregate(self, token: Token) -> Aggregate:
        if self.over != "customers" or self.in_aggregate:
            where = "inside another" if self.in_aggregate else "in a rule about single events"
            self.report.add(
                "rule-not-over-events",
                f"{token.text}(...) cannot stand {where}",
                token.start,
                advice="It asks about all events of a customer: put it in the segment of a persona.",
            )
            self.at += 1
            self.in_brackets()
            raise _Skip
        self.at += 1
        opened = self.now
        self.deeper()
        self.at += 1
        inner: Node | None = None
        if self.now.kind != ")":
            self.in_aggregate = True
            try:
                inner = self.any_of()
            finally:
                self.in_aggregate = False
            if inner is None and self.now.kind == ")":
                self.at += 1
                self.within()
                raise _Skip
        self.close(opened)
        self.depth -= 1
        kind: Literal["count", "first", "last"] = token.text.lower()  # type: ignore[assignment]  # AGGREGATES has these alone
        return Aggregate(kind, inner, self.within())

    def within(self) -> Duration | None:
        if not self.is_word("within"):
            return None
        self.at += 1
        token = self.now
        if token.kind == "value" and isinstance(token.value, Duration) and token.value.us > 0:
            self.at += 1
            return token.value
        self.unexpected(
            "a duration after within", advice='For example: count(event = "ordered") within 90 days >= 2.'
        )
        raise _Skip

    # ------------------------------------------------------------ tokens and problems

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def is_word(self, *words: str, ahead: int = 0) -> bool:
        at = self.at + ahead
        return (
            at < len(self.tokens) and self.tokens[at].kind == "word" and self.tokens[at].text.lower() in words
        )

    def expect_word(self, word: str) -> None:
        if not self.is_word(word):
            self.unexpected(word)
            raise _Skip
        self.at += 1

    def column_of(self, operand: Column | Aggregate | Value, token: Token) -> Column:
        if isinstance(operand, Column):
            return operand
        what = "count, first and last" if isinstance(operand, Aggregate) else "a value"
        self.refuse(
            "rule-unexpected", f"in, like and missing ask about a column, not about {what}", token, "a column"
        )

    def refuse(
        self, code: str, message: str, token: Token, expected: str, advice: str | None = None
    ) -> NoReturn:
        self.report.add(code, message, token.start, expected=expected, advice=advice)
        raise _Skip

    def unexpected(self, expected: str, *, advice: str | None = None) -> None:  # noqa: A002  # as in Problem
        token = self.now
        if token.kind == "bad":
            return  # told already
        if token.kind == "end":
            message = "the rule ends too early"
        elif token.kind == ")":
            message = "a bracket closes that none opened" if self.depth == 0 else "a bracket closes too early"
        else:
            message = f"{token.text} does not fit here"
        if token.kind == "," and advice is None:
            help = 'Numbers have a decimal point: 1.5; lists stand in brackets: channel in ("web", "shop").'  # noqa: A001  # as in Problem
        self.report.add("rule-unexpected", message, token.start, expected=expected, advice=advice)

    def advice_after(self, before: object) -> str | None:
        """Return what may have been meant by a second word after a first."""
        token = self.now
        if self.is_word("within"):
            return "within stands after the bracket of count: count(...) within 90 days >= 2."
        if token.kind in ("word", "name") and isinstance(before, Column):
            return f"A column name with a space stands in backticks: `{before.name} {token.text}`."
        if token.kind == "word" and isinstance(before, Compare) and isinstance(before.right, Column):
            return f'A text stands in quotes: "{before.right.name} {token.text}".'
        if isinstance(before, Aggregate):
            return "For whoever did it at least once: count(...) >= 1."
        return None

    def skip(self) -> None:
        """Go to the next and, or, closing bracket or end outside of brackets that begin from here."""
        while not (self.now.kind in (")", "end") or self.is_word("and", "or")):
            if self.now.kind == "(":
                self.in_brackets()
            else:
                self.at += 1

    def in_brackets(self) -> None:
        """Go past the bracket that opens here, whatever it holds."""
        open_brackets = 0
        while self.now.kind != "end":
            open_brackets += {"(": 1, ")": -1}.get(self.now.kind, 0)
            self.at += 1
            if open_brackets == 0:
                return


def _quotes(token: Token) -> str | None:
    return f'A text stands in quotes: "{token.text}".' if token.kind == "word" else None
