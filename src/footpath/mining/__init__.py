"""What customers did: questions to events, and the building blocks of journeys, as lazy expressions.

Knows tables, not maps. A question is frozen data with its definition in words; `run` asks it of a workspace. `visits`,
`episodes` and `passages` are lazy tables that measures of a map are made from. docs/spec/mining.md numbers the rules.
Names are loaded when they are first used: a question that a trail answers needs no engine of tables.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from footpath.mining.codes import CODES

if TYPE_CHECKING:
    from footpath.mining.attribution import MODELS as ATTRIBUTION_MODELS
    from footpath.mining.attribution import Attribution, Costs, attribution, costs_of
    from footpath.mining.cells import cells
    from footpath.mining.chains import ChainStep, Pattern, parse_pattern, step_of
    from footpath.mining.cohorts import MISSING, CohortMeasure, Cohorts, cohort_measure, cohorts
    from footpath.mining.compare import Compare, Measure, compare, follow, goal, mean_of, sum_of
    from footpath.mining.conversion import Conversion, conversion
    from footpath.mining.durations import WHOLE, Durations, durations
    from footpath.mining.flows import Flows, flows
    from footpath.mining.funnel import Funnel, FunnelStep, funnel
    from footpath.mining.groups import Groups, Period, period
    from footpath.mining.journals import Entry, Journal, draw_customers, journal
    from footpath.mining.lifecycle import (
        NONE,
        STATES,
        Lifecycle,
        LifecycleStates,
        State,
        lifecycle,
        lifecycle_states,
        state,
    )
    from footpath.mining.loops import Loops, loops
    from footpath.mining.named import Named, named
    from footpath.mining.outcomes import Outcomes, outcomes
    from footpath.mining.paths import OTHER, Paths, paths
    from footpath.mining.periods import PERIODS, Calendar, Scope, Span, period_of
    from footpath.mining.question import Question, events_of, explain, run
    from footpath.mining.result import Result, notes_about, source_to_json
    from footpath.mining.retention import ALL, Retention, brackets, retention
    from footpath.mining.segments.overlaps import Overlaps, overlaps
    from footpath.mining.segments.question import Segments, segments
    from footpath.mining.sequences import Sequences, sequences
    from footpath.mining.sessions import Sessions, sessions
    from footpath.mining.stickiness import Stickiness, stickiness
    from footpath.mining.transitions import BEGIN, END, Transitions, transitions
    from footpath.mining.transitions.segments import SegmentTransitions, transitions_by
    from footpath.mining.waits import ANY, Waits, waits
    from footpath.mining.walk import CENSORED, SILENT, Binding, End, Step, Walk
    from footpath.mining.walks.episodes import episodes
    from footpath.mining.walks.passages import passages, placed_visits
    from footpath.mining.walks.tables import WalkTables, person, walk_tables
    from footpath.mining.walks.visits import visits
    from footpath.mining.who import who

_HOME = {
    "attribution": ("Attribution", "Costs", "attribution", "costs_of"),
    "cells": ("cells",),
    "chains": ("ChainStep", "Pattern", "parse_pattern", "step_of"),
    "cohorts": ("MISSING", "CohortMeasure", "Cohorts", "cohort_measure", "cohorts"),
    "compare": ("Compare", "Measure", "compare", "follow", "goal", "mean_of", "sum_of"),
    "conversion": ("Conversion", "conversion"),
    "durations": ("WHOLE", "Durations", "durations"),
    "flows": ("Flows", "flows"),
    "funnel": ("Funnel", "FunnelStep", "funnel"),
    "groups": ("Groups", "Period", "period"),
    "journals": ("Entry", "Journal", "draw_customers", "journal"),
    "lifecycle": (
        "NONE",
        "STATES",
        "Lifecycle",
        "LifecycleStates",
        "State",
        "lifecycle",
        "lifecycle_states",
        "state",
    ),
    "loops": ("Loops", "loops"),
    "named": ("Named", "named"),
    "outcomes": ("Outcomes", "outcomes"),
    "paths": ("OTHER", "Paths", "paths"),
    "periods": ("PERIODS", "Calendar", "Scope", "Span", "period_of"),
    "question": ("Question", "events_of", "explain", "run"),
    "result": ("Result", "notes_about", "source_to_json"),
    "retention": ("ALL", "Retention", "brackets", "retention"),
    "segments": ("Overlaps", "Segments", "overlaps", "segments"),
    "sequences": ("Sequences", "sequences"),
    "sessions": ("Sessions", "sessions"),
    "stickiness": ("Stickiness", "stickiness"),
    "transitions": ("BEGIN", "END", "Transitions", "transitions"),
    "transitions.segments": ("SegmentTransitions", "transitions_by"),
    "waits": ("ANY", "Waits", "waits"),
    "walk": ("CENSORED", "SILENT", "Binding", "End", "Step", "Walk"),
    "walks.episodes": ("episodes",),
    "walks.passages": ("passages", "placed_visits"),
    "walks.tables": ("WalkTables", "person", "walk_tables"),
    "walks.visits": ("visits",),
    "who": ("who",),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}
_RENAMED = {"ATTRIBUTION_MODELS": ("attribution", "MODELS")}


def __getattr__(name: str) -> Any:
    module, own = _RENAMED.get(name, (_MODULE.get(name), name))
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{module}"), own)
    globals()[name] = value
    return value


class _Face(ModuleType):
    """A question is called as its folder is: importing the folder must not put the module in the question's place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in _MODULE):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face

__all__ = [
    "ALL",
    "ANY",
    "ATTRIBUTION_MODELS",
    "BEGIN",
    "CENSORED",
    "CODES",
    "END",
    "MISSING",
    "NONE",
    "OTHER",
    "PERIODS",
    "SILENT",
    "STATES",
    "WHOLE",
    "Attribution",
    "Binding",
    "Calendar",
    "ChainStep",
    "CohortMeasure",
    "Cohorts",
    "Compare",
    "Conversion",
    "Costs",
    "Durations",
    "End",
    "Entry",
    "Flows",
    "Funnel",
    "FunnelStep",
    "Groups",
    "Journal",
    "Lifecycle",
    "LifecycleStates",
    "Loops",
    "Measure",
    "Named",
    "Outcomes",
    "Overlaps",
    "Paths",
    "Pattern",
    "Period",
    "Question",
    "Result",
    "Retention",
    "Scope",
    "SegmentTransitions",
    "Segments",
    "Sequences",
    "Sessions",
    "Span",
    "State",
    "Step",
    "Stickiness",
    "Transitions",
    "Waits",
    "Walk",
    "WalkTables",
    "attribution",
    "brackets",
    "cells",
    "cohort_measure",
    "cohorts",
    "compare",
    "conversion",
    "costs_of",
    "draw_customers",
    "durations",
    "episodes",
    "events_of",
    "explain",
    "flows",
    "follow",
    "funnel",
    "goal",
    "journal",
    "lifecycle",
    "lifecycle_states",
    "loops",
    "mean_of",
    "named",
    "notes_about",
    "outcomes",
    "overlaps",
    "parse_pattern",
    "passages",
    "paths",
    "period",
    "period_of",
    "person",
    "placed_visits",
    "retention",
    "run",
    "segments",
    "sequences",
    "sessions",
    "source_to_json",
    "state",
    "step_of",
    "stickiness",
    "sum_of",
    "transitions",
    "transitions_by",
    "visits",
    "waits",
    "walk_tables",
    "who",
]
