"""Small worlds: a map in a few words, events and words as lists, opened on an engine as `footpath measure` opens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from footpath.atlas import Journey, Loaded, MeasureRow, MeasureRun, Source, load_texts
from footpath.base import DAY, Settings
from footpath.engines import open_engine
from footpath.evidence import SCHEMAS, EventsRef, LoadReport, Prepared
from footpath.insight import Evidence, measure

Row = dict[str, Any]
MADE = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """A map and its evidence."""

    loaded: Loaded
    evidence: Evidence

    @property
    def journey(self) -> Journey:
        return self.loaded.atlas.journeys[0]

    def measure(self, floor: int = 1) -> Numbers:
        return Numbers(measure(self.loaded, self.evidence, self.journey, made=MADE, floor=floor))


@dataclass(frozen=True)
class Numbers:
    """A run, asked in few words: `numbers.of("step", "b", "reach")` is (value, n)."""

    run: MeasureRun

    def row(self, on: str, id_: str, name: str, among: str = "") -> MeasureRow | None:
        found = [r for r in self.run.rows if (r.on, r.id, r.measure, r.among) == (on, id_, name, among)]
        assert len(found) <= 1, found
        return found[0] if found else None

    def of(self, on: str, id_: str, name: str, among: str = "") -> tuple[float | None, int] | None:
        row = self.row(on, id_, name, among)
        return None if row is None else (row.value, row.n)

    def steps(self, name: str) -> dict[str, tuple[float | None, int]]:
        return {
            r.id: (r.value, r.n) for r in self.run.rows if (r.on, r.measure, r.among) == ("step", name, "")
        }


def event(customer: str | None, day: float, name: str, **more: Any) -> Row:
    """An event on a day (counted from 1970); case, promised (a day), status are given by name."""
    row: Row = {"customer_id": customer, "occurred_us": round(day * DAY), "event": name}
    row["case_id"] = more.pop("case", None)
    row["case_status"] = more.pop("status", None)
    promised = more.pop("promised", None)
    row["promised_us"] = None if promised is None else round(promised * DAY)
    return {**row, **more}


def answer(value: float, day: float | None = None, **more: Any) -> Row:
    """A score from 1 to 5 (or on another scale) by a customer, about a case, or about a step."""
    low, high = more.pop("scale", (1, 5))
    row: Row = {"question_id": "q", "question_kind": more.pop("kind", "rating"), "value": value}
    row |= {"scale_min": low, "scale_max": high, "answered_us": None if day is None else round(day * DAY)}
    row |= {"customer_id": more.pop("customer", None), "case_id": more.pop("case", None)}
    row |= {"about": more.pop("about", None), "respondent_id": more.pop("respondent")}
    assert not more
    return row


def remark(id_: str, text: str, day: float | None = None, **more: Any) -> Row:
    """Words by a customer, about a case, or about a step."""
    row: Row = {"remark_id": id_, "source_kind": "review", "text": text, "rating": more.pop("rating", None)}
    row |= {"said_us": None if day is None else round(day * DAY), "about": more.pop("about", None)}
    row |= {"customer_id": more.pop("customer", None), "case_id": more.pop("case", None)}
    assert not more
    return row


def map_text(steps: Sequence[str | tuple[str, str]], **more: str) -> str:
    """A journey of one stage a step (``a``), steps of one touchpoint of their name, or of another: ``("a2", "a")``."""
    lines = ["footpath: 1", "id: j", "title: A journey"]
    lines += [f"{key}: {value}" for key, value in more.items()]
    lines.append("stages:")
    for step in steps:
        id_, touchpoint = (step, step) if isinstance(step, str) else step
        lines += [f"  - id: stage-{id_}", f"    title: S {id_}", "    steps:"]
        lines.append(f"      - {{id: {id_}, title: T {id_}, touchpoint: {touchpoint}}}")
    return "\n".join(lines) + "\n"


def atlas_texts(journey: str, touchpoints: Sequence[str], zone: str = "UTC") -> dict[str, str]:
    """An atlas of one journey whose touchpoints are the events of the same name."""
    library = "".join(f"  - {{id: {t}, title: The {t}, when: 'event = \"{t}\"'}}\n" for t in touchpoints)
    return {
        "atlas.yaml": f"footpath: 1\ntitle: A\nzone: {zone}\n",
        "touchpoints.yaml": f"footpath: 1\ntouchpoints:\n{library}",
        "sources.yaml": "footpath: 1\nsources:\n  - {id: s, files: s.csv}\n",
        "journeys/j.yaml": journey,
    }


class Worlds:
    """Builds worlds and closes them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.opened: list[Any] = []

    def prepared(self, source: Source, **tables: Sequence[Row] | None) -> Prepared:
        import pyarrow as pa
        import pyarrow.parquet as pq

        paths: dict[str, Path | None] = {}
        for kind in ("events", "answers", "remarks", "customers", "identities"):
            rows = tables.get(kind)
            paths[kind] = None
            if rows is None:
                continue
            schema = SCHEMAS[kind]
            self.count += 1
            paths[kind] = self.folder / f"{kind}-{self.count}.parquet"
            full = [{name: row.get(name) for name in schema.names} for row in rows]
            pq.write_table(pa.Table.from_pylist(full, schema), paths[kind])
        events = paths["events"]
        return Prepared(
            source=source,
            hash="-",
            events=None if events is None else EventsRef((events,)),
            answers=paths["answers"],
            remarks=paths["remarks"],
            customers=None,
            identities=None,
            report=LoadReport(source=str(source.id), customers=None),
        )

    def open(self, texts: dict[str, str], *prepared: Prepared, zone: str = "UTC") -> World:
        loaded = load_texts(texts)
        assert not loaded.problems, loaded.problems
        workspace = open_engine(temp=self.folder / "spill", threads=1).workspace(prepared)
        self.opened.append(workspace)
        return World(loaded, Evidence(workspace, prepared, Settings({"zone": zone}, {}, {}, None)))

    def __call__(
        self,
        steps: Sequence[str | tuple[str, str]],
        events: Sequence[Row] | None,
        *,
        touchpoints: Sequence[str] = (),
        answers: Sequence[Row] | None = None,
        remarks: Sequence[Row] | None = None,
        zone: str = "UTC",
        **journey: str,
    ) -> World:
        names = [*dict.fromkeys([*(s if isinstance(s, str) else s[1] for s in steps), *touchpoints])]
        source = self.prepared(Source(id="s"), events=events, answers=answers, remarks=remarks)
        return self.open(atlas_texts(map_text(steps, **journey), names, zone), source, zone=zone)
