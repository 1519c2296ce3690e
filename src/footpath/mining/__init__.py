"""What customers did: questions to events, and the building blocks of journeys, as lazy expressions.

Knows tables, not maps. A question is frozen data with its definition in words; `run` asks it of a workspace. `visits`,
`episodes` and `passages` are lazy tables that measures of a map are made from. docs/spec/mining.md numbers the rules.
"""

from __future__ import annotations

from footpath.mining.attribution import MODELS as ATTRIBUTION_MODELS
from footpath.mining.attribution import Attribution, Costs, attribution, costs_of
from footpath.mining.chains import ChainStep, Pattern, parse_pattern, step_of
from footpath.mining.codes import CODES
from footpath.mining.cohorts import MISSING, CohortMeasure, Cohorts, cohort_measure, cohorts
from footpath.mining.compare import Compare, Measure, compare, follow, goal, mean_of, sum_of
from footpath.mining.conversion import Conversion, conversion
from footpath.mining.durations import WHOLE, Durations, durations
from footpath.mining.flows import Flows, flows
from footpath.mining.funnel import Funnel, FunnelStep, funnel
from footpath.mining.groups import Groups, Period, period
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
from footpath.mining.segments import Overlaps, Segments, overlaps, segments
from footpath.mining.sequences import Sequences, sequences
from footpath.mining.sessions import Sessions, sessions
from footpath.mining.stickiness import Stickiness, stickiness
from footpath.mining.transitions import (
    BEGIN,
    END,
    SegmentTransitions,
    Transitions,
    transitions,
    transitions_by,
)
from footpath.mining.waits import ANY, Waits, waits
from footpath.mining.walk import CENSORED, SILENT, Binding, End, Step, Walk
from footpath.mining.walks.episodes import episodes
from footpath.mining.walks.passages import passages, placed_visits
from footpath.mining.walks.visits import visits
from footpath.mining.who import who

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
    "Flows",
    "Funnel",
    "FunnelStep",
    "Groups",
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
    "attribution",
    "brackets",
    "cohort_measure",
    "cohorts",
    "compare",
    "conversion",
    "costs_of",
    "durations",
    "episodes",
    "events_of",
    "explain",
    "flows",
    "follow",
    "funnel",
    "goal",
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
    "who",
]
