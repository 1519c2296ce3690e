"""Three-way merge of an atlas: by ids, cell by cell, field by field; two people's independent edits never conflict. Pure.

texts -> trees -> plan (what stands at each place, and from where) -> text -> operations on ours
"""

from footpath.atlas.merging.merge import MergedFile, house_lanes, merge, merge_file
from footpath.atlas.merging.types import Conflict, ConflictKind, Merged, Side

__all__ = ["Conflict", "ConflictKind", "Merged", "MergedFile", "Side", "house_lanes", "merge", "merge_file"]
