"""Binding: the map's rules put to the evidence: measure, replay, grade, conformance, drift (the last three come later)."""

from footpath.insight.bind.bound import Bound, bind
from footpath.insight.bind.evidence import Evidence, open_evidence
from footpath.insight.bind.measure import measure, step_table
from footpath.insight.bind.walk import end_id, walk_of

__all__ = ["Bound", "Evidence", "bind", "end_id", "measure", "open_evidence", "step_table", "walk_of"]
