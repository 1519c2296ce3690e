"""What a form is: a function from an atlas and one of its journeys to a scene."""

from __future__ import annotations

from typing import Protocol

from footpath.atlas.types import Atlas, Journey
from footpath.draw.asking import Asked
from footpath.draw.scene import Scene


class Form(Protocol):
    """A way to draw; pure, and the same on every machine."""

    def __call__(self, atlas: Atlas, journey: Journey, asked: Asked, /) -> Scene:
        """Return the scene."""
        ...
