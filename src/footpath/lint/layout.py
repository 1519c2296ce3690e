"""What only a drawing knows: texts that did not fit, and colours that lie on each other.

`draw` measures it and the command line hands it to `check`; here it is data, so that lint needs no drawing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that a picture of a journey does not show whole.

    `text` is the whole text, `where` says in words what it belongs to, `paper` is the size that was asked for. `kind` says
    what became of it: cut, left out, folded; where the whole map does not fit, which paper it needs.
    """

    journey: str
    where: str
    text: str
    paper: str = "A3"
    kind: str = "cut"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two colours that lie on each other: what is drawn so, the colours, and their ratio (1 to 21, by WCAG 2)."""

    what: str
    colours: tuple[str, str]
    ratio: float
    theme: str = "light"


@dataclass(frozen=True, slots=True)
class Layout:
    """What drawing an atlas showed: every text that was cut, and every pair of colours that the house chose.

    `paper` is the size that the maps were drawn on; where it is empty they were not drawn, and `overflows` say nothing.
    """

    overflows: tuple[Overflow, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    paper: str = ""
