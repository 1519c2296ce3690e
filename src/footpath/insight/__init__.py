"""Where the map and the evidence meet: bind (measure, grade), find (draft), improve (what to do first)."""

from footpath.insight import codes as _codes
from footpath.insight.bind import Bound, Evidence, bind, measure, open_evidence, step_table, walk_of
from footpath.insight.find import Draft, SaidByLost, draft, offer_quotes, said_by_lost

__all__ = [
    "Bound",
    "Draft",
    "Evidence",
    "SaidByLost",
    "bind",
    "draft",
    "measure",
    "offer_quotes",
    "open_evidence",
    "said_by_lost",
    "step_table",
    "walk_of",
]

del _codes
