"""A journey's columns and rows, gathered from the document and its newest measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    Atlas,
    Barrier,
    Cell,
    Criticality,
    Emotion,
    ImageCell,
    Journey,
    Lane,
    LaneId,
    MeasureRow,
    MeasureRun,
    NumberCell,
    Reference,
    Stage,
    Step,
    Touchpoint,
)
from footpath.draw import words
from footpath.draw.asking import Asked
from footpath.draw.content.facts import value_words
from footpath.draw.content.failures import failing, is_blueprint
from footpath.draw.content.ranks import ranks
from footpath.draw.content.types import FEW, Column, Content, Feeling, Row, Shown
from footpath.draw.content.ways import WayTeller
from footpath.draw.grading import graded
from footpath.draw.icons import icon_of
from footpath.draw.pictures import shot
from footpath.draw.text import clean


def gather(atlas: Atlas, journey: Journey, asked: Asked) -> Content:
    """Return what a map of the journey shows; see `Content`."""
    run = atlas.measured(journey.id)
    teller = _Teller(atlas, journey, run, asked)
    columns: list[Column] = []
    for index, stage in enumerate(journey.stages):
        holders: Sequence[Step | Stage] = stage.steps or (stage,)
        columns.extend(teller.column(index, holder) for holder in holders)
    every = tuple(teller.rows(columns, asked.lanes))
    every, failures = failing(every, columns)
    rows: tuple[Row, ...] = every
    empty: tuple[Row, ...] = ()
    if asked.lanes is None:
        empty = tuple(row for row in every if _is_empty(row, columns))
        rows = tuple(row for row in every if row not in empty)
    starts, total = teller.starts()
    hands = tuple(h for h in teller.hands() if not asked.is_one or teller.focus in (h.from_, h.to))
    return Content(
        atlas=atlas,
        journey=journey,
        persona=asked.persona,
        run=run,
        language=atlas.language,
        asked=asked,
        columns=tuple(columns),
        rows=rows,
        counts=tuple(teller.counts()),
        starts=starts,
        total=total,
        ends=tuple(teller.ends()),
        empty=empty,
        folded=frozenset() if asked.lanes is not None else frozenset(teller.thin(rows, columns)),
        stage_numbers=tuple(range(1, len(journey.stages) + 1)),
        hands=hands,
        company=tuple(clean((asked.words or {}).get(str(stage.id), "")) for stage in journey.stages),
        typicals=tuple(clean(stage.typical or "") for stage in journey.stages),
        failures=failures,
    )


_FOLDS_UNDER = 0.2
_NEVER_FOLDED = frozenset({"emotion", "takeaway", "owner", "number", "image", "our-zone"})
"""Roles without a mark that could stand for a cell."""


def _is_empty(row: Row, columns: Sequence[Column]) -> bool:
    """Whether no step and no stage has anything in the lane; the curve's is what they feel."""
    if row.lane.role == "emotion":
        felt = row.feelings or tuple(c.feeling for c in columns)
        return not any(f.assumed is not None or f.n is not None or f.others for f in felt)
    return row.is_empty


class _Teller(WayTeller):
    """Reads the document and the measures; holds no state of its own but what it was given."""

    def __init__(self, atlas: Atlas, journey: Journey, run: MeasureRun | None, asked: Asked) -> None:
        super().__init__(atlas, journey, run)
        self.asked, self.today = asked, asked.today
        self.focus = str(asked.persona.id) if asked.persona else None
        self.names = {str(p.id): clean(p.name) for p in atlas.personas}
        self.walkers = {str(p) for p in journey.personas} | {self.focus or ""} - {""}
        self.ranks = ranks(atlas, journey)
        self.touchpoints = {str(t.id): t for t in atlas.touchpoints}
        self.channels = {str(c.id): c for c in atlas.channels}
        self.opportunities = {str(o.id): o for o in atlas.opportunities}
        self.departments = {str(d.id): d for d in atlas.departments}
        self.is_blueprint = is_blueprint(lane.role for lane in journey.shown_lanes())

    # ------------------------------------------------------------ columns

    def column(self, stage: int, holder: Step | Stage) -> Column:
        is_step = isinstance(holder, Step)
        level = max(
            (c.level for c in self._cells(holder, "criticality") if isinstance(c, Criticality)), default=0
        )
        step = holder if isinstance(holder, Step) else None
        child = self.child(step) if step is not None else None
        has_time = step is None or self.row("step", str(step.id), "median-time") is not None
        attached = tuple(
            ("Attached", clean(f"{a.text} ({a.file})" if a.text else a.file)) for a in holder.attachments
        )
        return Column(
            stage, str(holder.id), clean(holder.title) if is_step else "", holder, is_step,
            decides=level == 3, feeling=self.feeling(holder, is_step=is_step),
            facts=(*self.step_facts(str(holder.id)), *(child.facts if child else ()), *attached),
            is_new=step is not None and self.is_new(step),
            ways=tuple(self.ways(step)) if step is not None else (),
            child=child,
            typical=clean(step.typical or "") if step is not None and not has_time else "",
        )  # fmt: skip

    def _cells(self, holder: Step | Stage, role: str) -> Iterator[Cell]:
        for _, cell in self._cells_with_lanes(holder, role):
            yield cell

    def _cells_with_lanes(
        self, holder: Step | Stage, role: str, only: str | None = None
    ) -> Iterator[tuple[str | None, Cell]]:
        """Yield the cells of a role with whose lane each stands in (None for nobody's), or those of one lane."""
        lanes = [lane for lane in self.journey.lanes if lane.role == role]
        known = {lane.id for lane in lanes}
        named = [(lane.id, str(lane.persona) if lane.persona else None) for lane in lanes]
        if LaneId(role) not in known:
            named.append((LaneId(role), None))
        for lane, whose in named:
            if only is None or lane == only:
                yield from ((whose, cell) for cell in holder.lane(lane))

    def feelings(self, lane: Lane, columns: Sequence[Column]) -> tuple[Feeling, ...]:
        """Return what stands in one of several emotion lanes; nothing where it is the only one and nobody's own."""
        several = sum(other.role == "emotion" for other in self.journey.shown_lanes()) > 1
        whose = str(lane.persona) if lane.persona else None
        if not several and whose in (None, self.focus):
            return ()
        return tuple(
            self.feeling(c.holder, is_step=c.is_step, lane=str(lane.id), focus=whose or self.focus)
            for c in columns
        )

    def feeling(
        self, holder: Step | Stage, *, is_step: bool, lane: str | None = None, focus: str | None = None
    ) -> Feeling:
        assumed: float | None = None
        word = ""
        others: list[tuple[str, float]] = []
        facts: list[tuple[str, str]] = []
        focus = focus or self.focus
        for in_lane_of, cell in self._cells_with_lanes(holder, "emotion", lane):
            if not isinstance(cell, Emotion):
                continue
            whose = str(cell.persona) if cell.persona is not None else in_lane_of
            if whose is not None and whose != focus:
                if cell.score is not None and not self.asked.is_one:
                    others.append((whose, cell.score))
                continue
            assumed, word = (
                (cell.score if cell.score is not None else assumed),
                clean(cell.word or cell.text) or word,
            )
            facts.extend(self.cell_facts(cell, holder))
        rows: list[MeasureRow] = []
        if self.run is not None:
            on = "step" if is_step else "stage"
            segment = focus if focus is not None and focus != self.focus else ""
            named = [r for r in self.run.rows if r.on == on and r.id == holder.id and r.segment == segment]
            rows = [r for r in named if r.measure == "emotion-scores"] or [
                r for r in named if r.measure == "emotion-words"
            ]
        whole = next((r for r in rows if not r.among), None)
        parts = tuple(r for r in rows if r.among and r.value is not None and r.n >= FEW)
        for row in rows:
            facts.extend(self.row_facts(row))
        facts.extend(self.quote_facts(str(holder.id)))
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
            if self.asked.is_one and lane.persona is not None and str(lane.persona) != self.focus:
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
            whose = self.names.get(str(lane.persona), str(lane.persona)) if lane.persona else ""
            feelings = self.feelings(lane, columns) if lane.role == "emotion" else ()
            yield Row(
                lane, role, clean(lane.title) or role.title, self._sub(lane, columns), cells, spans, whose, feelings
            )  # fmt: skip

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
                out[number] = tuple(
                    sorted(unique.values(), key=lambda s: int(s.rank) if s.rank.isdigit() else 999)
                )
        return out

    def thin(self, rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[str]:
        """Yield the lanes under a fifth full, but for those that say more than a mark could."""
        for row in rows:
            role = row.lane.role
            has_estimate = role == "criticality" and any(self.row("step", c.id, role) for c in columns)
            is_thin = 0 < row.filled(columns) < _FOLDS_UNDER
            explains = any(shown.fails for cells in row.cells.values() for shown in cells)
            if is_thin and role not in _NEVER_FOLDED and not has_estimate and not explains:
                yield str(row.lane.id)

    def _sub(self, lane: Lane, columns: list[Column]) -> str:
        if lane.role == "criticality":
            has = any(self.row("step", c.id, "criticality") for c in columns)
            return "the team; the data" if has else "as the team sees it"
        return words.SUBLINES.get(lane.role, "")

    def shown(self, lane: Lane, holder: Step | Stage) -> Iterator[Shown]:
        found = False
        for cell in holder.lane(lane.id):
            if self.asked.is_one and cell.persona is not None and cell.persona != self.focus:
                continue
            made = self._one(lane, cell, holder)
            if made is not None:
                found = True
                yield replace(made, who=self._whose(lane, cell))
        if lane.role == "owner" and not found and holder.owner:
            yield Shown(clean(holder.owner), "plain", "")
        if lane.role == "criticality" and not found and isinstance(holder, Step):
            estimate = self.row("step", holder.id, "criticality")
            if estimate is not None:
                yield Shown("", "criticality", "", facts=self.row_facts(estimate))

    def _whose(self, lane: Lane, cell: Cell) -> str:
        """Return the name of a cell's persona, where it could be another's."""
        if cell.persona is None or cell.persona == lane.persona:
            return ""
        is_plain = str(cell.persona) == self.focus and len(self.walkers) < 2 and lane.persona is None
        return "" if is_plain else self.names.get(str(cell.persona), str(cell.persona))

    def _one(self, lane: Lane, cell: Cell, holder: Step | Stage) -> Shown | None:
        if isinstance(cell, Emotion):
            return None
        grade, n = graded(cell, self.journey, holder, self.atlas, today=self.today)
        facts = self.cell_facts(cell, holder)
        n_text = words.count(n, self.language) if n is not None else ""
        base = Shown(clean(cell.text), "text", grade, n_text, str(cell.origin), id=cell.id or "", facts=facts)
        if isinstance(cell, Barrier):
            return replace(base, kind="barrier", level=cell.severity or 0)
        if isinstance(cell, Criticality):
            extra = (("Why", clean(cell.why)),) if cell.why else ()
            row = self.row("step", str(holder.id), "criticality")
            more = self.row_facts(row) if row else ()
            return replace(base, kind="criticality", level=cell.level, facts=(*extra, *facts, *more))
        if isinstance(cell, Reference):
            return self._reference(lane, cell, base)
        if isinstance(cell, NumberCell):
            return replace(
                base, text=self._number(cell, holder) or base.text or _unmeasured(cell), kind="number"
            )
        if isinstance(cell, ImageCell):
            found = shot(self.asked.pictures, cell.picture, base.text)
            return replace(base, text=base.text or cell.picture, kind="image", picture=found)
        if lane.role in ("thought", "quote", "takeaway"):
            return replace(base, kind=lane.role) if base.text else None
        if lane.role == "owner":
            return replace(base, kind="plain")
        if lane.role == "our-zone":
            return replace(base, is_zone=True) if base.text else None
        return base if base.text else None

    def _reference(self, lane: Lane, cell: Reference, base: Shown) -> Shown:
        if lane.role == "opportunity":
            found = self.opportunities.get(cell.ref)
            if found is None:
                return replace(base, text=base.text or cell.ref, kind="opportunity", rank="")
            who = ", ".join(part for part in (found.owner or "", words.STATUS[found.status]) if part)
            facts = (*self.opportunity_facts(found), *base.facts)
            return replace(
                base, text=clean(found.text), kind="opportunity", below=clean(who),
                rank=self.ranks.get(found.id, ""), id=found.id, facts=facts, origin=str(found.origin),
            )  # fmt: skip
        if lane.role == "channel":
            channel = self.channels.get(cell.ref)
            title = channel.title if channel else KNOWN_CHANNELS.get(cell.ref, cell.ref.replace("-", " "))
            return replace(
                base, text=base.text or clean(title), kind="channel", icon=icon_of(channel, cell.ref)
            )
        touchpoint = self.touchpoints.get(cell.ref)
        if touchpoint is None:
            return replace(base, text=base.text or cell.ref, kind="touchpoint", icon=icon_of(None, cell.ref))
        channel = self.channels.get(str(touchpoint.channel)) if touchpoint.channel else None
        id_ = str(touchpoint.channel or "")
        name = channel.title if channel else KNOWN_CHANNELS.get(id_, id_.replace("-", " ")).lower()
        known = list(base.facts)
        for key in ("reach", "visits"):
            row = self.row("touchpoint", cell.ref, key)
            if row is not None and not any(fact in known for fact in self.row_facts(row)[:1]):
                known.extend(self.row_facts(row))
        if touchpoint.when:
            known.append(("Recognised by", touchpoint.when))
        answers, is_unanswered = self._answers(touchpoint)
        if answers:
            known.append(("Who answers", answers))
        picture = touchpoint.picture
        return replace(
            base, text=base.text or clean(touchpoint.title), kind="touchpoint", above=clean(name),
            icon=icon_of(channel, str(touchpoint.channel or touchpoint.id)), id=cell.ref, facts=tuple(known),
            answers=answers, is_unanswered=is_unanswered,
            picture=shot(self.asked.pictures, picture.file, clean(picture.text)) if picture is not None else None,
        )  # fmt: skip

    def _answers(self, touchpoint: Touchpoint) -> tuple[str, bool]:
        """Return who answers for a contact and how fast; or, on a blueprint, that nobody does for one of our own."""
        if touchpoint.department:
            known = self.departments.get(touchpoint.department)
            title = (
                clean(known.title)
                if known and known.title
                else clean(touchpoint.department.replace("-", " "))
            )
            usual = clean(known.typical) if known and known.typical else ""
            return (f"{title}, {usual}" if usual else title), False
        is_ours = touchpoint.ownership == "owned" or touchpoint.managed is True
        return (
            ("nobody answers yet", True)
            if is_ours and self.is_blueprint and self.departments
            else ("", False)
        )

    def _number(self, cell: NumberCell, holder: Step | Stage) -> str:
        if cell.value is not None:
            return f"{cell.value:g} {cell.unit}".strip()
        row = self.row("step" if isinstance(holder, Step) else "stage", str(holder.id), cell.measure or "")
        return value_words(row, self.language) if row is not None else ""


def _unmeasured(cell: NumberCell) -> str:
    """Return what stands where a measure was named and nothing was measured yet."""
    if not cell.measure:
        return ""
    return f"{words.MEASURES.get(cell.measure, cell.measure.replace('-', ' '))}: not measured yet"
