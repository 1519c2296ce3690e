"""From text to tokens, by hand and in one pass: no pattern that could run long on a hostile text."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from footpath.base import parse_duration
from footpath.rules.moments import read_moment
from footpath.rules.problems import Reporter
from footpath.rules.tree import Duration, Moment, Number, Text, Value

MAX_BYTES = 4096
MAX_DEPTH = 32
_INT64 = (-(2**63), 2**63 - 1)
_DIGITS = frozenset("0123456789")
_SPACE = frozenset(" \t\r\n\u00a0")
_OPERATORS = ("!=", "<=", ">=", "=", "<", ">")

Kind = Literal["word", "name", "value", "op", "(", ")", ",", "bad", "end"]

_INSTEAD = {
    "==": "Write = for equal.",
    "<>": "Write != for unequal.",
    "=<": "Write <= for at most.",
    "=>": "Write >= for at least.",
    "&&": "Write and.",
    "||": "Write or.",
    "&": "Write and.",
    "|": "Write or.",
    "!": "Write not, or != for unequal.",
    "≠": "Write != for unequal.",
    "≤": "Write <=.",
    "≥": "Write >=.",
    "%": 'In patterns * stands for any characters: url like "/lamps/*".',
    ";": "A rule is one condition, or several joined by and, or; nothing else can follow it.",
    "[": 'A list stands in round brackets: channel in ("web", "shop").',
    "+": "Rules compare and do not calculate; derive a property in the source instead.",
    "*": 'Rules compare and do not calculate; * belongs inside a pattern: url like "/lamps/*".',
    "/": "Rules compare and do not calculate; texts stand in quotes.",
    "@": 'Texts stand in quotes: "name@example.org".',
    "#": "There are no comments in a rule; texts stand in quotes.",
}
_CURLY = frozenset("“”„«»‘’‚‹›")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a rule's text: `text` as it stands there (a name without its backticks), `start` its offset."""

    kind: Kind
    text: str
    start: int
    value: Value | None = None


class Tokenizer:
    """Reads one text; what it does not understand becomes a `bad` token and a problem."""

    def __init__(self, text: str, report: Reporter) -> None:
        self.text = text
        self.report = report
        self.at = 0

    def run(self) -> list[Token]:
        """Return all tokens, `end` last."""
        found: list[Token] = []
        while True:
            self._skip_space()
            if self.at >= len(self.text):
                found.append(Token("end", "", len(self.text)))
                return found
            found.append(self._next())

    def _next(self) -> Token:
        start, sign = self.at, self.text[self.at]
        if sign in "\"'":
            return self._quoted(sign)
        if sign == "`":
            return self._quoted(sign)
        if sign in _DIGITS or (sign in "+-" and self._digit_at(start + 1)):
            return self._number()
        if sign == "_" or unicodedata.category(sign)[0] == "L":
            self.at = self._word_end(start)
            return Token("word", self.text[start : self.at], start)
        if sign in "(),":
            self.at += 1
            return Token(sign, sign, start)  # type: ignore[arg-type]  # the three signs are kinds of their own
        return self._operator(start, sign)

    def _operator(self, start: int, sign: str) -> Token:
        two = self.text[start : start + 2]
        if two in _INSTEAD:
            return self._bad(start, len(two), f"{two!r} is no sign of a rule", _INSTEAD[two])
        for operator in _OPERATORS:
            if self.text.startswith(operator, start):
                self.at += len(operator)
                return Token("op", operator, start)
        if sign in _CURLY:
            return self._curly(start)
        name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
        shown = repr(sign) if sign.isprintable() else f"the sign {name}"
        return self._bad(
            start,
            1,
            f"{shown} is no sign of a rule",
            _INSTEAD.get(sign, "Texts stand in straight quotes, unusual column names in backticks."),
        )

    def _curly(self, start: int) -> Token:
        end = start + 1
        while end < len(self.text) and self.text[end] not in _CURLY and self.text[end] != "\n":
            end += 1
        length = min(end + 1, len(self.text)) - start
        return self._bad(
            start,
            length,
            f"{self.text[start]} is no quote of a rule",
            "Texts stand in straight quotes: \"delivered\" or 'delivered'.",
        )

    def _quoted(self, quote: str) -> Token:
        """Read a text or a name in backticks; the quote itself is written twice inside."""
        start = self.at
        pieces: list[str] = []
        at = start + 1
        while True:
            end = self.text.find(quote, at)
            if end < 0:
                what = "column name" if quote == "`" else "text"
                self.report.add(
                    code="rule-unclosed",
                    message=f"the {what} that begins here does not end",
                    offset=start,
                    expected=f"{quote} at its end",
                    advice=f"Inside it the sign itself is written twice: {quote}{quote}.",
                )
                self.at = len(self.text)
                return Token("bad", self.text[start:], start)
            pieces.append(self.text[at:end])
            if not self.text.startswith(quote, end + 1):
                break
            pieces.append(quote)
            at = end + 2
        self.at = end + 1
        inside = "".join(pieces)
        if quote != "`":
            return Token("value", self.text[start : self.at], start, Text(inside))
        if not inside:
            return self._bad(start, 2, "a column name is empty", "Write the name between the backticks.")
        return Token("name", inside, start)

    def _number(self) -> Token:
        start = self.at
        if self._is_date(start):
            return self._moment(start)
        at = start + 1 if self.text[start] in "+-" else start
        at = self._digits_end(at)
        if self._sign_at(at) == "." and self._digit_at(at + 1):
            at = self._digits_end(at + 1)
        if self._sign_at(at) in ("e", "E"):
            exponent = at + 2 if self._sign_at(at + 1) in ("+", "-") else at + 1
            if self._digit_at(exponent):
                at = self._digits_end(exponent)
        unit_end, factor = self._unit(at)
        if factor is not None:
            return self._duration(start, at, unit_end, factor)
        end = self._word_end(at)
        if end > at:
            return self._bad(
                start,
                end - start,
                f"{self.text[start:end]!r} is neither a number nor a date nor a duration",
                "Dates are written 2018-05-31, durations 10 days; texts stand in quotes, and a column whose name "
                "begins with a digit in backticks.",
                code="rule-bad-value",
            )
        self.at = at
        return self._number_token(start, self.text[start:at])

    def _number_token(self, start: int, text: str) -> Token:
        is_int = not any(sign in text for sign in ".eE")
        value = int(text) if is_int and len(text) < 25 else float(text)
        if isinstance(value, int) and not _INT64[0] <= value <= _INT64[1]:
            value = math.inf
        if (is_int and isinstance(value, float)) or math.isinf(value):
            return self._bad(
                start,
                len(text),
                "this number is too large",
                "Whole numbers have 64 bits; an identifier is a text and stands in quotes.",
                code="rule-bad-value",
            )
        return Token("value", text, start, Number(value))

    def _duration(self, start: int, at: int, unit_end: int, factor: int) -> Token:
        """Read "10 days", "30m", "1 h 30 min": pairs of number and unit, one sign before them all."""
        minus = self.text[start] == "-"
        first = start + 1 if self.text[start] in "+-" else start
        total = Fraction(self._amount(first, at)) * factor
        end = unit_end
        while True:
            begin = self._space_end(end)
            if not self._digit_at(begin):
                break
            stop = self._digits_end(begin)
            if self._sign_at(stop) == "." and self._digit_at(stop + 1):
                stop = self._digits_end(stop + 1)
            unit_end, more = self._unit(stop)
            if more is None:
                break
            total += Fraction(self._amount(begin, stop)) * more
            end = unit_end
        us = round(-total if minus else total)
        if not _INT64[0] <= us <= _INT64[1]:
            return self._bad(
                start,
                end - start,
                "this duration is too long",
                "Durations have years at most.",
                code="rule-bad-value",
            )
        self.at = end
        return Token("value", self.text[start:end], start, Duration(us))

    def _amount(self, start: int, end: int) -> str:
        text = self.text[start:end]
        # An exponent of thousands of digits would make an exact fraction of megabytes; it is out of range anyway.
        return text if not any(sign in text for sign in "eE") and len(text) < 40 else "1e40"

    def _unit(self, at: int) -> tuple[int, int | None]:
        """Return where a unit of time ends and its microseconds, or None where no unit stands."""
        start = self._space_end(at)
        end = start
        while end < len(self.text) and unicodedata.category(self.text[end])[0] == "L":
            end += 1
        glued = self._sign_at(end)
        if end == start or end - start > 12 or (glued != "" and glued in "_-."):
            return at, None
        if start != at and glued in _DIGITS:
            return at, None
        try:
            return end, parse_duration(f"1 {self.text[start:end]}")
        except ValueError:
            return at, None

    def _moment(self, start: int) -> Token:
        end = start + 10
        if self._sign_at(end) in ("T", "t") or (self._sign_at(end) == " " and self._is_clock(end + 1)):
            end += 1
            while end < len(self.text) and (self.text[end] in _DIGITS or self.text[end] in ":.+-Zz"):
                end += 1
        end = self._word_end(end)
        text = self.text[start:end]
        value: Moment | None = None
        try:
            value = read_moment(text.replace("t", "T").replace("z", "Z"))
        except (ValueError, OverflowError):
            return self._bad(
                start,
                end - start,
                f"there is no date {text!r}",
                "Dates are written 2018-05-31, instants 2018-05-31T10:30 (with +02:00 or Z at the end if a zone is meant).",
                code="rule-bad-value",
            )
        self.at = end
        return Token("value", text, start, value)

    def _bad(
        self, start: int, length: int, message: str, advice: str, *, code: str = "rule-bad-character"
    ) -> Token:
        self.report.add(code=code, message=message, offset=start, advice=advice)
        self.at = start + length
        return Token("bad", self.text[start : self.at], start)

    # ------------------------------------------------------------ small looks ahead

    def _sign_at(self, at: int) -> str:
        return self.text[at] if at < len(self.text) else ""

    def _digit_at(self, at: int) -> bool:
        return self._sign_at(at) in _DIGITS

    def _skip_space(self) -> None:
        self.at = self._space_end(self.at)

    def _space_end(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in _SPACE:
            at += 1
        return at

    def _digits_end(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in _DIGITS:
            at += 1
        return at

    def _word_end(self, at: int) -> int:
        while at < len(self.text) and is_word_sign(self.text[at]):
            at += 1
        return at

    def _is_date(self, at: int) -> bool:
        piece = self.text[at : at + 10]
        return len(piece) == 10 and all(
            (sign == "-") if index in (4, 7) else (sign in _DIGITS) for index, sign in enumerate(piece)
        )

    def _is_clock(self, at: int) -> bool:
        return self._digit_at(at) and self._digit_at(at + 1) and self._sign_at(at + 2) == ":"


def is_word_sign(sign: str) -> bool:
    """Return whether a sign may stand inside a bare name: letters and marks of any script, digits, ``_ . -``."""
    return sign in "_.-" or unicodedata.category(sign)[0] in "LMN"


def is_word(text: str) -> bool:
    """Return whether a text can be a name without backticks (its first sign a letter or ``_``)."""
    return (
        bool(text)
        and (text[0] == "_" or unicodedata.category(text[0])[0] == "L")
        and all(is_word_sign(sign) for sign in text)
    )
