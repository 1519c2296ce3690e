"""Runs the rules over a loaded atlas, sets aside what the files allow, and puts the rest in order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from footpath.atlas import Loaded
from footpath.base import Problem
from footpath.lint.finding import SEVERITIES, Allowance, Fault, Finding, LintRule, Spot
from footpath.lint.rules import RULES
from footpath.lint.subject import Subject


def check(loaded: Loaded, *, only: Iterable[str] = (), problems: bool = True) -> list[Finding]:
    """Return what is wrong with an atlas: what the loader found, then what the rules find, in the order of the text.

    Reads the document and its newest measures; no engine, no clock, no other file.

    Parameters
    ----------
    loaded
        An atlas as `footpath.atlas.load` returns it; one with errors is checked as far as it was understood.
    only
        Codes or names of the rules whose findings are wanted; empty is all, the loader's problems too.
    problems
        Whether the loader's problems stand among the findings (code and name are the problem's code).

    Raises
    ------
    BadInputError
        Where `only` names a rule that does not exist.
    """
    found = list(_from_problems(loaded.problems)) if problems else []
    wanted = set(_chosen(only))
    rules = _chosen(())
    subject = Subject(loaded)
    allowances = list(_allowances(subject))
    for last in (False, True):
        subject = dataclasses.replace(subject, allowances=tuple(allowances))
        for code, rule in rules.items():
            if rule.last is not last:
                continue
            for fault in rule.find(subject):
                holding = _holder(allowances, code, rule, fault.at.file)
                if holding is None:
                    found.append(_finding(loaded, code, rule, fault))
                else:
                    held = allowances[holding]
                    allowances[holding] = dataclasses.replace(held, held=held.held + 1)
    return sorted((one for one in found if not only or one.code in wanted), key=_order)


def explain(code: str) -> str:
    """Return the page of a rule, by its code or its name, as Markdown.

    Raises
    ------
    BadInputError
        Where no rule is called so.
    """
    ((code, rule),) = _chosen([code]).items()
    from footpath.lint.pages import page

    return page(code, rule)


def _chosen(only: Iterable[str]) -> Mapping[str, LintRule]:
    rules = {code: RULES.get(code) for code in RULES}
    by_name = {rule.name: code for code, rule in rules.items()}
    wanted = [by_name.get(name, name) for name in only]
    return {code: RULES.get(code) for code in wanted} if wanted else rules


def _allowances(subject: Subject) -> Iterator[Allowance]:
    for rule, reason in subject.atlas.allow.items():
        yield Allowance(Spot("atlas.yaml", ("allow", rule)), rule, reason, "atlas", "")
    for map_ in subject.maps:
        for rule, reason in map_.journey.allow.items():
            yield Allowance(map_.at("allow", rule), rule, reason, "journey", map_.journey.id)
    for persona, file in subject.personas:
        for rule, reason in persona.allow.items():
            yield Allowance(Spot(file, ("allow", rule)), rule, reason, "persona", persona.id)


def _holder(allowances: list[Allowance], code: str, rule: LintRule, file: str) -> int | None:
    # The nearest allowance holds the finding: the file's own before that of the whole atlas.
    for everywhere in (False, True):
        for n, one in enumerate(allowances):
            here = one.everywhere or one.spot.file == file
            if one.rule in (code, rule.name) and one.everywhere is everywhere and here:
                return n
    return None


def _finding(loaded: Loaded, code: str, rule: LintRule, fault: Fault) -> Finding:
    place = loaded.place(fault.at.file, fault.at.path)
    return Finding(
        code=code,
        name=rule.name,
        severity=rule.severity,
        place=place,
        message=fault.message,
        fix=fault.fix,
        help=fault.help,
        source=None if fault.is_private else loaded.source_line(place),
        operation=fault.operation,
    )


def _from_problems(problems: Iterable[Problem]) -> Iterator[Finding]:
    for problem in problems:
        value = f": {problem.value!r}" if problem.value and problem.value not in problem.message else ""
        expected = f"; expected {problem.expected}" if problem.expected else ""
        yield Finding(
            code=problem.code,
            name=problem.code,
            severity=problem.severity,
            place=problem.place,
            message=f"{problem.message}{value}{expected}",
            help=problem.help,
            source=problem.source,
        )


def _order(finding: Finding) -> tuple[str, int, int, int, str]:
    place = finding.place
    return (
        place.file or "",
        place.line or 0,
        place.column or 0,
        SEVERITIES.index(finding.severity),
        finding.code,
    )
