"""Drafting, measuring and showing a journey, as several commands do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import Settings
from footpath.cli._explaining import show_queries
from footpath.cli._output import Output
from footpath.cli._period import Period, notes_of

if TYPE_CHECKING:
    from footpath.atlas import Journey, Loaded, MeasureRun


def draft(
    loaded: Loaded,
    folder: Path,
    settings: Settings,
    out: Output,
    *,
    only: Sequence[str] | None = None,
    title: str | None = None,
    dry_run: bool = False,
) -> tuple[str, Loaded]:
    """Draft a journey from the sources, write it, and return its id and the atlas as it is now."""
    from footpath.atlas import commit
    from footpath.insight import draft as draft_journey
    from footpath.insight import open_evidence

    with open_evidence(loaded, folder, settings, sources=only, progress=out.progress) as evidence:
        out.problems(evidence.problems)
        with out.progress("drafting the journey"):
            drafted = draft_journey(loaded, evidence, title=title)
    out.put(journey=drafted.journey, notes=list(drafted.notes))
    for note in drafted.notes:
        out.line(note)
    if dry_run:
        out.line("nothing written (--dry-run)")
        return drafted.journey, loaded
    after = commit(folder, loaded, drafted.operations)
    out.made(
        folder / "journeys" / f"{drafted.journey}.yaml", "drafted: read it, and change what you know better"
    )
    return drafted.journey, after


def measure(
    loaded: Loaded,
    folder: Path,
    journey: Journey,
    settings: Settings,
    out: Output,
    *,
    dry_run: bool = False,
    period: Period = (None, None),
    explain: bool = False,
) -> tuple[MeasureRun, Loaded] | None:
    """Measure a journey, write its dated file, and return the run and the atlas; None where it has no evidence.

    Only events of the period are read, which the run's notes say. `explain` shows each query and writes nothing.
    """
    from footpath.atlas import add_measures, load
    from footpath.insight import measure as measure_journey
    from footpath.insight import open_evidence

    if not loaded.atlas.sources:
        out.line(f"{journey.id}: nothing to measure; the atlas has no source yet")
        return None
    with open_evidence(
        loaded,
        folder,
        settings,
        journey=journey,
        engine=settings["engine"],
        progress=out.progress,
        period=period,
    ) as evidence:
        out.problems(evidence.problems)
        if explain:
            out.put(queries=show_queries(evidence.workspace, out, head=f"{journey.id}, query {{}}"))
        with out.progress(f"measuring {journey.title}"):
            run = measure_journey(loaded, evidence, journey, made=datetime.now(UTC), floor=settings["floor"])
    run = run.model_copy(update={"notes": (*run.notes, *notes_of(period, settings["zone"]))})
    if explain:
        return run, loaded
    if dry_run:
        out.line("nothing written (--dry-run)")
        return run, loaded
    path = add_measures(folder, run)
    out.made(path, f"{len(run.rows)} numbers for {journey.title}")
    return run, load(folder)


def show(run: MeasureRun, journey: Journey, out: Output) -> None:
    """Print the numbers of the steps, one line a step, and how the walks end."""
    from footpath.insight import step_table

    columns, rows = step_table(run, journey)
    out.table(columns, rows)
    for note in run.notes:
        out.line(note)
