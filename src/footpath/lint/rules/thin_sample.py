"""Numbers on the map rest on too few customers.

## What

The newest measures of a map hold shares, times or scores from fewer than 30 (a count is what it is), or a feeling whose range is wider than 1 of the 4 between
-2 and +2.

## Why

With 12 answers one angry customer moves the curve by a finger's breadth. Such numbers are shown as "too few to tell",
and should decide nothing.

## Example

```yaml
id: loan
title: Taking out a loan
stages:
  - title: Asking
    steps:
      - {id: form, title: I fill in the form}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "loan", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "step", "id": "form", "measure": "share-going-on", "value": 0.5, "unit": "share", "n": 12, "source": "clicks"}
]}
```

## Better

```yaml
id: loan
title: Taking out a loan
stages:
  - title: Asking
    steps:
      - {id: form, title: I fill in the form}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "loan", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "step", "id": "form", "measure": "share-going-on", "value": 0.5, "unit": "share", "n": 240, "source": "clicks"}
]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import MeasureRow
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject

_ON_THE_MAP = ("stage", "step", "transition", "barrier")
_COUNTS = ("walks", "visits", "count")
_NAMED = 3


def _find(subject: Subject) -> Iterator[Fault]:
    least, widest = (subject.option("thin-sample", name) for name in ("least", "widest"))
    for map_ in subject.maps:
        rows = [row for row in (map_.run.rows if map_.run else ()) if _is_estimate(row)]
        few = sorted((row for row in rows if row.n < least), key=lambda row: row.n)
        if few:
            named = ", ".join(f"{row.measure} of {_title(map_, row)} from {row.n}" for row in few[:_NAMED])
            more = f" and {len(few) - _NAMED} more" if len(few) > _NAMED else ""
            yield Fault(
                map_.at("title"),
                f"{len(few)} of {len(rows)} numbers rest on fewer than {least}: {named}{more}",
                help="Measure a longer period, or read these as stories and not as numbers.",
            )
        wide = [row for row in rows if row.n >= least and _is_wide(row, widest)]
        for row in wide:
            yield Fault(
                map_.at("title"),
                f"how it feels at {_title(map_, row)} lies anywhere between {row.low:+.1f} and {row.high:+.1f} "
                f"(from {row.n})",
                help="Voices disagree, or there are too few: look at late and in-time, or at each persona, apart.",
            )


def _is_estimate(row: MeasureRow) -> bool:
    return row.on in _ON_THE_MAP and row.value is not None and row.unit not in _COUNTS


def _is_wide(row: MeasureRow, widest: float) -> bool:
    if not row.measure.startswith("emotion") or row.low is None or row.high is None:
        return False
    return row.high - row.low > widest


def _title(map_: Map, row: MeasureRow) -> str:
    titles: dict[str, str] = {}
    if row.on == "stage":
        titles = {stage.id: stage.title for stage in map_.journey.stages}
    elif row.on == "step":
        titles = {step.id: step.title for step in map_.journey.steps()}
    among = f" ({row.among})" if row.among else ""
    return f'"{titles.get(row.id, row.id)}"{among}'


RULE = LintRule(
    "thin-sample", "info", "0.1", _find, __doc__, options=MappingProxyType({"least": 30, "widest": 1.0})
)
