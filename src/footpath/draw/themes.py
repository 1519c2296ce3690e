"""Themes as data: what each token of a scene is painted with. The ratios behind them stand in `docs/reference/looks.md`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
