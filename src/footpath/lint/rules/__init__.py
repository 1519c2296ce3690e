"""The table of rules: the one place where a code is written. One file a rule; installed packages add their own.

Families: F frame, S structure, E emotion, V evidence, O opportunity, P privacy, A allowances.
"""

from footpath.base import Registry
from footpath.lint.finding import LintRule

_TABLE = {
    "F001": "no_persona",
    "F002": "no_purpose_or_scenario",
    "F003": "no_boundaries",
    "F004": "mixed_state",
    "F005": "no_time_scale",
    "S001": "stage_count",
    "S002": "step_explosion",
    "S004": "thin_lane",
    "S006": "duplicate_step",
    "S010": "stage_without_touchpoint",
    "E001": "no_emotion",
    "E003": "happy_path_only",
    "E004": "emotion_without_cause",
    "V001": "low_evidence",
    "V004": "dead_binding",
    "V006": "thin_sample",
    "V009": "quote_without_source",
    "O001": "barrier_unanswered",
    "P001": "personal_data",
    "A001": "allow_without_reason",
    "A002": "allow_without_effect",
}

RULES: Registry[LintRule] = Registry(
    "lint rule",
    {code: f"footpath.lint.rules.{module}:RULE" for code, module in _TABLE.items()},
    group="footpath.lint",
)
"""Code to rule."""
