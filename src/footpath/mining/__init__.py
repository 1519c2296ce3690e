"""What customers did: questions to events, and the building blocks of journeys, as lazy expressions.

Knows tables, not maps. A question is frozen data with its definition in words; `run` asks it of a workspace. `visits`,
`episodes` and `passages` are lazy tables that measures of a map are made from. docs/spec/mining.md numbers the rules.
"""

from __future__ import annotations

from footpath.mining.codes import CODES
from footpath.mining.durations import WHOLE, Durations, durations
from footpath.mining.funnel import Funnel, FunnelStep, funnel
from footpath.mining.paths import OTHER, Paths, paths
from footpath.mining.question import Question, events_of, explain, run
from footpath.mining.result import Result, notes_about, source_to_json
from footpath.mining.sessions import Sessions, sessions
from footpath.mining.transitions import BEGIN, END, Transitions, transitions
from footpath.mining.walk import CENSORED, SILENT, Binding, End, Step, Walk
from footpath.mining.walks.episodes import episodes
from footpath.mining.walks.passages import passages, placed_visits
from footpath.mining.walks.visits import visits

__all__ = [
    "BEGIN",
    "CENSORED",
    "CODES",
    "END",
    "OTHER",
    "SILENT",
    "WHOLE",
    "Binding",
    "Durations",
    "End",
    "Funnel",
    "FunnelStep",
    "Paths",
    "Question",
    "Result",
    "Sessions",
    "Step",
    "Transitions",
    "Walk",
    "durations",
    "episodes",
    "events_of",
    "explain",
    "funnel",
    "notes_about",
    "passages",
    "paths",
    "placed_visits",
    "run",
    "sessions",
    "source_to_json",
    "transitions",
    "visits",
]
