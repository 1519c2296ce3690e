"""Runs the rules over a loaded atlas, sets aside what the files allow, and puts the rest in order."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from footpath.atlas import Loaded
from footpath.lint.finding import SEVERITIES, Allowance, Fault, Finding, LintRule, Spot
from footpath.lint.layout import Layout
from footpath.lint.mending import of_problem
from footpath.lint.places import Places
from footpath.lint.rules import RULES
from footpath.lint.settings import read_settings
from footpath.lint.subject import Subject


def check(
    loaded: Loaded,
    *,
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    problems: bool = True,
    today: date | None = None,
    layout: Layout | None = None,
) -> list[Finding]:
    """Return what is wrong with an atlas: what the loader found, then what the rules find, in the order of the text.

    Reads the document and its newest measures; no engine, no clock, no other file.

    Parameters
    ----------
    loaded
        An atlas as `footpath.atlas.load` returns it; one with errors is checked as far as it was understood.
    only
        The rules whose findings are wanted, by code, by name, or by the letters that their codes begin with (``F``);
        empty is all. Of the loader's problems the errors stay: a map that was not read whole is not fine.
    without
        Rules whose findings are not wanted.
    problems
        Whether the loader's problems stand among the findings (code and name are the problem's code).
    today
        The day of the check, against which evidence and reviews are old; None: nothing is.
    layout
        What drawing the atlas showed (texts cut, colours too near each other); None: nothing is known about it.

    Raises
    ------
    BadInputError
        Where `only` or `without` names a rule that does not exist.
    """
    rules = {code: RULES.get(code) for code in RULES}
    wanted = (_chosen(only, rules) if only else set(rules)) - _chosen(without, rules)
    settings = read_settings(loaded.atlas.check, rules)
    subject = Subject(loaded, settings=settings, today=today, layout=layout)
    found = _from_rules(subject, rules, wanted)
    if problems:
        found += [one for one in _from_problems(loaded) if not only or one.severity == "error"]
    return sorted(found, key=_order)


def _from_rules(subject: Subject, rules: Mapping[str, LintRule], wanted: Container[str]) -> list[Finding]:
    """Return what the rules find and no `allow` holds back. All of them run, as an allowance may hold any of them."""
    found: list[Finding] = []
    places = Places(subject.loaded)
    allowances = list(_allowances(subject))
    for last in (False, True):
        subject = dataclasses.replace(subject, allowances=tuple(allowances))
        for code, rule in rules.items():
            if rule.last is not last or not subject.runs(code, rule):
                continue
            for fault in rule.find(subject):
                holding = _holder(allowances, code, rule, fault.at.file)
                if holding is not None:
                    held = allowances[holding]
                    allowances[holding] = dataclasses.replace(held, held=held.held + 1)
                elif code in wanted:
                    found.append(_finding(subject, places, code, rule, fault))
    return found


def explain(code: str) -> str:
    """Return the page of a rule, by its code or its name, as Markdown.

    Raises
    ------
    BadInputError
        Where no rule is called so.
    """
    rules = {one: RULES.get(one) for one in RULES}
    code = _code(code, rules)
    from footpath.lint.pages import page

    return page(code, rules[code])


def option(loaded: Loaded, rule: str, name: str) -> Any:
    """Return what an option of a rule (its code or name) is in an atlas: what `check` of atlas.yaml says, else its default.

    Raises
    ------
    BadInputError
        Where no rule is called so. KeyError where it has no such option.
    """
    rules = {code: RULES.get(code) for code in RULES}
    return read_settings(loaded.atlas.check, rules).of(_code(rule, rules)).options[name]


def _chosen(names: Iterable[str], rules: Mapping[str, LintRule]) -> set[str]:
    """Return the codes that are meant: a code, a name, or what codes begin with."""
    found: set[str] = set()
    for name in names:
        family = {code for code in rules if code.startswith(name)} if name.isalnum() else set()
        found |= family or {_code(name, rules)}
    return found


def _code(name: str, rules: Mapping[str, LintRule]) -> str:
    """Return the code of a rule, by its code or its name; the registry refuses what is neither."""
    by_name = {rule.name: code for code, rule in rules.items()}
    code = by_name.get(name, name)
    RULES.get(code)
    return code


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


def _finding(subject: Subject, places: Places, code: str, rule: LintRule, fault: Fault) -> Finding:
    place = places.of(fault.at)
    return Finding(
        code=code,
        name=rule.name,
        severity=subject.settings.of(code).severity or rule.severity,
        place=place,
        message=fault.message,
        fix=fault.fix,
        help=fault.help,
        source=None if fault.is_private else places.source(place),
        operation=fault.operation,
    )


def _from_problems(loaded: Loaded) -> Iterator[Finding]:
    for problem in loaded.problems:
        operation, mends = of_problem(loaded, problem) or (None, None)
        value = f": {problem.value!r}" if problem.value and problem.value not in problem.message else ""
        expected = f"; expected {problem.expected}" if problem.expected else ""
        yield Finding(
            code=problem.code,
            name=problem.code,
            severity=problem.severity,
            place=problem.place,
            message=f"{problem.message}{value}{expected}",
            help=problem.help,
            fix=mends,
            source=problem.source,
            operation=operation,
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
