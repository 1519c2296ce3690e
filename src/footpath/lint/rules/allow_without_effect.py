"""An `allow` that holds nothing back.

## What

An entry of `allow` names a rule that finds nothing there, or no rule at all. Rules that are switched off, or that could
not look (at the day, at the drawing), are not judged.

## Why

What it excused has been put right, or its name is mistyped and it never excused anything. Left standing, it hides the
next fault of its kind.

## Example

```yaml
title: Adopting a cat
state: as-is
allow: {F004: we have not decided yet whether it shows today}
stages:
  - title: At the shelter
```

## Better

```yaml
title: Adopting a cat
state: as-is
stages:
  - title: At the shelter
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.base import did_you_mean
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    # Imported here, because the table names this module, and because most runs mend nothing.
    from footpath.atlas.operations import SetField
    from footpath.lint.rules import RULES

    names = {code: RULES.get(code).name for code in RULES}
    asleep = {
        name for code in RULES if not subject.runs(code, RULES.get(code)) for name in (code, names[code])
    }
    for allowance in subject.allowances:
        if allowance.rule not in names and allowance.rule not in names.values():
            yield Fault(
                allowance.spot,
                f'there is no lint rule "{allowance.rule}" that could be allowed',
                help=did_you_mean(allowance.rule, [*names, *names.values()], what="there are"),
            )
        elif not allowance.held and allowance.rule not in asleep:
            yield Fault(
                allowance.spot,
                f"{allowance.rule} is allowed here, and it finds nothing here",
                help="Take the entry away.",
                fix=f"takes {allowance.rule} out of `allow`",
                operation=SetField(allowance.thing, allowance.id, f"allow.{allowance.rule}", None),
            )


RULE = LintRule("allow-without-effect", "warning", "0.1", _find, __doc__, last=True)
