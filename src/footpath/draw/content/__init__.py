"""What a map shows, gathered from the atlas and its newest measures, before any geometry: forms lay this out."""

from footpath.draw.content.gather import gather
from footpath.draw.content.types import (
    FEW,
    Child,
    Column,
    Content,
    Counted,
    End,
    Facts,
    Feeling,
    Passing,
    Row,
    Shown,
    Way,
)

__all__ = [
    "FEW",
    "Child",
    "Column",
    "Content",
    "Counted",
    "End",
    "Facts",
    "Feeling",
    "Passing",
    "Row",
    "Shown",
    "Way",
    "gather",
]
