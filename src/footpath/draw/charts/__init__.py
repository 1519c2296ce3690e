"""Charts: each answer of `mining` as a picture with one look, and beside it the table that says the same.

A chart is a function from an answer and a width to what stands between head and foot; `CHARTS` names them by command.
"""

from __future__ import annotations

from footpath.draw.charts.answer import Answer
from footpath.draw.charts.chart import CHARTS, Chart, chart, show

__all__ = ["CHARTS", "Answer", "Chart", "chart", "show"]
