"""What stands under the lanes: how walks end, the legend of the marks that occur, and where all of it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from footpath.draw import words
from footpath.draw.content import Content, End
from footpath.draw.forms.heads import row_head
from footpath.draw.forms.page import MARGIN, OUT, Columns
from footpath.draw.marks import DIAMOND, DISC, RANK, TICK_HEIGHT, WAY, ticks_width
from footpath.draw.scene import Box, Dot, Group, Item, Mark, Path
from footpath.draw.styles import COUNT, FAINT, SMALL, measure, write
from footpath.draw.text import Lines, clean, wrap

Swatch = Callable[[float, float], list[Item]]


def _edge(grade: str) -> tuple[float, Swatch]:
    return 2.2, lambda x, y: [Mark("edge", x, y - 6.5, grade, height=8, ink="ink2")]


def _dashes(x: float, y: float) -> list[Item]:
    return [Path((("M", x, y - 2.5), ("L", x + 18, y - 2.5)), "ink2", 0.9, dash=(3, 2.4))]


def _thick(x: float, y: float) -> list[Item]:
    band = (("M", x, y - 6.5), ("L", x + 18, y - 6.5), ("L", x + 18, y + 1.5), ("L", x, y + 1.5), ("Z",))
    return [
        Path(band, fill="flow", opacity=0.2),
        Path((("M", x, y - 2.5), ("L", x + 18, y - 2.5)), "flow", 2.6),
    ]


def _hatch(token: str) -> Swatch:
    def draw(x: float, y: float) -> list[Item]:
        box = (("M", x, y - 6.5), ("L", x + 12, y - 6.5), ("L", x + 12, y + 1), ("L", x, y + 1), ("Z",))
        return [Path(box, fill=token)]

    return draw


def _range(x: float, y: float) -> list[Item]:
    return [Path((("M", x, y - 2.5), ("L", x + 18, y - 2.5)), "flow", 1.6), Dot(x + 9, y - 2.5, 2.4, "flow")]


_ENTRIES: tuple[tuple[str, str, float, Swatch], ...] = (
    ("assumed", words.GRADES["assumed"], *_edge("assumed")),
    ("reported", words.GRADES["reported"], *_edge("reported")),
    ("measured", words.GRADES["measured"], *_edge("measured")),
    ("stale", words.GRADES["stale"], *_edge("stale")),
    ("n", "from how many", 0.0, lambda x, y: []),
    (
        "drafted",
        "drafted, no one has read it yet",
        7.0,
        lambda x, y: [Mark("dog-ear", x + 5, y - 6, "drafted", ink="ink2")],
    ),
    ("import", "imported", 7.0, lambda x, y: [Mark("dog-ear", x + 5, y - 7, "import", ink="ink2")]),
    (
        "severity",
        "how bad, of 5",
        ticks_width(),
        lambda x, y: [Mark("ticks", x, y - TICK_HEIGHT, 3, ink="trouble")],
    ),
    ("criticality", "decides, says the team", 24.0, lambda x, y: [Mark("diamonds", x, y - DIAMOND + 1, 2)]),
    ("estimate", "says the data: of 100, so many fewer end well", 18.0, _range),
    ("curve-assumed", "feeling, assumed", 18.0, _dashes),
    ("curve-measured", "feeling, measured, with its range; a gap where nobody said", 18.0, _thick),
    ("dip", "a dip", 7.0, lambda x, y: [Dot(x + 3.4, y - 2.5, 3.2, "trouble")]),
    ("first", "do first", RANK, lambda x, y: [Mark("rank", x, y - 8, "1", RANK, RANK)]),
    ("later", "later", RANK, lambda x, y: [Mark("rank", x, y - 8, "4", RANK, RANK)]),
    ("done", "shipped", RANK, lambda x, y: [Mark("rank", x, y - 8, "done", RANK, RANK)]),
    ("dropped", "dropped", RANK, lambda x, y: [Mark("rank", x, y - 8, "dropped", RANK, RANK)]),
    ("lost", "left us", 12.0, _hatch("hatch-trouble")),
    (
        "hand",
        "passes on to",
        16.0,
        lambda x, y: [
            Path((("M", x, y - 2.5), ("L", x + 13, y - 2.5)), "ink", 1.1),
            Mark("arrow", x + 16, y - 2.5, "end"),
        ],
    ),
    ("who", "whose it is", 8.0, lambda x, y: [Mark("who", x, y - 6.8, width=8, height=8, ink="ink2")]),
    ("branch", "goes on elsewhere", WAY, lambda x, y: [Mark("way", x, y - 8, "branch", WAY, WAY)]),
    ("loop", "goes back", WAY, lambda x, y: [Mark("way", x, y - 8, "loop", WAY, WAY)]),
    ("exit", "ends here", WAY, lambda x, y: [Mark("way", x, y - 7.6, "exit", WAY, WAY)]),
    ("child", "opens a map of its own", WAY, lambda x, y: [Mark("child", x, y - 8, "", WAY, WAY)]),
    ("fails", "fails here", DISC, lambda x, y: [Mark("fails", x, y - 7, 1, DISC, DISC, ink="trouble")]),
    (
        "zone",
        "our zone",
        12.0,
        lambda x, y: [
            Box(x + 0.6, y - 6.6, 11, 7.6, fill="paper", stroke="carry", line=1.2, radius=2.5),
        ],
    ),
    ("new", "new, not on the map of today", 8.2, lambda x, y: [Mark("new", x, y - 2.8)]),
    ("change-added", "added", WAY, lambda x, y: [Mark("change", x, y - 8, "added", WAY, WAY)]),
    ("change-removed", "removed", WAY, lambda x, y: [Mark("change", x, y - 8, "removed", WAY, WAY)]),
    ("change-changed", "changed", WAY, lambda x, y: [Mark("change", x, y - 8, "changed", WAY, WAY)]),
    ("change-moved", "moved", WAY, lambda x, y: [Mark("change", x, y - 8, "moved", WAY, WAY)]),
    ("no-data", "no data", 12.0, _hatch("hatch-rule2")),
)


_MOST_TOLD = 12
"""So many sentences of changes stand in the foot."""


class Foot:
    """Legend and sources; made twice where the folds are known only after the first time."""

    def __init__(
        self,
        content: Content,
        columns: Columns,
        width: float,
        used: set[str],
        folds: int,
        *,
        margin: float = MARGIN,
        also: Sequence[str] = (),
        changed: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.width, self.columns = width, columns
        self.content, self.margin = content, margin
        self.legend = self._legend(used)
        text = " ".join((foot_text(content, folds), *also))
        self.text = wrap(text, FAINT.face, FAINT.size, width - 2 * margin - 60, lines=12)
        self.changed = self._changed(changed)
        self.height = 8 + len(self.legend) * 10.5 + len(self.text.lines) * 9.2 + 4
        self.height += sum(len(laid.lines) for _, laid in self.changed) * 10.5 + (3 if self.changed else 0)

    def _changed(self, changed: Sequence[tuple[str, str]]) -> list[tuple[str, Lines]]:
        """Return the sentences that the map's marks cannot tell, twelve at most."""
        room = self.width - 2 * self.margin - 62 - 14
        out = [
            (kind, wrap(sentence, SMALL.face, SMALL.size, room, lines=3))
            for kind, sentence in changed[:_MOST_TOLD]
        ]
        if len(changed) > _MOST_TOLD:
            more = f"and {len(changed) - _MOST_TOLD} more, which footpath diff tells"
            out.append(("", wrap(more, SMALL.face, SMALL.size, room, lines=1)))
        return out

    def _legend(self, used: set[str]) -> list[list[tuple[float, str, float, Swatch, str]]]:
        start = self.margin + 62
        room = self.width - self.margin
        rows: list[list[tuple[float, str, float, Swatch, str]]] = [[]]
        x = start
        for key, text, swatch_width, draw in _ENTRIES:
            if key not in used:
                continue
            sample = "214" if key == "n" else ""
            lead = measure(sample, COUNT) + 3 if sample else swatch_width + 5
            advance = lead + measure(text, SMALL)
            if x + advance > room and rows[-1]:
                rows.append([])
                x = start
            rows[-1].append((x, text, lead, draw, sample))
            x += advance + 12
        return rows if rows[0] else []

    def items(self, bottom: float) -> list[Item]:
        """Return the foot, its last line at the bottom edge less the margin."""
        y = bottom - self.height
        out: list[Item] = [
            Path((("M", self.margin - OUT, y), ("L", self.width - self.margin + OUT, y)), "rule", 0.6)
        ]
        y += 11
        told: list[Item] = []
        for number, (kind, laid) in enumerate(self.changed):
            if number == 0:
                told.append(write(self.margin, y, "What changed", SMALL.of(face="sans-600", ink="ink")))
            if kind:
                told.append(Mark("change", self.margin + 62, y - 8, kind, WAY, WAY))
            for line in laid.lines:
                told.append(write(self.margin + 62 + 14, y, line, SMALL.of(ink="ink")))
                y += 10.5
        if told:
            out.append(Group(tuple(told), role="changes", title="What changed"))
            y += 3
        legend: list[Item] = []
        for number, row in enumerate(self.legend):
            if number == 0:
                legend.append(write(self.margin, y, "How to read it", SMALL.of(face="sans-600", ink="ink")))
            for x, text, lead, draw, sample in row:
                legend += draw(x, y)
                if sample:
                    legend.append(write(x, y, sample, COUNT))
                legend.append(write(x + lead, y, text, SMALL))
            y += 10.5
        if legend:
            out.append(Group(tuple(legend), role="legend", title="How to read it"))
        for number, line in enumerate(self.text.lines):
            if line:
                out.append(write(self.margin, y + number * 9.2, line, FAINT))
        last = y + (len(self.text.lines) - 1) * 9.2
        out.append(
            write(
                self.width - self.margin,
                last,
                "Footpath",
                FAINT.of(face="sans-600", ink="ink2"),
                anchor="end",
            )
        )
        return out


def foot_text(content: Content, folds: int) -> str:
    """Return where all of it comes from, in sentences: walks, sources, period, floor, notes, review, folds."""
    out: list[str] = []
    run, journey, language = content.run, content.journey, content.language
    if run is None:
        is_assumed = not any(
            c.evidence
            for s in journey.stages
            for h in (s, *s.steps)
            for cells in h.cells.values()
            for c in cells
        )
        out.append(
            "Nothing here was measured yet" + (": all of it is what the team assumes." if is_assumed else ".")
        )
    else:
        parts: list[str] = []
        titles = {source.id: source.title or source.id for source in content.atlas.sources}
        whole = run.find("journey", journey.id, "reach")
        if whole is not None and whole.value is not None:
            parts.append(f"{words.count(whole.value, language)} walks")
        periods = {words.period(state.from_, state.to, language) for state in run.sources} - {""}
        for state in run.sources:
            who = f" of {words.count(state.customers, language)} customers" if state.customers else ""
            when = words.period(state.from_, state.to, language) if len(periods) > 1 else ""
            source_words = f"{titles.get(state.id, state.id)} ({words.count(state.rows, language)} rows{who}"
            parts.append(f"{source_words}{', ' + when if when else ''})")
        if len(periods) == 1:
            parts.append(periods.pop())
        if parts:
            out.append(f"From {', '.join(parts)}.")
        out.append(f"Counts below {content.atlas.floor} customers are not shown.")
        if any(row.measure == "criticality" for row in run.rows):
            out.append("What decides is an association, not yet tested.")
        out += [clean(note).rstrip(".") + "." for note in run.notes]
    named = {s.id for s in run.sources} if run else set(journey.sources)
    for source in content.atlas.sources:
        if source.note and (source.id in named or source.id in journey.sources):
            out.append(clean(source.note).rstrip(".") + ".")
    if journey.status == "agreed":
        out.append("Agreed by the team.")
    if journey.reviewed:
        who = f" by {clean(journey.owner)}" if journey.owner else ""
        out.append(f"Reviewed {words.day(journey.reviewed, language)}{who}.")
    elif journey.status is not None:
        out.append("Not reviewed yet.")
    review = journey.review if journey.status is not None else None
    if review is not None and review.cadence:
        out.append(f"To be looked at again every {clean(review.cadence)}.")
    if journey.notes and not content.is_further:
        number = len(journey.notes)
        out.append(f"{number} {'note waits' if number == 1 else 'notes wait'} in the inbox.")
    if folds:
        out.append(f"{folds} {'text is' if folds == 1 else 'texts are'} cut here to fit; whole on the page.")
    return " ".join(out)


def lanes_told(content: Content, as_marks: Set[str]) -> tuple[str, ...]:
    """Return what the foot says of lanes: which are folded to marks, which are left out as nothing stands there."""
    out = list(content.notes)
    folded = [row.title for row in content.rows if row.lane.id in as_marks]
    if folded and not content.is_overview:
        lanes = "Folded to marks" if len(folded) == 1 else f"{len(folded)} lanes are folded to marks"
        out.append(f"{lanes}, as few steps have them: {', '.join(folded)}; whole on the page.")
    if content.journey.lanes and content.empty:
        out.append(f"Left out, as nothing stands there yet: {', '.join(row.title for row in content.empty)}.")
    return tuple(out)


# ---------------------------------------------------------------- how it ends


ENDS_SCALE = 150.0
"""The width of all walks together, in points, in the bars of the list."""


def ends(content: Content, columns: Columns, top: float) -> tuple[list[Item], float]:
    """Return a list of how walks end, each with its bar to one scale, and its height; nothing where none were counted."""
    found = content.ends
    if not found:
        return [], 0.0
    total = sum(end.count for end in found)
    x0, x1 = columns.start, max(columns.end, columns.start + 240)
    out: list[Item] = []
    x, y = x0, top + 13.0
    for end in found:
        number = words.count(end.count, content.language)
        share = words.percent(end.count / total, content.language)
        text = wrap(end.text, SMALL.face, SMALL.size, 150, lines=1).lines[0]
        bar = max(ENDS_SCALE * end.count / total, 1.2)
        advance = bar + 4 + measure(text, SMALL) + 4 + measure(number, COUNT) + 4 + measure(share, SMALL) + 14
        if x + advance - 14 > x1 and x > x0:
            x, y = x0, y + 11
        items: list[Item] = _segment(end, x, y - 5.6, bar, 6)
        at = x + bar + 4
        for part, style in ((text, SMALL.of(ink="ink")), (number, COUNT), (share, SMALL)):
            items.append(write(at, y, part, style))
            at += measure(part, style) + 4
        out.append(Group(tuple(items), role="end", title=f"{end.text}: {number}, {share}"))
        x += advance
    out = [row_head(MARGIN, top + 13, "How it ends", "", columns.lane_width - 6), *out]
    return [Group(tuple(out), role="ends", title="How it ends")], y - top + 4


def _segment(end: End, x: float, y: float, width: float, height: float) -> list[Item]:
    box = (("M", x, y), ("L", x + width, y), ("L", x + width, y + height), ("L", x, y + height), ("Z",))
    if end.kind == "wanted":
        return [Box(x, y, width, height, fill="flow")]
    if end.kind == "unwanted":
        return [Path(box, "trouble", 0.7, fill="hatch-trouble")]
    if end.kind == "silent":
        return [Path(box, "rule2", 0.7, fill="hatch-rule2")]
    return [Path(box, "rule2", 0.7, dash=(1.6, 1.6))]
