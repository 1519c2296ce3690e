"""Patterns as people type them: ``search, !view-product, help within 10m`` (rule M126)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from footpath.base import BadInputError, Problem, parse_duration
from footpath.mining.chains.steps import ChainStep
from footpath.rules import Rule, equals, rule

_FORM = "names or {rules}, separated by commas: search, !view-product, help? within 10m, buy, all within 1d"
_AFTER = re.compile(r"(?P<optional>\?)?\s*(?:within\s+(?P<within>.+))?", re.DOTALL)
_PLAIN = re.compile(r"(?P<name>.+?)(?P<optional>\?)?(?:\s+within\s+(?P<within>.+))?", re.DOTALL)
_WHOLE = re.compile(r"(?P<rest>.*?)\s*\ball\s+within\s+(?P<within>.+)", re.DOTALL)


@dataclass(frozen=True)
class Pattern:
    """Steps in order, and how long the whole may take from first to last (None: as long as it likes)."""

    steps: tuple[ChainStep, ...]
    within_us: int | None = None
    text: str = ""


def parse_pattern(text: str, *, column: str = "event") -> Pattern:
    """Return the pattern that a text means.

    Steps are separated by commas (or ``..``): others may stand between. A step is a name, a "name" in quotes or a
    {rule}; ``!x`` may not stand between its neighbours; ``directly x`` follows with nothing between; ``x?`` may be
    missing; ``x within 10m`` comes at most so long after the step before; ``all within 1h``, at the end, bounds the
    whole.

    Parameters
    ----------
    column
        The column that names are compared with.

    Raises
    ------
    BadInputError
        pattern-syntax; the problems of a rule in braces.

    >>> [str(step) for step in parse_pattern("search, !view, help? within 10m, buy").steps]
    ['search', '!view, help? within 10 min', 'buy']
    """
    whole_us, pieces = _whole_bound(text, [piece.strip() for piece in _pieces(text)])
    steps: list[ChainStep] = []
    without: list[tuple[str, Rule]] = []
    for piece in pieces:
        if not piece:
            raise _wrong(text, "a step is empty")
        if piece.startswith("!"):
            step = _step(text, piece[1:].strip(), column)
            if not step.is_plain:
                raise _wrong(text, f"what is excluded takes no ?, within or directly: {piece}")
            without.append((step.name, step.when))
            continue
        steps.append(replace(_step(text, piece, column), without=tuple(without)))
        without = []
    if not steps:
        raise _wrong(text, "a pattern needs a step")
    if without:
        raise _wrong(text, f"nothing stands after the last step: !{without[-1][0]} has to stand between two")
    return Pattern(tuple(steps), whole_us, text)


def step_of(text: str, *, column: str = "event") -> ChainStep:
    """Return the one plain step that a text means: a name, a "name" or a {rule}; BadInputError as `parse_pattern`."""
    found = parse_pattern(text, column=column)
    if len(found.steps) > 1 or not found.steps[0].is_plain or found.within_us is not None:
        raise _wrong(text, "one event is meant here")
    return found.steps[0]


def _whole_bound(text: str, pieces: list[str]) -> tuple[int | None, list[str]]:
    last = pieces[-1]
    match = None if last[:1] in ('"', "{") else _WHOLE.fullmatch(last)
    if match is None:
        return None, pieces
    rest = match["rest"]
    return _duration(text, match["within"]), [*pieces[:-1], *([rest] if rest else [])]


def _step(text: str, piece: str, column: str) -> ChainStep:
    directly = re.match(r"directly\s+", piece)
    body = piece[directly.end() :] if directly else piece
    if body[:1] in ('"', "{"):
        inside, after = _enclosed(text, body)
        match = _AFTER.fullmatch(after.strip())
        name, when = inside, equals(column, inside) if body[0] == '"' else rule(inside)
    else:
        match = _PLAIN.fullmatch(body)
        name = match["name"].strip() if match else ""
        when = equals(column, name)
    if match is None or not name:
        raise _wrong(text, f"{piece!r} is no step")
    within_us = _duration(text, match["within"]) if match["within"] else None
    return ChainStep(name, when, bool(match["optional"]), directly is not None, within_us)


def _enclosed(text: str, body: str) -> tuple[str, str]:
    """Return what stands in quotes or braces at the beginning, and what comes after."""
    end = _closing(body, 0)
    if end is None:
        raise _wrong(text, f"{body[0]} is not closed")
    return body[1:end].strip() if body[0] == "{" else body[1:end], body[end + 1 :]


def _closing(text: str, start: int) -> int | None:
    """Return where the quotes or braces that open at `start` close; a brace inside quotes is none."""
    if text[start] == '"':
        end = text.find('"', start + 1)
        return None if end < 0 else end
    at = start + 1
    while at < len(text):
        if text[at] == "}":
            return at
        if text[at] in "\"'`":
            at = text.find(text[at], at + 1)
            if at < 0:
                return None
        at += 1
    return None


def _pieces(text: str) -> Iterator[str]:
    """Yield what stands between commas and dots-dots, outside quotes and braces."""
    start = at = 0
    while at < len(text):
        fresh = re.fullmatch(r"\s*!?\s*(directly\s+)?", text[start:at]) is not None
        if text[at] in '"{' and fresh:  # quotes inside a name are a part of it
            end = _closing(text, at)
            if end is None:
                raise _wrong(text, f"{text[at]} is not closed")
            at = end + 1
        elif text[at] == ",":
            yield text[start:at]
            start = at = at + 1
        elif text.startswith("..", at):
            yield text[start:at]
            start = at = at + 2
        else:
            at += 1
    yield text[start:]


def _duration(text: str, within: str) -> int:
    try:
        return parse_duration(within.strip())
    except ValueError as error:
        raise _wrong(text, str(error)) from error


def _wrong(text: str, message: str) -> BadInputError:
    return BadInputError(
        Problem(
            code="pattern-syntax",
            message=message,
            value=text,
            expected=_FORM,
            help='Names with commas stand in "quotes".',
        )
    )
