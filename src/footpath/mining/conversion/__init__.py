"""Conversion: what goes with it."""

from footpath.mining.conversion.question import Conversion, conversion

__all__ = ["Conversion", "conversion"]
