"""What an atlas sets for its rules (`check:` in atlas.yaml): off, another severity, other options; and what of it is wrong.

Nothing here raises on what a file says: what cannot be read is left at its default and becomes a finding (A003).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from footpath.base import Severity, did_you_mean
from footpath.lint.finding import SEVERITIES, Fault, LintRule, OptionValue, Spot

OFF = "off"
_FILE = "atlas.yaml"


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How one rule runs here: whether at all, how grave its findings are (None: as it says itself), its options."""

    is_off: bool = False
    severity: Severity | None = None
    options: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """The settings of all rules, by code and by name, and the faults of those that could not be read."""

    by_rule: Mapping[str, RuleSetting] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[Fault, ...] = ()

    def of(self, rule: str) -> RuleSetting:
        """Return the setting of a rule, by its code or its name."""
        return self.by_rule.get(rule) or RuleSetting()


def read_settings(written: Mapping[str, Any], rules: Mapping[str, LintRule]) -> RuleSettings:
    """Return what `check:` sets, over the defaults of the rules."""
    code_of = {name: code for code, rule in rules.items() for name in (code, rule.name)}
    made = {code: RuleSetting(options=rule.options) for code, rule in rules.items()}
    faults: list[Fault] = []
    for key, value in written.items():
        code = code_of.get(key)
        if code is None:
            known = [*rules, *(rule.name for rule in rules.values())]
            faults.append(
                Fault(
                    Spot(_FILE, ("check", key)),
                    f'there is no lint rule "{key}" that could be set',
                    help=did_you_mean(key, known, what="there are"),
                )
            )
            continue
        setting, wrong = _read(key, value, made[code], rules[code])
        made[code] = setting
        faults += wrong
    both = {name: made[code] for name, code in code_of.items()}
    return RuleSettings(MappingProxyType(both), tuple(faults))


def _read(key: str, value: Any, was: RuleSetting, rule: LintRule) -> tuple[RuleSetting, list[Fault]]:
    if not isinstance(value, Mapping):
        value = {"severity": value}
    faults = []
    options = dict(was.options)
    severity, is_off = was.severity, was.is_off
    for name, given in value.items():
        spot = Spot(_FILE, ("check", key, name))
        if name == "severity":
            if given in SEVERITIES:
                severity, is_off = given, False
            elif given == OFF or given is False:
                is_off = True
            else:
                faults.append(_wrong_severity(Spot(_FILE, ("check", key)), key, given, rule))
        elif name not in rule.options:
            known = [*rule.options, "severity"]
            faults.append(
                Fault(
                    spot, f'{rule.name} has no option "{name}"', help=did_you_mean(name, known, what="it has")
                )
            )
        elif (read := _read_option(rule, name, given)) is None:
            faults.append(
                Fault(
                    spot,
                    f'the option "{name}" of {rule.name} is {shown(given)}, and must be {_kind(rule, name)}',
                    help=f"Without it {rule.name} takes {shown(rule.options[name])}.",
                )
            )
        else:
            options[name] = read
    return RuleSetting(is_off, severity, MappingProxyType(options)), faults


def _wrong_severity(spot: Spot, key: str, given: Any, rule: LintRule) -> Fault:
    more = f"; or its options: {', '.join(rule.options)}" if rule.options else ""
    return Fault(
        spot,
        f"{key} cannot be set to {shown(given)}",
        help=f"Write off, {', '.join(SEVERITIES[:-1])} or {SEVERITIES[-1]}{more}.",
    )


def _read_option(rule: LintRule, name: str, given: Any) -> OptionValue | None:
    read = _of_kind(given, rule.options[name])
    return None if name in rule.choices and read not in rule.choices[name] else read


def _of_kind(given: Any, default: OptionValue) -> OptionValue | None:
    """Return a value as what the default is (numbers are not below 0), or None where it is something else."""
    if isinstance(default, bool) or isinstance(given, bool):
        return given if isinstance(default, bool) and isinstance(given, bool) else None
    if isinstance(default, int):
        return given if isinstance(given, int) and given >= 0 else None
    if isinstance(default, float):
        return float(given) if isinstance(given, (int, float)) and given >= 0 else None
    if isinstance(default, str):
        return given if isinstance(given, str) else None
    words = tuple(_words(given))
    return words if all(isinstance(word, str) for word in words) else None


def _words(given: Any) -> Iterator[Any]:
    if isinstance(given, (list, tuple)):
        yield from given
    else:
        yield given


def _kind(rule: LintRule, name: str) -> str:
    default = rule.options[name]
    if name in rule.choices:
        return f"one of {', '.join(str(one) for one in rule.choices[name] if one != '')}"
    if isinstance(default, bool):
        return "true or false"
    if isinstance(default, int):
        return "a whole number of 0 or more"
    if isinstance(default, float):
        return "a number of 0 or more"
    return "a text" if isinstance(default, str) else "a list of texts"


def shown(value: Any, *, plain: bool = False) -> str:
    """Return a value as people write it in YAML; a text without its quotes where it is `plain`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(str(one) for one in value)}]"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, float):
        return f"{value:g}"
    if value is None or value == "":
        return "empty" if not plain else '""'
    return f'"{value}"' if isinstance(value, str) and not plain else str(value)
