"""A merge left a question in the file, and nobody has answered it.

## What

A comment that `footpath merge` (or git, through it) wrote above a place where two people had changed the same thing
still stands in a file: `# conflict: theirs: …`, `# conflict: theirs removed this`, `# conflict: ours removed …` and the like.

## Why

The file is a valid one, and says what one of the two meant. Whoever opens it next takes that for agreed, and what the
other had found out is lost in a comment.

## Example

```yaml
title: Handing in a tax return
stages:
  - title: Filling it in
    steps:
      # conflict: theirs: I look for the number of my employer
      - title: I look for the number of my office
```

## Better

```yaml
title: Handing in a tax return
stages:
  - title: Filling it in
    steps:
      - title: I look for the numbers of my employer and my office
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Subject, quoted

# D116 to D118: what follows the side is a colon with its value, or a verb
_LEFT = re.compile(r"# conflict: (?:(theirs): (.+)|(?:theirs (?:removed|moved) .+|ours removed .+))$")


def _find(subject: Subject) -> Iterator[Fault]:
    # Imported here, because only a text that a merge wrote into needs it.
    from footpath.atlas.yamltext.comments import comments_of

    for file, text in sorted(subject.loaded.texts.items()):
        if "# conflict: " not in text or (parsed := subject.loaded.parsed.get(file)) is None:
            continue
        for comment in comments_of(parsed):
            found = _LEFT.match(comment.text) if comment.own_line else None
            if found is None:
                continue
            said = (
                f"theirs says {quoted(found[2])}" if found[1] else comment.text.removeprefix("# conflict: ")
            )
            yield Fault(
                Spot(file, offset=comment.start),
                f"a merge left a conflict open here: {said}",
                help="Write what both can stand by, or keep what is there; then take the comment line away.",
            )


RULE = LintRule("conflict-left", "error", "0.2", _find, __doc__)
