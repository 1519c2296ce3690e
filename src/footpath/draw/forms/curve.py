"""The emotion curve: what the team assumes and what was measured, each in its own stroke, never smoothed past the data."""

from __future__ import annotations

from collections.abc import Sequence

from footpath.atlas.types import MeasureRow
from footpath.draw import words
from footpath.draw.content import Content, Feeling
from footpath.draw.forms.marked import Changes, facts_of
from footpath.draw.forms.monotone import meets
from footpath.draw.forms.page import END, Columns
from footpath.draw.forms.plot import FOOT, LOWEST_UNIT, TALLEST, TOP, Plot, is_measured
from footpath.draw.marks import WAY
from footpath.draw.scene import Dot, Group, Item, Mark, Path, Text, text_box
from footpath.draw.styles import DIP, FEELING, QUOTE, QUOTE_SOURCE, SMALL, WORD, measure, write
from footpath.draw.text import clean, wrap

QUOTE_BAND = 30.0


def needs(content: Content, columns: Columns, *, lead: float = 0.0) -> tuple[float, float]:
    """Return the least and the most height of the curve's lane; `lead` is what its head has over one line."""
    foot = FOOT if is_measured(content) else 10.0
    least = TOP + lead + 4 * LOWEST_UNIT + foot
    # A quote needs free room over its dip: a taller scale often has it, else a band above the scale.
    for more in (0.0, 8.0, 16.0, 24.0):
        if not _needs_band(content, columns, least + more, lead):
            least += more
            break
    else:
        least += QUOTE_BAND
    return least, max(least, TALLEST)


def _needs_band(content: Content, columns: Columns, height: float, lead: float) -> bool:
    """Whether a pinned quote finds no room inside the scale at that height, so that it needs a band above."""
    if not pinned(content):
        return False
    tried = _Lane(content, columns, 0.0, height, band=0.0, lead=lead)
    tried.scale()
    tried.curves()
    tried.counted()
    tried.parts()
    return len(tried.pins()) < len(tried.quotes)


def pinned(content: Content) -> list[tuple[int, str, str]]:
    """Return the quotes that are pinned: (column, words, source line), two at most, at the lowest measured points."""
    run = content.run
    if run is None:
        return []
    titles = {source.id: source.title or source.id for source in content.atlas.sources}
    # A quote that its own lane shows is not said twice.
    in_lane = {
        shown.text
        for row in content.rows
        if row.lane.role == "quote"
        for cells in row.cells.values()
        for shown in cells
    }
    found: list[tuple[float, int, str, str]] = []
    for index, column in enumerate(content.columns):
        value = column.feeling.measured
        if value is None:
            continue
        quotes = [
            quote for quote in run.quotes if quote.step == column.id and clean(quote.text) not in in_lane
        ]
        low_first = sorted(quotes, key=lambda q: q.kind != "extreme" if value < 0 else q.kind != "typical")
        if low_first:
            quote = low_first[0]
            said = words.day(quote.said, content.language, year=False, short=True) if quote.said else ""
            head = ", ".join(part for part in (str(titles.get(quote.source, quote.source)), said) if part)
            n = (
                f"{words.count(quote.alike)} of {words.count(quote.of)} say the same"
                if quote.alike > 1 and quote.of
                else ""
            )
            found.append((value, index, clean(quote.text), "; ".join(part for part in (head, n) if part)))
    return [(index, text, source) for _, index, text, source in sorted(found)[:2]]


class _Lane(Plot):
    """The lane with its words: parts, quotes and feelings, each where it covers nothing else."""

    def __init__(
        self,
        content: Content,
        columns: Columns,
        top: float,
        height: float,
        *,
        band: float | None = None,
        lead: float = 0.0,
    ) -> None:
        # A quote takes a band above the scale only where the curve leaves no room for it inside.
        if band is None:
            band = QUOTE_BAND if _needs_band(content, columns, height, lead) else 0.0
        super().__init__(content, columns, top, height, band=band, lead=lead)
        self.quotes = pinned(content)

    # ------------------------------------------------------------ parts

    def parts(self) -> list[Item]:
        """In time and late, as two small labelled points beside the curve."""
        out: list[Item] = []
        for i, column in enumerate(self.content.columns):
            rows = sorted(column.feeling.parts, key=lambda row: -(row.value or 0))
            if not rows:
                continue
            self.used.add("parts")
            labels = [self._part_label(row) for row in rows]
            tries = [
                self._parts_at(i, rows, labels, to_start=s, shift=d)
                for s in (False, True)
                for d in (0.0, 4.5, -4.5, 9.0, -9.0)
            ]
            made = min(tries, key=lambda tried: tried[0])[1]
            out += made
            for item in made:
                if isinstance(item, Text):
                    self.take(item)
                elif isinstance(item, Dot):
                    self.taken.append((item.x - 3, item.y - 3, 6, 6))
        return out

    def _parts_at(
        self, i: int, rows: Sequence[MeasureRow], labels: Sequence[str], *, to_start: bool, shift: float
    ) -> tuple[float, list[Item]]:
        """Return the parts on one side of their point, with how much they get in the way there."""
        side = -1 if to_start else 1
        x = self.columns.centre(i) + 15 * side
        out: list[Item] = []
        bad = (0.1 if to_start else 0.0) + abs(shift) / 50
        last = -1e9
        for row, label in zip(rows, labels, strict=True):
            y = self.y(row.value or 0)
            ink = "trouble" if (row.value or 0) < 0 else "flow"
            if row.low is not None and row.high is not None:
                out.append(Path((("M", x, self.y(row.high)), ("L", x, self.y(row.low))), ink, 1.6))
            out.append(Dot(x, y, 2.4, ink, "paper", 0.8))
            last = max(y + 2.5 + shift, last + 9)
            style = SMALL.of(ink=ink, face="sans-500")
            text = write(x + 5 * side, last, label, style, anchor="end" if to_start else "start", halo=True)
            box = text_box(text)
            bad += 3 * (not self.free(text)) + self.over_lines(box) + 0.4 * self.over_thin(box)
            bad += 9 * (box[0] < self.columns.start - 2 or box[0] + box[2] > self.columns.end + 4)
            out.append(text)
        return bad, out

    def _part_label(self, row: MeasureRow) -> str:
        name = row.among.replace("-", " ")
        return f"{name} {words.signed(row.value or 0, self.language)} ({words.count(row.n, self.language)})"

    def pins(self) -> list[Item]:
        """The two quotes, in the free band opposite their points."""
        out: list[Item] = []
        for index, quote, source in self.quotes:
            feeling = self.content.columns[index].feeling
            x, y = self.columns.centre(index), self.y(feeling.measured or 0)
            placed = self._quote(x, y, quote, source)
            out += placed
            if not placed:
                self.lost.append((index, quote))
        return out

    def _quote(self, x: float, y: float, quote: str, source: str) -> list[Item]:
        text = quote if quote[:1] in '“"«„' else f"“{quote}”"
        for room in (190.0, 150.0, 230.0, 120.0, 290.0):
            laid = wrap(text, QUOTE.face, QUOTE.size, room, lines=3, words=20)
            if laid.cut and room < 290:
                continue
            line = wrap(source, QUOTE_SOURCE.face, QUOTE_SOURCE.size, max(laid.width, 130.0), lines=1)
            wide = max(laid.width, line.width)
            tall = len(laid.lines) * QUOTE.leading + 8
            for wanted in (x - 40, x - wide + 40, x - wide / 2, x - 12, x - wide + 12):
                left = min(max(wanted, self.columns.start), self.columns.end - wide)
                if not left - 2 <= x <= left + wide + 2:
                    continue
                first = self.top + 13.5
                rect = (left - 3, first - 8, wide + 6, tall + 6)
                if (
                    any(meets(rect, other) for other in self.taken)
                    or self.over_lines(rect)
                    or self.over_thin(rect)
                ):
                    continue
                foot = first + (len(laid.lines) - 1) * QUOTE.leading + 10.5
                if foot + 10 > y:
                    continue
                self.taken += [rect, (x - 1.5, foot, 3, y - foot)]
                out: list[Item] = [Path((("M", x, foot + 5), ("L", x, y - 5)), "trouble", 0.8)]
                for number, part in enumerate(laid.lines):
                    out.append(write(left, first + number * QUOTE.leading, part, QUOTE, halo=True))
                out += [write(left, foot, part, QUOTE_SOURCE, halo=True) for part in line.lines if part]
                self.used.add("quote")
                return [Group(tuple(out), role="quote", title=f"Quote: {quote}", description=source)]
        return []

    def words(self) -> list[Item]:
        """The words of the points: dips first, since they matter most and lose their place last."""
        order: list[tuple[float, int]] = []
        for i, column in enumerate(self.content.columns):
            f = column.feeling
            score = f.measured if f.measured is not None else f.assumed
            if score is None or not (f.word or f.measured is not None):
                continue
            # On an overview the points stand close: only its turns have words.
            if not self.content.is_overview or self._turn(i, score):
                order.append((-abs(score), i))
        out: list[Item] = []
        for _, i in sorted(order):
            text = self._word(i)
            if text is None:
                self.lost.append((i, self.content.columns[i].feeling.word))
            else:
                out.append(self.take(text))
        return out

    def _word(self, i: int) -> Text | None:
        f = self.content.columns[i].feeling
        is_measured_here = f.measured is not None
        score = f.measured if f.measured is not None else (f.assumed or 0.0)
        style = FEELING if not is_measured_here else DIP if score <= -1 else WORD
        said = f.word or words.signed(score, self.language)
        said = wrap(
            said, style.face, style.size, max(70.0, self.columns.steps[i][1] - 4), lines=1, words=4
        ).lines[0]
        half = measure(said, style) / 2
        x = min(max(self.columns.centre(i), self.columns.start + half), self.columns.end - half)
        above_first = self._is_above(i, score)
        best: tuple[float, Text] | None = None
        for is_above in (above_first, not above_first):
            edge = self._edge(x, half, self.y(score), is_above=is_above)
            for slack in (0.0, 5.0, 10.0):
                y = edge - 5 - slack if is_above else edge + 10.5 + slack
                text = write(x, y, said, style, anchor="middle", halo=True)
                foot = self.top + self.height - (14 if self.measured_any else 3)
                if not (self.top + 8 < y < foot and self.free(text)):
                    continue
                beyond = (y - 3 - self.zero) * (self.y(score) - self.zero) < 0  # of the neutral line
                bad = self._struck(text) + 0.3 * (is_above != above_first) + 0.4 * beyond + slack / 100
                if best is None or bad < best[0]:
                    best = (bad, text)
        return best[1] if best is not None else None

    def _struck(self, text: Text) -> float:
        """Return how much runs through a word: a line of feelings, or the one of neither good nor bad."""
        x, y, width, height = text_box(text)
        letters = (x, y + 1, width, height - 2)
        on_neutral = letters[1] - 1 < self.zero < letters[1] + letters[3] + 1
        return 1.0 * on_neutral + self.over_thin(letters) + 1.5 * self.over_lines(letters)

    def _is_above(self, i: int, score: float) -> bool:
        turn = self._turn(i, score)
        return turn > 0 if turn else score > 0

    def _turn(self, i: int, score: float) -> int:
        """Return 1 for a local top, -1 for a dip, 0 for what is neither."""

        def value(k: int) -> float | None:
            if not 0 <= k < len(self.content.columns):
                return None
            f = self.content.columns[k].feeling
            return f.measured if f.measured is not None else f.assumed

        near = [v for v in (value(i - 1), value(i + 1)) if v is not None]
        if near and all(score >= v for v in near) and any(score > v for v in near):
            return 1
        if near and all(score <= v for v in near) and any(score < v for v in near):
            return -1
        return 0

    def _edge(self, x: float, half: float, y: float, *, is_above: bool) -> float:
        """Return the outer edge of what is measured (or, where nothing is, assumed) over a stretch."""
        best = y - 3 if is_above else y + 3
        for step in range(-4, 5):
            at = x + half * step / 4
            for high, low in self.bands:
                edge = (high if is_above else low).y(at)
                if edge is not None:
                    best = min(best, edge) if is_above else max(best, edge)
            for thin in self.thin:
                edge = thin.y(at)
                # The thin line pushes a word aside only where it is near; else it is crossed with a halo.
                if edge is not None and abs(edge - y) < 16 and ((edge <= y + 1) == is_above):
                    best = min(best, edge) if is_above else max(best, edge)
        return best


def lane(
    content: Content,
    columns: Columns,
    top: float,
    height: float,
    *,
    lane_id: str = "emotion",
    lead: float = 0.0,
) -> tuple[list[Item], set[str], list[tuple[int, str]]]:
    """Return the lane's items, the marks it used for the legend, and the words that found no place, with their columns."""
    drawing = _Lane(content, columns, top, height, lead=lead)
    changes = Changes(content)
    marked: list[Item] = []
    if changes.given:  # marks of the row below reach up to here
        drawing.taken += [(x - 8, top + height - 6, 10, 6) for x, _ in columns.steps]
    for index, column in enumerate(content.columns):
        change = changes.at("cell", column.id, lane_id)
        if change is not None:
            x, width = columns.steps[index]
            at = (x + width - END - WAY, top + 3.0, WAY, WAY)
            drawing.taken.append(at)
            mark = Mark("change", *at[:2], change.kind, WAY, WAY)
            marked.append(Group((mark,), role="change", title=f"{change.kind}: {change.sentence}"))
    back = drawing.scale()
    lines = drawing.curves()
    front = [*drawing.counted(), *drawing.parts()]
    dips = drawing.pins()
    said = drawing.words()
    hot: list[Item] = []
    for index, column in enumerate(content.columns):
        feeling = column.feeling
        if feeling.facts or feeling.measured is not None or feeling.assumed is not None:
            x, width = columns.steps[index]
            hot.append(
                Group(
                    (), role="cell feeling", id="", title=f"How they feel, {column.title}: {told(feeling, drawing.language)}",
                    facts=(*facts_of(changes.at("cell", column.id, lane_id)), *feeling.facts), box=(x, top + 2, width - 1, height - 4), at=(-1, index),
                )
            )  # fmt: skip
    return [*back, *lines, *dips, *front, *said, *marked, *hot], drawing.used, drawing.lost


def told(feeling: Feeling, language: str) -> str:
    """Return a feeling in words: the word, what was measured, what the team assumes."""
    parts: list[str] = [feeling.word] if feeling.word else []
    if feeling.measured is not None:
        parts.append(
            f"measured {words.signed(feeling.measured, language)} from {words.count(feeling.n or 0, language)}"
        )
    elif feeling.n:
        parts.append(f"{feeling.n}: too few to tell")
    if feeling.assumed is not None:
        parts.append(f"the team assumes {words.signed(feeling.assumed, language)}")
    return ", ".join(parts)
