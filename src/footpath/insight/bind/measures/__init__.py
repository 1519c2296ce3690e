"""The measures, one file each: a measure is one file, one line in this table, one test, one page from its docstring."""

from __future__ import annotations

from footpath.base import Registry
from footpath.insight.bind.measures.types import Measure

MEASURES: Registry[Measure] = Registry(
    "measure",
    {
        "reach": "footpath.insight.bind.measures.reach:REACH",
        "going-on": "footpath.insight.bind.measures.going_on:GOING_ON",
        "times": "footpath.insight.bind.measures.times:TIMES",
        "lost-to": "footpath.insight.bind.measures.lost_to:LOST_TO",
        "late": "footpath.insight.bind.measures.late:LATE",
        "outcomes": "footpath.insight.bind.measures.outcomes:OUTCOMES",
        "unmapped": "footpath.insight.bind.measures.unmapped:UNMAPPED",
        "scores": "footpath.insight.bind.measures.scores:SCORES",
        "remarks": "footpath.insight.bind.measures.remarks:REMARKS",
    },
    group="footpath.measures",
)

__all__ = ["MEASURES", "Measure"]
