"""Days, weeks and months of a time zone, on integers: cut in Python, so that every engine cuts alike (rules M90, M91)."""

from footpath.mining.periods.calendar import PERIODS, Calendar, Period
from footpath.mining.periods.expressions import period_of
from footpath.mining.periods.scope import Scope, Span, all_periods, numbered

__all__ = ["PERIODS", "Calendar", "Period", "Scope", "Span", "all_periods", "numbered", "period_of"]
