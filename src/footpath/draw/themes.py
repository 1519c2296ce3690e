"""Themes as data: what each token of a scene is painted with. The ratios behind them stand in `docs/reference/looks.md`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from footpath.atlas.types import Atlas
from footpath.base import Problem

_TOKENS = (
    "paper", "warm", "cool", "ink", "ink2", "ink3", "rule", "rule2",
    "flow", "flow-soft", "trouble", "trouble-soft", "carry", "on-colour",
)  # fmt: skip

_TABLE: dict[str, str] = {
    "light": "#FFFFFF #FAF7F1 #F1F5F8 #1A2026 #47525C #616C76 #DADFE3 #9BA5AE"
    " #0B5C9E #CFE0EF #B0400B #F8DFD1 #0A6B60 #FFFFFF",
    "dark": "#13171B #1B1D1E #182028 #EDF0F2 #B9C2CA #95A0AA #323A42 #5F6A74"
    " #74B8F2 #1E3C58 #FF9C6B #4A2A1B #4FCBB7 #13171B",
    "contrast": "#FFFFFF #FFFFFF #FFFFFF #000000 #1F262C #333B42 #767F87 #4A535B"
    " #003E73 #B9D4EC #7A2600 #FFD9C2 #00463E #FFFFFF",
    "print": "#FFFFFF #F7F7F7 #EDEDED #000000 #3D3D3D #5C5C5C #CFCFCF #8C8C8C"
    " #1A1A1A #D9D9D9 #000000 #E2E2E2 #333333 #FFFFFF",
}

THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {name: MappingProxyType(dict(zip(_TOKENS, row.split(), strict=True))) for name, row in _TABLE.items()}
)
"""Theme name to token to colour."""

TOKENS: tuple[str, ...] = _TOKENS
"""Every token that a scene may use for ink."""


LEAST_CONTRAST = 4.5
"""The contrast that an ink of the house must reach on every ground (WCAG 2, text)."""
_HOUSE_THEMES = ("light", "dark")
_GROUNDS = ("paper", "warm", "cool")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def house_inks(atlas: Atlas, theme: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return what the atlas's own colours replace in a theme, by token, and a problem for each that cannot be read there.

    A house may replace *flow* and *carry* in light and dark; the contrast and print themes stay as they are. A colour under
    4.5:1 on any ground, or under the words that stand on it, is refused and drawn with the default.
    """
    look = atlas.look
    if look is None or theme not in _HOUSE_THEMES:
        return {}, ()
    table = THEMES[theme]
    inks: dict[str, str] = {}
    problems: list[Problem] = []
    for ink, colour in (("flow", look.flow), ("carry", look.carry)):
        if colour is None:
            continue
        ratios = {ground: contrast(colour, table[ground]) for ground in (*_GROUNDS, "on-colour")}
        worst = min(ratios, key=lambda ground: ratios[ground])
        if ratios[worst] < LEAST_CONTRAST:
            problems.append(
                Problem(
                    code="look-unreadable",
                    message=f"the {ink} of this house is {ratios[worst]:.1f}:1 on {worst} in the {theme} theme; "
                    "it is drawn with the default",
                    value=colour,
                    expected=f"{LEAST_CONTRAST}:1 or more on {', '.join(_GROUNDS)} and under words in {table['on-colour']}",
                    severity="warning",
                )
            )
            continue
        inks[ink] = colour.upper()
        if ink == "flow":
            inks["flow-soft"] = _mixed(colour, table["paper"], 0.2 if theme == "light" else 0.3)
    return inks, tuple(problems)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _mixed(colour: str, ground: str, share: float) -> str:
    return "#" + "".join(
        f"{round(int(colour[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share)):02X}"
        for i in (1, 3, 5)
    )
