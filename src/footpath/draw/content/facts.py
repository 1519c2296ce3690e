"""What a page shows on demand about a thing: numbers with definition, source and period, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import (
    Atlas,
    Barrier,
    Cell,
    Evidence,
    Journey,
    MeasureRow,
    MeasureRun,
    Opportunity,
    Stage,
    Step,
)
from footpath.base import format_duration
from footpath.draw import words
from footpath.draw.content.types import Facts
from footpath.draw.grading import evidence_row
from footpath.draw.text import clean


class FactTeller:
    """Tells facts of one journey from its newest measures."""

    def __init__(self, atlas: Atlas, journey: Journey, run: MeasureRun | None) -> None:
        self.atlas, self.journey, self.run = atlas, journey, run
        self.language = atlas.language
        self.source_titles = {str(s.id): s.title or str(s.id) for s in atlas.sources}

    def cell_facts(self, cell: Cell, holder: Step | Stage) -> Facts:
        """Return what stands behind a cell."""
        out: list[tuple[str, str]] = []
        if isinstance(cell, Barrier) and cell.severity:
            out.append(("Severity", f"{cell.severity} of 5"))
        for evidence in cell.evidence:
            out.extend(self.evidence_facts(evidence, cell, holder))
        if cell.origin == "drafted":
            out.append(("Origin", "drafted from the data; nobody has read it yet"))
        elif cell.origin == "import":
            out.append(("Origin", "imported"))
        return tuple(out)

    def evidence_facts(
        self, evidence: Evidence, cell: Cell, holder: Step | Stage
    ) -> Iterator[tuple[str, str]]:
        """Yield what one piece of evidence says."""
        if evidence.link:
            yield "Said elsewhere", clean(f"{evidence.sentence or ''} {evidence.link}")
            return
        source = self.source_titles.get(str(evidence.source), str(evidence.source)) if evidence.source else ""
        row = evidence_row(evidence, cell, self.journey, holder, self.atlas)
        if row is not None:
            yield from self.row_facts(row)
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

    def row_facts(self, row: MeasureRow) -> Facts:
        """Return a number with its range, base, definition, source and period."""
        name = words.MEASURES.get(row.measure, row.measure.replace("-", " ")) + (
            f", {row.among.replace('-', ' ')}" if row.among else ""
        )
        text = value_words(row, self.language)
        if row.floor or row.value is None:
            text = "not shown: too few people" if row.floor else "nothing to count"
        else:
            if row.low is not None and row.high is not None:
                low = value_words(row.model_copy(update={"value": row.low}), self.language)
                high = value_words(row.model_copy(update={"value": row.high}), self.language)
                text += f", between {low} and {high}"
            text += f"; from {words.count(row.n, self.language)}"
        out = [(name, text)]
        definition = self.run.definitions.get(row.measure) if self.run else None
        if definition:
            out.append(("Definition", clean(definition)))
        where = self.source_titles.get(row.source, row.source)
        when = words.period(row.from_, row.to, self.language)
        if where or when:
            out.append(("Source", ", ".join(part for part in (str(where), when) if part)))
        return tuple(out)

    def step_facts(self, step: str) -> Facts:
        """Return all that was measured at a step."""
        names = (
            "reach",
            "share-going-on",
            "share-lost",
            "median-time",
            "p90-time",
            "median-wait",
            "p90-wait",
            "share-late",
        )
        rows = [self.row("step", step, name) for name in names]
        return tuple(fact for row in rows if row is not None for fact in self.row_facts(row))

    def quote_facts(self, step: str) -> Iterator[tuple[str, str]]:
        """Yield what people said at a step."""
        if self.run is not None:
            for quote in self.run.quotes:
                if quote.step == step:
                    alike = f" ({quote.alike} of {quote.of} say the same)" if quote.alike and quote.of else ""
                    yield "In their words", f"“{clean(quote.text)}”{alike}"

    def opportunity_facts(self, found: Opportunity) -> Iterator[tuple[str, str]]:
        """Yield what an opportunity answers, costs and aims at."""
        if found.answers:
            yield "Answers", ", ".join(found.answers)
        if found.effort is not None:
            yield "Effort", f"{found.effort:g} person-months"
        if found.target is not None:
            start = f"from {found.target.from_:g} " if found.target.from_ is not None else ""
            yield "Target", f"{found.target.measure.replace('-', ' ')} {start}to {found.target.to:g}"

    def row(self, on: str, id_: str, measure: str) -> MeasureRow | None:
        """Return one number of the newest run, or None."""
        return self.run.find(on, id_, measure) if self.run is not None else None


def value_words(row: MeasureRow, language: str) -> str:
    """Return a measured value in the words of its unit: a duration, a share, a score, a count."""
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
