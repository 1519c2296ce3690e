"""The life cycle of customers by period: new, returning, resurrected, dormant, or states by rule."""

from footpath.mining.lifecycle.question import STATES, Lifecycle, lifecycle
from footpath.mining.lifecycle.states import NONE, LifecycleStates, State, lifecycle_states, state

__all__ = [
    "NONE",
    "STATES",
    "Lifecycle",
    "LifecycleStates",
    "State",
    "lifecycle",
    "lifecycle_states",
    "state",
]
