"""A place in the tokens of a rule: looking, stepping, refusing, and finding the way on after a mistake."""

from __future__ import annotations

from footpath.rules.problems import Reporter
from footpath.rules.tokens import MAX_DEPTH, Token


class Skip(Exception):  # noqa: N818  # nobody sees it: the problem is noted, and the parser looks for the next condition
    """The condition at hand cannot be read."""


class TooDeep(Exception):  # noqa: N818  # as above, and the parser gives up
    """Brackets inside brackets, past the limit."""


class Cursor:
    """What the parser knows of where it is; every step goes forward, so that reading is linear."""

    def __init__(self, tokens: list[Token], report: Reporter) -> None:
        self.tokens = tokens
        self.report = report
        self.at = 0
        self.depth = 0

    def now(self) -> Token:
        """Return the token at hand (`end` stays for ever)."""
        return self.tokens[self.at]

    def is_word(self, *words: str, ahead: int = 0) -> bool:
        """Return whether one of these words of the language stands here, in any case of letters."""
        at = self.at + ahead
        return (
            at < len(self.tokens) and self.tokens[at].kind == "word" and self.tokens[at].text.lower() in words
        )

    def is_over(self) -> bool:
        """Return whether a condition is complete here."""
        return self.now().kind in (")", "end") or self.is_word("and", "or")

    def expect_word(self, word: str) -> None:
        """Go past a word of the language, or refuse."""
        if not self.is_word(word):
            self.unexpected(word)
            raise Skip
        self.at += 1

    def open(self) -> Token:
        """Go past an opening bracket (or `not`) and one level deeper."""
        token = self.now()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.report.add(
                code="rule-too-deep",
                message=f"more than {MAX_DEPTH} brackets and nots stand inside each other here",
                offset=token.start,
                advice="Chains of and, or need no brackets; split the rule into two touchpoints or a derived property.",
            )
            raise TooDeep
        self.at += 1
        return token

    def close(self, opened: Token) -> None:
        """Go past a closing bracket and one level up, or say that it is missing."""
        if self.now().kind != ")":
            self.report.add(
                code="rule-unclosed",
                message="the bracket that begins here does not end",
                offset=opened.start,
                expected=") at its end",
                advice="Close the bracket where the part that belongs together ends.",
            )
            raise Skip
        self.at += 1
        self.depth -= 1

    def refused(
        self, *, code: str, message: str, token: Token, expected: str, advice: str | None = None
    ) -> Skip:
        """Note a problem at a token; raise what comes back to leave the condition."""
        self.report.add(code=code, message=message, offset=token.start, expected=expected, advice=advice)
        return Skip()

    def unexpected(self, expected: str, *, advice: str | None = None, message: str | None = None) -> None:
        """Note that something else was expected here."""
        token = self.now()
        if token.kind == "bad":
            return  # told already
        if token.kind == "end":
            message = "the rule ends too early"
        elif token.kind == ")":
            message = message or "a bracket closes too early"
        else:
            message = f"{token.text} does not fit here"
        if token.kind == ",":
            advice = (
                advice
                or 'Numbers have a decimal point: 1.5; lists stand in brackets: channel in ("web", "shop").'
            )
        self.report.add(
            code="rule-unexpected", message=message, offset=token.start, expected=expected, advice=advice
        )

    def skip(self) -> None:
        """Go to the next and, or, closing bracket or end, past brackets that open from here."""
        while not self.is_over():
            if self.now().kind == "(":
                self.skip_brackets()
            else:
                self.at += 1

    def skip_brackets(self) -> None:
        """Go past the bracket that opens here, whatever it holds."""
        level = 0
        while self.now().kind != "end":
            level += {"(": 1, ")": -1}.get(self.now().kind, 0)
            self.at += 1
            if level == 0:
                return
