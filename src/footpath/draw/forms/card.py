"""The persona card (being built)."""

from __future__ import annotations

from footpath.draw.forms.grid import grid as card  # noqa: F401
