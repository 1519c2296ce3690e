"""What a map shows, gathered from the atlas and its newest measures, before any geometry: forms lay this out."""

from footpath.draw.content.gather import gather
from footpath.draw.content.types import FEW, Column, Content, Counted, End, Facts, Feeling, Row, Shown

__all__ = ["FEW", "Column", "Content", "Counted", "End", "Facts", "Feeling", "Row", "Shown", "gather"]
