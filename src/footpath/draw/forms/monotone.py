"""Monotone cubic curves: smooth, and never over or under the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Rect = tuple[float, float, float, float]
"""x, y, width, height."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Monotone cubic pieces through points of rising x; `y` gives the height at an x."""

    points: tuple[Point, ...]
    tangents: tuple[float, ...]

    def commands(self, *, lead: str = "M") -> tuple[tuple[object, ...], ...]:
        """Return path commands from the first point to the last."""
        out: list[tuple[object, ...]] = [(lead, *self.points[0])]
        for i in range(len(self.points) - 1):
            (x0, y0), (x1, y1) = self.points[i], self.points[i + 1]
            h = (x1 - x0) / 3
            out.append(
                ("C", x0 + h, y0 + h * self.tangents[i], x1 - h, y1 - h * self.tangents[i + 1], x1, y1)
            )
        return tuple(out)

    def reversed_commands(self) -> tuple[tuple[object, ...], ...]:
        """Return path commands from the last point back to the first, to close a band."""
        out: list[tuple[object, ...]] = [("L", *self.points[-1])]
        for i in range(len(self.points) - 1, 0, -1):
            (x0, y0), (x1, y1) = self.points[i - 1], self.points[i]
            h = (x1 - x0) / 3
            out.append(
                ("C", x1 - h, y1 - h * self.tangents[i], x0 + h, y0 + h * self.tangents[i - 1], x0, y0)
            )
        return tuple(out)

    def y(self, x: float) -> float | None:
        """Return the height at x, or None outside the curve."""
        for i in range(len(self.points) - 1):
            (x0, y0), (x1, y1) = self.points[i], self.points[i + 1]
            if x0 <= x <= x1:
                h = x1 - x0
                t = (x - x0) / h
                return (
                    (1 + 2 * t) * (1 - t) ** 2 * y0
                    + t * (1 - t) ** 2 * h * self.tangents[i]
                    + t * t * (3 - 2 * t) * y1
                    + t * t * (t - 1) * h * self.tangents[i + 1]
                )
        return None


def monotone(points: Sequence[Point]) -> Curve:
    """Return the monotone cubic through points: tangents are weighted harmonic means of the neighbouring slopes, 0 at a turn.

    Source: Fritsch and Butland 1984. The curve is never over or under the data between two points.
    """
    n = len(points)
    if n == 1:
        return Curve(tuple(points), (0.0,))
    h = [points[i + 1][0] - points[i][0] for i in range(n - 1)]
    d = [(points[i + 1][1] - points[i][1]) / h[i] for i in range(n - 1)]
    if n == 2:
        return Curve(tuple(points), (d[0], d[0]))
    tangents = [_at_end(h[0], h[1], d[0], d[1])]
    for i in range(1, n - 1):
        if d[i - 1] * d[i] <= 0:
            tangents.append(0.0)
        else:
            before, after = 2 * h[i] + h[i - 1], h[i] + 2 * h[i - 1]
            tangents.append((before + after) / (before / d[i - 1] + after / d[i]))
    tangents.append(_at_end(h[-1], h[-2], d[-1], d[-2]))
    return Curve(tuple(points), tuple(tangents))


def _at_end(h0: float, h1: float, d0: float, d1: float) -> float:
    tangent = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1)
    if tangent * d0 <= 0:
        return 0.0
    if d0 * d1 <= 0 and abs(tangent) > 3 * abs(d0):
        return 3 * d0
    return tangent


def crosses(curves: Sequence[Curve], rect: Rect) -> bool:
    """Whether any of the curves runs through a rectangle."""
    x, y, w, h = rect
    for step in range(17):
        at = x + w * step / 16
        for curve in curves:
            height = curve.y(at)
            if height is not None and y - 1 <= height <= y + h + 1:
                return True
    return False


def meets(a: Rect, b: Rect) -> bool:
    """Whether two rectangles share a point."""
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
