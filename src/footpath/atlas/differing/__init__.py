"""What changed between two states of an atlas, told by ids and in the words of the map, never by lines. Pure.

match (by id, by likeness) -> changes (fields, cells, order, libraries, numbers) -> text, Markdown, JSON
"""

from footpath.atlas.differing.compare import diff
from footpath.atlas.differing.types import Difference, Kind, MapChange, Outline

__all__ = ["Difference", "Kind", "MapChange", "Outline", "diff"]
