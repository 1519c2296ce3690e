"""What a map shows, gathered from the atlas and its newest measures, before any geometry: forms lay this out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.roles import ROLES, Role
from footpath.atlas.types import (
    Atlas,
    Barrier,
    Cell,
    Criticality,
    Emotion,
    Evidence,
    ImageCell,
    Journey,
    Lane,
    LaneId,
    MeasureRow,
    MeasureRun,
    NumberCell,
    Opportunity,
    Persona,
    Reference,
    Stage,
    Step,
)
from footpath.base import format_duration
from footpath.draw import words
from footpath.draw.grading import evidence_row, graded
from footpath.draw.icons import icon_of
from footpath.draw.text import clean

_ENDINGS = {"wanted": "wanted", "unwanted": "unwanted", "silent": "silent", "censored": "open", "open": "open"}

FEW = 30
"""Under this many, a mean is not drawn (V006)."""

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as a form shows it."""

    text: str
    kind: str = "text"
    grade: str = "assumed"
    n: str = ""
    origin: str = "person"
    level: int = 0
    icon: str = ""
    above: str = ""
    below: str = ""
    rank: str = ""
    id: str = ""
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Feeling:
    """How they feel at one column: what the team assumes, what was measured, and its parts."""

    assumed: float | None = None
    word: str = ""
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    others: tuple[tuple[str, float], ...] = ()
    parts: tuple[MeasureRow, ...] = ()
    facts: Facts = ()
    under_floor: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a step, or a stage that has none."""

    stage: int
    id: str
    title: str
    holder: Step | Stage
    is_step: bool
    decides: bool = False
    feeling: Feeling = Feeling()
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One lane: what stands in its columns, and what spans its stages."""

    lane: Lane
    role: Role
    title: str
    sub: str
    cells: dict[int, tuple[Shown, ...]]
    spans: dict[int, tuple[Shown, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the lane."""
        return not self.cells and not self.spans


@dataclass(frozen=True, slots=True)
class Counted:
    """How many reached a stage, and what share was lost in it."""

    count: int | None = None
    lost: float | None = None
    is_branch: bool = False
    is_under_floor: bool = False
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class End:
    """One way in which walks end, and how many did."""

    text: str
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class Content:
    """A journey as all forms of it see it."""

    atlas: Atlas
    journey: Journey
    persona: Persona | None
    run: MeasureRun | None
    language: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    counts: tuple[Counted, ...]
    starts: tuple[float, ...]
    total: float
    ends: tuple[End, ...]

    def columns_of(self, stage: int) -> list[int]:
        """Return the indices of a stage's columns."""
        return [index for index, column in enumerate(self.columns) if column.stage == stage]


def gather(
    atlas: Atlas,
    journey: Journey,
    *,
    persona: Persona | None = None,
    lanes: Sequence[str] | None = None,
    today: date | None = None,
) -> Content:
    """Return what a map of the journey shows; see `Content`."""
    run = atlas.measured(journey.id)
    teller = _Teller(atlas, journey, run, persona, today)
    columns: list[Column] = []
    for index, stage in enumerate(journey.stages):
        holders: Sequence[Step | Stage] = stage.steps or (stage,)
        for holder in holders:
            columns.append(teller.column(index, holder))
    rows = tuple(teller.rows(columns, lanes))
    starts, total = teller.starts()
    return Content(
        atlas=atlas,
        journey=journey,
        persona=persona,
        run=run,
        language=atlas.language,
        columns=tuple(columns),
        rows=rows,
        counts=tuple(teller.counts()),
        starts=starts,
        total=total,
        ends=tuple(teller.ends()),
    )


class _Teller:
    """Reads the document and the measures; holds no state of its own but what it was given."""

    def __init__(
        self, atlas: Atlas, journey: Journey, run: MeasureRun | None, persona: Persona | None, today: date | None
    ) -> None:
        self.atlas, self.journey, self.run, self.persona, self.today = atlas, journey, run, persona, today
        self.language = atlas.language
        self.ranks = _ranks(atlas, journey)
        self.touchpoints = {t.id: t for t in atlas.touchpoints}
        self.channels = {c.id: c for c in atlas.channels}
        self.opportunities = {o.id: o for o in atlas.opportunities}
        self.source_titles = {s.id: s.title or s.id for s in atlas.sources}

    # ------------------------------------------------------------ columns

    def column(self, stage: int, holder: Step | Stage) -> Column:
        is_step = isinstance(holder, Step)
        level = max((c.level for c in self._cells(holder, "criticality") if isinstance(c, Criticality)), default=0)
        return Column(
            stage, str(holder.id), clean(holder.title) if is_step else "", holder, is_step,
            decides=level == 3, feeling=self.feeling(holder, is_step=is_step), facts=self._step_facts(str(holder.id)),
        )  # fmt: skip

    def _cells(self, holder: Step | Stage, role: str) -> Iterator[Cell]:
        named = {lane.id for lane in self.journey.lanes if lane.role == role} | {LaneId(role)}
        for lane in named:
            yield from holder.lane(lane)

    def feeling(self, holder: Step | Stage, *, is_step: bool) -> Feeling:
        assumed: float | None = None
        word = ""
        others: list[tuple[str, float]] = []
        facts: list[tuple[str, str]] = []
        focus = self.persona.id if self.persona else None
        for cell in self._cells(holder, "emotion"):
            if not isinstance(cell, Emotion):
                continue
            if cell.persona is not None and cell.persona != focus:
                if cell.score is not None:
                    others.append((str(cell.persona), cell.score))
                continue
            assumed, word = (cell.score if cell.score is not None else assumed), clean(cell.word or cell.text) or word
            facts.extend(self._cell_facts(cell, holder))
        rows: list[MeasureRow] = []
        if self.run is not None:
            on = "step" if is_step else "stage"
            named = [r for r in self.run.rows if r.on == on and r.id == holder.id]
            rows = [r for r in named if r.measure == "emotion-scores"] or [r for r in named if r.measure == "emotion-words"]
        whole = next((r for r in rows if not r.among), None)
        parts = tuple(r for r in rows if r.among and r.value is not None and r.n >= FEW)
        for row in rows:
            facts.extend(self._row_facts(row))
        facts.extend(self._quote_facts(str(holder.id)))
        return Feeling(
            assumed, word,
            whole.value if whole and whole.n >= FEW else None,
            whole.low if whole else None, whole.high if whole else None,
            whole.n if whole else None, tuple(others), parts, tuple(facts), bool(whole and whole.floor),
        )  # fmt: skip

    # ------------------------------------------------------------ lanes

    def rows(self, columns: list[Column], lanes: Sequence[str] | None) -> Iterator[Row]:
        for lane in self.journey.shown_lanes():
            if lanes is not None and lane.id not in lanes and lane.role not in lanes:
                continue
            role = ROLES[lane.role]
            cells: dict[int, tuple[Shown, ...]] = {}
            spans: dict[int, tuple[Shown, ...]] = {}
            for index, column in enumerate(columns):
                if column.is_step and (shown := tuple(self.shown(lane, column.holder))):
                    cells[index] = shown
            for number, stage in enumerate(self.journey.stages):
                found = tuple(self.shown(lane, stage))
                if found:
                    spans[number] = found
            if lane.role == "opportunity":
                spans, cells = self._gathered(spans, cells, columns), {}
            row = Row(lane, role, clean(lane.title) or role.title, self._sub(lane, columns), cells, spans)
            has_feeling = lane.role == "emotion" and any(
                c.feeling.assumed is not None or c.feeling.n is not None for c in columns
            )
            if row.is_empty and not has_feeling and not self.journey.lanes:
                continue
            yield row

    def _gathered(
        self, spans: dict[int, tuple[Shown, ...]], cells: dict[int, tuple[Shown, ...]], columns: list[Column]
    ) -> dict[int, tuple[Shown, ...]]:
        """Opportunities stand by stage, each once, first things first."""
        out: dict[int, tuple[Shown, ...]] = {}
        for number in range(len(self.journey.stages)):
            found = list(spans.get(number, ()))
            for index, shown in cells.items():
                if columns[index].stage == number:
                    found.extend(shown)
            unique = {s.id or s.text: s for s in found}
            if unique:
                out[number] = tuple(sorted(unique.values(), key=lambda s: int(s.rank) if s.rank.isdigit() else 999))
        return out

    def _sub(self, lane: Lane, columns: list[Column]) -> str:
        if lane.role == "criticality":
            has = any(self._row("step", c.id, "criticality") for c in columns)
            return "the team; the data" if has else "as the team sees it"
        return words.SUBLINES.get(lane.role, "")

    def shown(self, lane: Lane, holder: Step | Stage) -> Iterator[Shown]:
        focus = self.persona.id if self.persona else None
        found = False
        for cell in holder.lane(lane.id):
            if focus is not None and cell.persona is not None and cell.persona != focus:
                continue
            made = self._one(lane, cell, holder)
            if made is not None:
                found = True
                yield made
        if lane.role == "owner" and not found and holder.owner:
            yield Shown(clean(holder.owner), "plain", "")
        if lane.role == "criticality" and not found and isinstance(holder, Step):
            estimate = self._row("step", holder.id, "criticality")
            if estimate is not None:
                yield Shown("", "criticality", "", facts=self._row_facts(estimate))

    def _one(self, lane: Lane, cell: Cell, holder: Step | Stage) -> Shown | None:
        if isinstance(cell, Emotion):
            return None
        grade, n = graded(cell, self.journey, holder, self.atlas, today=self.today)
        facts = self._cell_facts(cell, holder)
        n_text = words.count(n, self.language) if n is not None else ""
        base = Shown(clean(cell.text), "text", grade, n_text, str(cell.origin), id=cell.id or "", facts=facts)
        if isinstance(cell, Barrier):
            return _with(base, kind="barrier", level=cell.severity or 0)
        if isinstance(cell, Criticality):
            extra = (("Why", clean(cell.why)),) if cell.why else ()
            row = self._row("step", str(holder.id), "criticality")
            more = self._row_facts(row) if row else ()
            return _with(base, kind="criticality", level=cell.level, facts=(*extra, *facts, *more))
        if isinstance(cell, Reference):
            return self._reference(lane, cell, base)
        if isinstance(cell, NumberCell):
            return _with(base, text=self._number(cell, holder) or base.text, kind="number")
        if isinstance(cell, ImageCell):
            return _with(base, text=base.text or cell.picture, kind="image")
        if lane.role in ("thought", "quote", "takeaway"):
            return _with(base, kind=lane.role) if base.text else None
        if lane.role == "owner":
            return _with(base, kind="plain")
        return base if base.text else None

    def _reference(self, lane: Lane, cell: Reference, base: Shown) -> Shown:
        if lane.role == "opportunity":
            found = self.opportunities.get(cell.ref)  # type: ignore[call-overload]
            if found is None:
                return _with(base, text=base.text or cell.ref, kind="opportunity", rank="")
            who = ", ".join(part for part in (found.owner or "", words.STATUS[found.status]) if part)
            facts = (*self._opportunity_facts(found), *base.facts)
            return _with(
                base, text=clean(found.text), kind="opportunity", below=clean(who),
                rank=self.ranks.get(found.id, ""), id=found.id, facts=facts, origin=str(found.origin),
            )  # fmt: skip
        if lane.role == "channel":
            channel = self.channels.get(cell.ref)  # type: ignore[call-overload]
            title = channel.title if channel else KNOWN_CHANNELS.get(cell.ref, cell.ref.replace("-", " "))
            return _with(base, text=base.text or clean(title), kind="channel", icon=icon_of(channel, cell.ref))
        touchpoint = self.touchpoints.get(cell.ref)  # type: ignore[call-overload]
        if touchpoint is None:
            return _with(base, text=base.text or cell.ref, kind="touchpoint", icon=icon_of(None, cell.ref))
        channel = self.channels.get(touchpoint.channel) if touchpoint.channel else None
        id_ = str(touchpoint.channel or "")
        name = channel.title if channel else KNOWN_CHANNELS.get(id_, id_.replace("-", " ")).lower()
        facts = list(base.facts)
        for key in ("reach", "visits"):
            row = self._row("touchpoint", cell.ref, key)
            if row is not None and not any(row.measure in label for label, _ in facts):
                facts.extend(self._row_facts(row))
        if touchpoint.when:
            facts.append(("Recognised by", touchpoint.when))
        return _with(
            base, text=base.text or clean(touchpoint.title), kind="touchpoint", above=clean(name),
            icon=icon_of(channel, str(touchpoint.channel or touchpoint.id)), id=cell.ref, facts=tuple(facts),
        )  # fmt: skip

    def _number(self, cell: NumberCell, holder: Step | Stage) -> str:
        if cell.value is not None:
            return f"{cell.value:g} {cell.unit}".strip()
        row = self._row("step" if isinstance(holder, Step) else "stage", str(holder.id), cell.measure or "")
        return _value_words(row, self.language) if row is not None else ""

    # ------------------------------------------------------------ facts

    def _cell_facts(self, cell: Cell, holder: Step | Stage) -> Facts:
        out: list[tuple[str, str]] = []
        for evidence in cell.evidence:
            out.extend(self._evidence_facts(evidence, cell, holder))
        if isinstance(cell, Barrier) and cell.severity:
            out.append(("Severity", f"{cell.severity} of 5"))
        if cell.origin == "drafted":
            out.append(("Origin", "drafted from the data; nobody has read it yet"))
        elif cell.origin == "import":
            out.append(("Origin", "imported"))
        return tuple(out)

    def _evidence_facts(self, evidence: Evidence, cell: Cell, holder: Step | Stage) -> Iterator[tuple[str, str]]:
        if evidence.link:
            yield "Said elsewhere", clean(f"{evidence.sentence or ''} {evidence.link}")
            return
        source = self.source_titles.get(evidence.source, str(evidence.source or "")) if evidence.source else ""
        row = evidence_row(evidence, cell, self.journey, holder, self.atlas)
        if row is not None:
            yield from self._row_facts(row)
        elif evidence.theme:
            yield "Theme", f"{evidence.theme}; source: {source}"
        elif evidence.question:
            yield "Question", f"{evidence.question}; source: {source}"
        elif evidence.remarks:
            number = len(evidence.remarks) if isinstance(evidence.remarks, tuple) else 0
            yield "Remarks", (f"{number} of " if number else f"{evidence.remarks}; source: ") + source
        else:
            what = evidence.measure or (f"exit {evidence.exit}" if evidence.exit else f"wait {evidence.wait}")
            yield "Evidence", f"{what}, not measured yet; source: {source}"

    def _row_facts(self, row: MeasureRow) -> Facts:
        name = row.measure.replace("-", " ") + (f", {row.among.replace('-', ' ')}" if row.among else "")
        text = _value_words(row, self.language)
        if row.floor or row.value is None:
            text = "not shown: too few people" if row.floor else "nothing to count"
        else:
            if row.low is not None and row.high is not None:
                low = _value_words(row.model_copy(update={"value": row.low}), self.language)
                high = _value_words(row.model_copy(update={"value": row.high}), self.language)
                text += f", between {low} and {high}"
            text += f"; from {words.count(row.n, self.language)}"
        out = [(name, text)]
        definition = self.run.definitions.get(row.measure) if self.run else None
        if definition:
            out.append(("Definition", clean(definition)))
        where = self.source_titles.get(row.source, row.source)  # type: ignore[call-overload]
        when = words.period(row.from_, row.to, self.language)
        if where or when:
            out.append(("Source", ", ".join(part for part in (str(where), when) if part)))
        return tuple(out)

    def _step_facts(self, step: str) -> Facts:
        names = ("reach", "share-going-on", "share-lost", "median-time", "p90-time", "median-wait", "p90-wait", "share-late")
        rows = [self._row("step", step, name) for name in names]
        return tuple(fact for row in rows if row is not None for fact in self._row_facts(row))

    def _quote_facts(self, step: str) -> Iterator[tuple[str, str]]:
        if self.run is not None:
            for quote in self.run.quotes:
                if quote.step == step:
                    alike = f" ({quote.alike} of {quote.of} say the same)" if quote.alike and quote.of else ""
                    yield "In their words", f"“{clean(quote.text)}”{alike}"

    def _opportunity_facts(self, found: Opportunity) -> Iterator[tuple[str, str]]:
        if found.answers:
            yield "Answers", ", ".join(found.answers)
        if found.effort is not None:
            yield "Effort", f"{found.effort:g} person-months"
        if found.target is not None:
            start = f"from {found.target.from_:g} " if found.target.from_ is not None else ""
            yield "Target", f"{found.target.measure.replace('-', ' ')} {start}to {found.target.to:g}"

    def _row(self, on: str, id_: str, measure: str) -> MeasureRow | None:
        return self.run.find(on, id_, measure) if self.run is not None else None

    # ------------------------------------------------------------ heads

    def counts(self) -> Iterator[Counted]:
        if self.run is None:
            return
        found: list[MeasureRow | None] = []
        for stage in self.journey.stages:
            row = self._row("stage", stage.id, "reach")
            if row is None and stage.steps:
                row = self._row("step", stage.steps[0].id, "reach")
            found.append(row)
        if not any(found):
            return
        for index, row in enumerate(found):
            stage = self.journey.stages[index]
            if row is None:
                yield Counted()
                continue
            is_branch = _is_branch(stage)
            following = next(
                (r for k, r in enumerate(found) if k > index and r is not None and r.value is not None and not _is_branch(self.journey.stages[k])),
                None,
            )
            lost_row = self._row("stage", stage.id, "share-lost")
            lost = lost_row.value if lost_row is not None else None
            if lost is None and following is not None and row.value and following.value is not None:
                lost = 1 - following.value / row.value
            facts = self._row_facts(row) + (self._row_facts(lost_row) if lost_row else ())
            yield Counted(
                round(row.value) if row.value is not None else None,
                lost if lost is not None and lost > 0.0005 and not is_branch else None,
                is_branch, row.floor, facts,
            )  # fmt: skip

    def starts(self) -> tuple[tuple[float, ...], float]:
        """Return the median seconds from the beginning of a walk to each stage, and to the end; empty where unmeasured.

        A stage begins where its first measured step is reached; one without a number begins with the one before it.
        """
        found: list[float | None] = []
        last = 0.0
        for stage in self.journey.stages:
            rows = [self._row("stage", stage.id, "median-time")]
            rows += [self._row("step", step.id, "median-time") for step in stage.steps]
            known = [row.value for row in rows if row is not None and row.value is not None]
            found.append(known[0] if known else None)
            last = max(last, *known, 0.0)
        whole = self._row("journey", self.journey.id, "median-time")
        if whole is not None and whole.value is not None:
            last = max(last, whole.value)
        if last <= 0 or sum(v is not None for v in found) < 2:
            return (), 0.0
        out: list[float] = []
        for value in found:
            before = out[-1] if out else 0.0
            out.append(max(before, value if value is not None else before))
        return tuple(out), last

    def ends(self) -> Iterator[End]:
        if self.run is None:
            return
        kinds: dict[str, tuple[str, str]] = {
            "silent": ("nothing more seen", "silent"),
            "open": ("still open", "open"),
            "censored": ("still open", "open"),
        }
        for kind, boundaries in (("wanted", self.journey.ends.wanted), ("unwanted", self.journey.ends.unwanted)):
            for boundary in boundaries:
                for key in (boundary.touchpoint, boundary.value, boundary.text):
                    if key:
                        kinds.setdefault(str(key), (clean(boundary.text) or str(key), kind))
        order = {"wanted": 0, "unwanted": 1, "silent": 2, "open": 3}
        ends: list[End] = []
        for row in self.run.rows:
            if row.on == "outcome" and row.measure == "reach" and row.value:
                text, kind = kinds.get(row.id, (clean(row.id.replace("-", " ")), "unwanted"))
                kind = _ENDINGS.get(row.among, kind)
                ends.append(End(text, round(row.value), kind))
        yield from sorted(ends, key=lambda end: (order[end.kind], -end.count))


def _value_words(row: MeasureRow, language: str) -> str:
    if row.value is None:
        return ""
    unit = row.unit
    if unit in ("s", "seconds"):
        return format_duration(row.value * 1e6)
    if unit == "share" or row.measure.startswith("share-"):
        return words.percent(row.value, language)
    if row.measure.startswith("emotion"):
        return words.signed(row.value, language)
    if float(row.value).is_integer():
        return words.count(row.value, language)
    return words.decimal(row.value, 2, language)


def _with(shown: Shown, **changes: object) -> Shown:
    from dataclasses import replace

    return replace(shown, **changes)  # type: ignore[arg-type]


def _is_branch(stage: Stage) -> bool:
    """Whether a stage is beside the way (support): all of its steps may be passed over."""
    return bool(stage.steps) and all(step.optional for step in stage.steps)


def _ranks(atlas: Atlas, journey: Journey) -> dict[str, str]:
    """Return the rank of each opportunity of the journey: criticality x severity / effort, as the team judges it.

    At equal scores critical steps come first, then the order of the library. What is shipped or dropped has no rank.
    """
    weight: dict[str, float] = {}
    named: set[str] = set()
    for stage in journey.stages:
        for holder in (stage, *stage.steps):
            cells = [cell for lane in holder.cells.values() for cell in lane]
            level = max((c.level for c in cells if isinstance(c, Criticality)), default=1)
            for cell in cells:
                if isinstance(cell, Barrier) and cell.id:
                    weight[cell.id] = max(weight.get(cell.id, 0), level * (cell.severity or 1) + level / 100)
                if isinstance(cell, Reference):
                    named.add(cell.ref)
    ranked: list[tuple[float, int, Opportunity]] = []
    ranks: dict[str, str] = {}
    for place, found in enumerate(atlas.opportunities):
        if found.id not in named:
            continue
        if found.status in ("shipped", "dropped"):
            ranks[found.id] = "done" if found.status == "shipped" else "dropped"
            continue
        score = max((weight.get(answer, 0) for answer in found.answers), default=0) / max(found.effort or 1, 0.1)
        ranked.append((-score, place, found))
    for number, (_, _, found) in enumerate(sorted(ranked, key=lambda r: r[:2]), start=1):
        ranks[found.id] = str(number)
    return ranks
