"""The options that every command takes."""

from __future__ import annotations

import argparse

from footpath.base import BadInputError, Problem, parse_duration


def common(parser: argparse.ArgumentParser, *, after_verb: bool = False) -> None:
    """Declare them; `after_verb` where the command has them before its verb too, so that both places work."""
    group = parser.add_argument_group("common")
    default = argparse.SUPPRESS if after_verb else False
    for name, line in (
        ("--json", "print one JSON object for machines"),
        ("--quiet", "no progress, no next step"),
        ("--debug", "show the full traceback of a fault in Footpath itself"),
    ):
        group.add_argument(name, action="store_true", default=default, help=line)


def duration(text: str, option: str) -> int:
    """Return an option's duration in microseconds; a clear error where it is none."""
    try:
        return parse_duration(text)
    except ValueError as error:
        raise BadInputError(Problem(code="bad-option", message=f"{option}: {error}")) from error
