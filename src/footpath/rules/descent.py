"""The recursive descent over a rule's tokens: one method for each line of the grammar in docs/spec/rules.md.

A problem in one condition does not hide those of the next: the method `one` catches it and goes on.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from footpath.rules.cursor import Cursor, Skip, TooDeep
from footpath.rules.problems import Reporter
from footpath.rules.tokens import Token
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
    Text,
    Truth,
    Value,
)

Over = Literal["events", "customers"]
Operand: TypeAlias = Column | Aggregate | Value

RESERVED: Final = frozenset({"and", "or", "not", "in", "like", "is", "missing", "true", "false", "within"})
"""Words of the language, in any case of letters: as column names they stand in backticks."""

AGGREGATES: Final = frozenset({"count", "first", "last"})
"""Words of the language only before a bracket."""

_FLIPPED: dict[Operator, Operator] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_KINDS: dict[type, str] = {
    Text: "a text",
    Number: "a number",
    Moment: "a date",
    Duration: "a duration",
    Truth: "true or false",
}


class Descent(Cursor):
    """Reads the tokens of one rule into a tree; what is wrong goes to the report."""

    def __init__(self, tokens: list[Token], over: Over, report: Reporter) -> None:
        super().__init__(tokens, report)
        self.over = over
        self.in_aggregate = False

    # ------------------------------------------------------------ and, or, not, brackets

    def whole(self) -> Node | None:
        """Return the tree of all tokens, or None where the report says why not."""
        try:
            tree = self.any_of()
            while self.now().kind != "end":
                # Only a bracket too many gets here; what follows it is read too, for its own problems.
                self.unexpected("the end, or and, or", message="a bracket closes that none opened")
                tree = None
                self.at += 1
                if self.is_word("and", "or"):
                    self.at += 1
                    self.any_of()
                else:
                    self.skip()
        except TooDeep:
            return None
        return tree

    def any_of(self) -> Node | None:
        """Read a chain of or."""
        items = self.chain("or")
        if items is None:
            return None
        return items[0] if len(items) == 1 else Or(tuple(items))

    def all_of(self) -> Node | None:
        """Read a chain of and."""
        items = self.chain("and")
        if items is None:
            return None
        return items[0] if len(items) == 1 else And(tuple(items))

    def chain(self, word: Literal["and", "or"]) -> list[Node] | None:
        """Read items joined by a word; None where one of them could not be read."""
        step = self.all_of if word == "or" else self.one
        items = [step()]
        while self.is_word(word):
            self.at += 1
            items.append(step())
        known = [item for item in items if item is not None]
        return known if len(known) == len(items) else None

    def one(self) -> Node | None:
        """Read one item of a chain, up to where it is over."""
        depth = self.depth
        try:
            node = self.negated()
            if not self.is_over():
                self.unexpected("and, or, or the end", advice=self.advice_after(node))
                raise Skip
        except Skip:
            self.depth = depth
            self.skip()
            return None
        return node

    def negated(self) -> Node | None:
        """Read not, a bracket or a condition."""
        if self.is_word("not"):
            self.open()
            item = self.negated()
            self.depth -= 1
            return None if item is None else Not(item)
        if self.now().kind == "(":
            opened = self.open()
            inner = self.any_of()
            self.close(opened)
            return inner
        return self.condition()

    # ------------------------------------------------------------ conditions

    def condition(self) -> Node:
        """Read a comparison, a list, a pattern, a question for what is missing, or a column alone."""
        first = self.now()
        left = self.operand("a condition")
        if self.now().kind == "op":
            return self.comparison(first, left)
        negated = self.is_word("not") and self.is_word("in", "like", ahead=1)
        self.at += negated
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
        elif isinstance(left, Column) and self.is_over():
            return Compare(left, "=", Truth(True))
        else:
            self.unexpected(
                "a comparison: =, !=, <, <=, >, >=, in, like or missing", advice=self.advice_after(left)
            )
            raise Skip
        return Not(node) if negated else node

    def comparison(self, first: Token, left: Operand) -> Node:
        """Read what stands right of a sign; the column or count comes to the left, whichever way it was typed."""
        sign = self.now()
        op: Operator = sign.text  # type: ignore[assignment]  # the tokenizer makes op tokens of these signs alone
        self.at += 1
        second = self.now()
        right = self.operand(f"a value after {op}")
        if self.now().kind == "op":
            raise self.refused(
                code="rule-unexpected",
                message="a second comparison follows the first",
                token=self.now(),
                expected="one comparison at a time",
                advice="Join two with and: value >= 200 and value < 500.",
            )
        if isinstance(left, Column | Aggregate) and not isinstance(right, Aggregate):
            return self.checked(left, op, right, second)
        if isinstance(right, Column | Aggregate) and not isinstance(left, Aggregate):
            return self.checked(right, _FLIPPED[op], left, first)
        what = "count events" if isinstance(left, Aggregate) else "are values"
        raise self.refused(
            code="rule-two-values",
            message=f"both sides of this comparison {what}",
            token=first,
            expected="a column on one side",
        )

    def checked(self, left: Column | Aggregate, op: Operator, right: Value | Column, token: Token) -> Compare:
        """Return the comparison, or refuse one whose sides can never be compared."""
        if isinstance(right, Truth) and op not in ("=", "!="):
            raise self.refused(
                code="rule-wrong-kind",
                message="true and false have no order",
                token=token,
                expected="= or !=",
            )
        if isinstance(left, Aggregate) and not isinstance(right, Column):
            wanted = Number if left.kind == "count" else Moment
            if not isinstance(right, wanted):
                advice = None
                if wanted is Moment and isinstance(right, Duration):
                    advice = f"For how long ago, count instead: count(...) within {token.text} >= 1."
                raise self.refused(
                    code="rule-wrong-kind",
                    message=f"{left.kind}(...) cannot be compared with {_KINDS[type(right)]}",
                    token=token,
                    expected=_KINDS[wanted],
                    advice=advice,
                )
        return Compare(left, op, right)

    def membership(self, column: Column) -> In:
        """Read a list of values of one kind."""
        self.at += 1
        start, opened = self.at, self.now()
        if opened.kind != "(":
            self.unexpected("a list in round brackets", advice='For example: channel in ("web", "shop").')
            raise Skip
        self.at += 1
        values: list[Value] = []
        try:
            while True:
                self.listed(values)
                if self.now().kind != ",":
                    break
                self.at += 1
            if self.now().kind == "end":
                raise self.refused(
                    code="rule-unclosed",
                    message="the list that begins here does not end",
                    token=opened,
                    expected=") at its end",
                )
            if self.now().kind != ")":
                self.unexpected("a comma, or ) at the end of the list")
                raise Skip
        except Skip:
            self.at = start
            self.skip_brackets()  # the list's own bracket is no place to go on from
            raise
        self.at += 1
        return In(column, tuple(values))

    def listed(self, values: list[Value]) -> None:
        """Read one value of a list."""
        token = self.now()
        value = self.operand("a value of the list")
        if isinstance(value, Column | Aggregate):
            advice = f'A text stands in quotes: "{token.text}".' if token.kind == "word" else None
            raise self.refused(
                code="rule-unexpected",
                message=f"{token.text} is no value",
                token=token,
                expected="a value",
                advice=advice,
            )
        if values and type(value) is not type(values[0]):
            raise self.refused(
                code="rule-wrong-kind",
                message=f"the list holds {_KINDS[type(values[0])]} and {_KINDS[type(value)]}",
                token=token,
                expected="values of one kind",
                advice="Identifiers are texts: put all of them in quotes.",
            )
        values.append(value)

    def pattern(self, column: Column) -> Like:
        """Read the pattern after like."""
        self.at += 1
        token = self.now()
        if not isinstance(token.value, Text):
            self.unexpected(
                "a pattern in quotes", advice='* stands for any characters, ? for one: url like "/lamps/*".'
            )
            raise Skip
        self.at += 1
        return Like(column, token.value.value)

    # ------------------------------------------------------------ operands

    def operand(self, wanted: str) -> Operand:
        """Read a column, a value or an aggregate."""
        token = self.now()
        word = token.text.lower() if token.kind == "word" else ""
        if word in AGGREGATES and self.tokens[self.at + 1].kind == "(":
            return self.aggregate(token)
        if token.kind == "bad":
            raise Skip
        if word in RESERVED - {"true", "false"}:
            advice = f"A column of that name stands in backticks: `{token.text}`."
            if word == "missing":
                advice = "What is missing is asked with: column is missing."
            self.unexpected(wanted, advice=advice)
            raise Skip
        if token.kind not in ("word", "name", "value"):
            self.unexpected(wanted)
            raise Skip
        self.at += 1
        if word in ("true", "false"):
            return Truth(word == "true")
        return Column(token.text) if token.value is None else token.value

    def aggregate(self, token: Token) -> Aggregate:
        """Read count, first or last with the rule inside and what stands behind."""
        self.at += 1
        if self.over != "customers" or self.in_aggregate:
            where = "inside another" if self.in_aggregate else "in a rule about single events"
            self.skip_brackets()
            raise self.refused(
                code="rule-not-over-events",
                message=f"{token.text}(...) cannot stand {where}",
                token=token,
                expected="a condition on columns of an event",
                advice="It asks about all events of a customer: put it in the segment of a persona.",
            )
        opened = self.open()
        inner: Node | None = None
        is_empty = self.now().kind == ")"
        if not is_empty:
            self.in_aggregate = True
            try:
                inner = self.any_of()
            finally:
                self.in_aggregate = False
        self.close(opened)
        within = self.within()
        if inner is None and not is_empty:
            raise Skip
        kind: Literal["count", "first", "last"] = token.text.lower()  # type: ignore[assignment]  # AGGREGATES has these alone
        return Aggregate(kind, inner, within)

    def within(self) -> Duration | None:
        """Read a window before the moment of asking, if one stands here."""
        if not self.is_word("within"):
            return None
        self.at += 1
        value = self.now().value
        if isinstance(value, Duration) and value.us > 0:
            self.at += 1
            return value
        self.unexpected(
            "a duration after within", advice='For example: count(event = "ordered") within 90 days >= 2.'
        )
        raise Skip

    def column_of(self, operand: Operand, token: Token) -> Column:
        """Return the operand where it is a column, or refuse."""
        if not isinstance(operand, Column):
            what = "count, first and last" if isinstance(operand, Aggregate) else "a value"
            message = f"in, like and missing ask about a column, not about {what}"
            raise self.refused(code="rule-unexpected", message=message, token=token, expected="a column")
        return operand

    def advice_after(self, before: object) -> str | None:
        """Return what may have been meant by a second word after a first."""
        token = self.now()
        if self.is_word("within"):
            return "within stands after the bracket of count: count(...) within 90 days >= 2."
        if token.kind in ("word", "name") and isinstance(before, Column):
            return f"A column name with a space stands in backticks: `{before.name} {token.text}`."
        if token.kind == "word" and isinstance(before, Compare) and isinstance(before.right, Column):
            return f'A text stands in quotes: "{before.right.name} {token.text}".'
        if isinstance(before, Aggregate):
            return "For whoever did it at least once: count(...) >= 1."
        return None
