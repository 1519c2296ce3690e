"""What stands over and under the lanes: how many go on, how much time passes, how walks end."""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import MeasureRow, Stage
from footpath.draw.content.facts import FactTeller
from footpath.draw.content.types import Counted, End
from footpath.draw.text import clean

_ENDINGS = {
    "wanted": "wanted",
    "unwanted": "unwanted",
    "silent": "silent",
    "censored": "open",
    "open": "open",
}


class HeadTeller(FactTeller):
    """Tells the numbers of a whole journey."""

    def counts(self) -> Iterator[Counted]:
        """Yield how many reached each stage and what share was lost in it; nothing where nobody was counted."""
        if self.run is None:
            return
        found: list[MeasureRow | None] = []
        for stage in self.journey.stages:
            row = self.row("stage", stage.id, "reach")
            if row is None and stage.steps:
                row = self.row("step", stage.steps[0].id, "reach")
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
                (
                    r
                    for k, r in enumerate(found)
                    if k > index
                    and r is not None
                    and r.value is not None
                    and not _is_branch(self.journey.stages[k])
                ),
                None,
            )
            lost_row = self.row("stage", stage.id, "share-lost")
            lost = lost_row.value if lost_row is not None else None
            if lost is None and following is not None and row.value and following.value is not None:
                lost = 1 - following.value / row.value
            facts = self.row_facts(row) + (self.row_facts(lost_row) if lost_row else ())
            yield Counted(
                round(row.value) if row.value is not None else None,
                lost if lost is not None and lost > 0.0005 and not is_branch else None,
                is_branch, row.floor, facts,
            )  # fmt: skip

    def starts(self) -> tuple[tuple[float | None, ...], float]:
        """Return the median seconds from the beginning of a walk to each stage, and to the end; empty where unmeasured.

        A stage begins where its first measured step is reached; None where no step of it was measured.
        """
        found: list[float | None] = []
        last = 0.0
        for stage in self.journey.stages:
            rows = [self.row("stage", stage.id, "median-time")]
            rows += [self.row("step", step.id, "median-time") for step in stage.steps]
            known = [row.value for row in rows if row is not None and row.value is not None]
            found.append(known[0] if known else None)
            last = max(last, *known, 0.0)
        whole = self.row("journey", self.journey.id, "median-time")
        if whole is not None and whole.value is not None:
            last = max(last, whole.value)
        if last <= 0 or sum(v is not None for v in found) < 2:
            return (), 0.0
        out: list[float | None] = []
        before = 0.0
        for value in found:
            # medians of different walks may cross: a stage never begins before the one to its left
            before = max(before, value) if value is not None else before
            out.append(before if value is not None else None)
        return tuple(out), last

    def ends(self) -> Iterator[End]:
        """Yield how walks end: wanted, unwanted, silent, still open; the most frequent first in each."""
        if self.run is None:
            return
        kinds: dict[str, tuple[str, str]] = {
            "silent": ("nothing more seen", "silent"),
            "open": ("still open", "open"),
            "censored": ("still open", "open"),
        }
        for kind, boundaries in (
            ("wanted", self.journey.ends.wanted),
            ("unwanted", self.journey.ends.unwanted),
        ):
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


def _is_branch(stage: Stage) -> bool:
    """Whether a stage is beside the way (support): all of its steps may be passed over."""
    return bool(stage.steps) and all(step.optional for step in stage.steps)
