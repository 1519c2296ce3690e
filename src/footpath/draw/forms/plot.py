"""The plot of the emotion lane: its scale and its lines, and what they cover, so that words keep out of their way."""

from __future__ import annotations

from collections.abc import Sequence

from footpath.draw import words
from footpath.draw.content import FEW, Content
from footpath.draw.forms.monotone import Curve, Rect, crosses, meets, monotone
from footpath.draw.forms.page import Columns
from footpath.draw.scene import Dot, Group, Item, Path, Text, text_box
from footpath.draw.styles import COUNT, FAINT, SMALL, Style, measure, write
from footpath.draw.text import clean

LOWEST_UNIT, TALLEST = 20.0, 180.0
TOP, FOOT = 21.0, 22.0


def is_measured(content: Content) -> bool:
    """Whether any column has a measured emotion (perhaps of too few)."""
    return any(column.feeling.n is not None for column in content.columns)


class Plot:
    """One drawing of the lane: collects what its items cover."""

    def __init__(
        self, content: Content, columns: Columns, top: float, height: float, *, band: float, lead: float = 0.0
    ) -> None:
        self.content, self.columns, self.top, self.height = content, columns, top, height
        self.language = content.language
        self.measured_any = is_measured(content)
        self.taken: list[Rect] = []
        self.bands: list[tuple[Curve, Curve]] = []
        self.thin: list[Curve] = []
        self.used: set[str] = set()
        self.lost: list[tuple[int, str]] = []
        """Words that found no place, with their columns."""
        foot = FOOT if self.measured_any else 10.0
        self.unit = (height - TOP - lead - foot - band) / 4
        self.zero = top + height - foot - 2 * self.unit

    def y(self, score: float) -> float:
        """Return where a score stands."""
        return self.zero - max(-2.0, min(2.0, score)) * self.unit

    def scale(self) -> list[Item]:
        """Return the lines of the scale and the words at its ends."""
        x0, x1 = self.columns.start, self.columns.end
        out: list[Item] = []
        for score in (2, 1, -1, -2):
            y = self.y(score)
            out.append(Path((("M", x0, y), ("L", x1, y)), "rule", 0.7, dash=(0.01, 3.2), round=True))
        out.append(Path((("M", x0, self.zero), ("L", x1, self.zero)), "rule2", 0.8))
        for stage, (x, _) in enumerate(self.columns.stages):
            if stage:
                out.append(
                    Path(
                        (("M", x - 3.5, self.top + 3), ("L", x - 3.5, self.top + self.height - 3)),
                        "rule",
                        0.6,
                    )
                )
        named: list[Item] = []
        for score, word in words.SCALE.items():
            text = f"{word} {score:+d}".replace("-", words.MINUS) if score else f"{word} 0"
            named.append(self.take(write(x0 - 5, self.y(score) + 2.5, text, FAINT, anchor="end")))
        return [*out, Group(tuple(named), role="scale", title="From angry to delighted", pane="lanes")]

    def curves(self) -> list[Item]:
        """Return the lines with their ranges and points: assumed thin, measured thick, each never past its data."""
        out: list[Item] = []
        cols = self.content.columns
        measured = [c.feeling.measured for c in cols]
        runs = _runs(measured)
        centre = self.columns.centre
        strokes: list[Item] = []
        for run in runs:
            if len(run) > 1:
                line = monotone([(centre(i), self.y(measured[i] or 0)) for i in run])
                high = monotone([(centre(i), self.y(_or(cols[i].feeling.high, measured[i]))) for i in run])
                low = monotone([(centre(i), self.y(_or(cols[i].feeling.low, measured[i]))) for i in run])
                self.bands.append((high, low))
                out.append(
                    Path((*high.commands(), *low.reversed_commands(), ("Z",)), fill="flow", opacity=0.2)
                )
                strokes.append(Path(line.commands(), "flow", 2.6, round=True))
            else:
                i = run[0]
                x, f = centre(i), cols[i].feeling
                high_y, low_y = self.y(_or(f.high, f.measured)), self.y(_or(f.low, f.measured))
                out.append(Path(_rectangle(x - 9, high_y, 18, low_y - high_y), fill="flow", opacity=0.2))
                level = self.y(f.measured or 0)
                strokes.append(Path((("M", x - 9, level), ("L", x + 9, level)), "flow", 2.6, round=True))
                flat = (
                    monotone([(x - 9, high_y), (x + 9, high_y)]),
                    monotone([(x - 9, low_y), (x + 9, low_y)]),
                )
                self.bands.append(flat)
        if runs:
            self.used.add("curve-measured")
        assumed = [c.feeling.assumed for c in cols]
        dashed: list[Item] = []
        for run in _runs(assumed):
            curve = monotone([(centre(i), self.y(assumed[i] or 0)) for i in run])
            if len(run) > 1:
                self.thin.append(curve)
                dashed.append(Path(curve.commands(), "ink2", 0.9, dash=(3, 2.4)))
            self.used.add("curve-assumed")
        out += [*dashed, *self._other_personas(), *strokes]
        for i, column in enumerate(cols):
            f = column.feeling
            if f.measured is not None:
                is_dip = f.measured <= -1
                if is_dip:
                    self.used.add("dip")
                out.append(
                    Dot(
                        centre(i),
                        self.y(f.measured),
                        3.4 if is_dip else 2.7,
                        "trouble" if is_dip else "flow",
                        "paper",
                        1.1,
                    )
                )
            elif f.assumed is not None:
                out.append(Dot(centre(i), self.y(f.assumed), 2.2, "paper", "ink2", 0.9))
        return out

    def _other_personas(self) -> list[Item]:
        names = {str(p.id): clean(p.name) for p in self.content.atlas.personas}
        series: dict[str, dict[int, float]] = {}
        for i, column in enumerate(self.content.columns):
            for persona, score in column.feeling.others:
                series.setdefault(persona, {})[i] = score
        out: list[Item] = []
        dashes = ((1.2, 2.2), (6, 2.2), (6, 2, 1.2, 2), (9, 3))
        if series and self.content.persona is not None:
            out += self._own_name(clean(self.content.persona.name))
        for number, (persona, points) in enumerate(sorted(series.items())):
            curve = monotone([(self.columns.centre(i), self.y(s)) for i, s in sorted(points.items())])
            if len(points) > 1:
                out.append(Path(curve.commands(), "ink2", 0.9, dash=dashes[number % 4]))
                self.thin.append(curve)
            last = max(points)
            out += self._end_name(last, points[last], names.get(persona, persona), SMALL)
        return out

    def _own_name(self, name: str) -> list[Item]:
        """Return the name of the persona whose line is drawn thick, at its end; only needed where there are others."""
        felt = [
            (i, c.feeling.measured if c.feeling.measured is not None else c.feeling.assumed)
            for i, c in enumerate(self.content.columns)
        ]
        known = [(i, score) for i, score in felt if score is not None]
        if not known:
            return []
        i, score = known[-1]
        return self._end_name(i, score, name, SMALL.of(face="sans-600", ink="ink"))

    def _end_name(self, i: int, score: float, name: str, style: Style) -> list[Item]:
        """Return a name beside the last point of a line, where it covers nothing; over it, under it, or before it."""
        x, y = self.columns.centre(i), self.y(score)
        for dx, dy, anchor in (
            (5, 2.4, "start"),
            (5, -5, "start"),
            (5, 9, "start"),
            (-5, -6, "end"),
            (-5, 10, "end"),
            (0, -8, "middle"),
            (0, 13, "middle"),
        ):
            text = write(x + dx, y + dy, name, style, anchor=anchor, halo=True)  # type: ignore[arg-type]
            left, top, width, height = text_box(text)
            is_in = left > self.columns.start and left + width < self.columns.end + 4
            if is_in and self.top + 2 < top and top + height < self.top + self.height - 2 and self.free(text):
                return [self.take(text)]
        self.lost.append((i, name))
        return []

    def counted(self) -> list[Item]:
        """Return the row at the lane's foot: how many said so."""
        if not self.measured_any:
            return []
        y = self.top + self.height - 4.5
        out: list[Item] = []
        for i, column in enumerate(self.content.columns):
            f = column.feeling
            style = COUNT if f.n is not None and f.n >= FEW else FAINT
            if f.under_floor:
                text = "too few"
            elif f.n is None or f.n == 0:
                text = "nobody yet"
            elif f.n < FEW:
                text = f"{f.n}: too few"
            else:
                text = words.count(f.n, self.language)
            _, width = self.columns.steps[i]
            if measure(text, style) > width - 3 or (text == "nobody yet" and len(self.content.columns) > 24):
                continue
            out.append(self.take(write(self.columns.centre(i), y, text, style, anchor="middle")))
        return out

    # ------------------------------------------------------------ room

    def take(self, text: Text) -> Text:
        """Remember what a text covers, and return it."""
        self.taken.append(text_box(text))
        return text

    def free(self, text: Text) -> bool:
        """Whether a text would cover nothing that has words."""
        x, y, w, h = text_box(text)
        rect = (x - 1.5, y - 0.5, w + 3, h + 1)
        return not any(meets(rect, other) for other in self.taken)

    def over_thin(self, rect: Rect) -> bool:
        """Whether a thin line goes through there."""
        return crosses(self.thin, rect)

    def over_lines(self, rect: Rect) -> bool:
        """Whether a measured line or its range goes through there."""
        return crosses([c for band in self.bands for c in band], rect)


def _runs(values: Sequence[float | None]) -> list[list[int]]:
    out: list[list[int]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if out and out[-1][-1] == index - 1:
            out[-1].append(index)
        else:
            out.append([index])
    return out


def _or(value: float | None, other: float | None) -> float:
    return value if value is not None else (other or 0.0)


def _rectangle(x: float, y: float, w: float, h: float) -> tuple[tuple[object, ...], ...]:
    return (("M", x, y), ("L", x + w, y), ("L", x + w, y + h), ("L", x, y + h), ("Z",))
