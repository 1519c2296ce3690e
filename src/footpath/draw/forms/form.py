"""What a form is: a function from an atlas and one of its journeys to a scene."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from footpath.atlas.types import Atlas, Journey, Persona
from footpath.draw.scene import Scene


class Form(Protocol):
    """A way to draw; pure, and the same on every machine."""

    def __call__(
        self,
        atlas: Atlas,
        journey: Journey,
        *,
        theme: str = "light",
        paper: str = "A3",
        persona: Persona | None = None,
        lanes: Sequence[str] | None = None,
        today: date | None = None,
    ) -> Scene:
        """Return the scene."""
        ...
