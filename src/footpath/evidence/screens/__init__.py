"""Addresses become screens: ``https://shop.example/de/products/123?utm=x`` is the screen ``/products/*``.

What always folds (numbers, ids, queries) stands in `folding`; what depends on the data (slugs with many values, languages)
is found once, when a source is added, and is then written down as rules that anybody can change.
"""

from __future__ import annotations

from footpath.evidence.screens.finding import find_screens
from footpath.evidence.screens.folding import fold
from footpath.evidence.screens.types import Screens, screens_of

__all__ = ["Screens", "find_screens", "fold", "screens_of"]
