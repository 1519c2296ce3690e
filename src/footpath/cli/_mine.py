"""Asking one question of `mining` over files or a source of an atlas, and printing the answer."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, did_you_mean, raise_errors, write_whole
from footpath.cli import _sources
from footpath.cli._context import load_atlas, settings_of, the_journey
from footpath.cli._options import duration
from footpath.cli._output import Output
from footpath.cli._who import bytes_of, cell_of, in_words, quoted_ids, who_is_behind
from footpath.cli.asking import Asked, Warns, asking

if TYPE_CHECKING:
    from footpath.atlas import Journey, Loaded
    from footpath.base import Settings
    from footpath.engines import Workspace
    from footpath.evidence import Guessed
    from footpath.mining import Question, Result, Walk

ENDINGS = (".csv", ".json", ".parquet")


def ask(args: argparse.Namespace, out: Output) -> int:
    """Open the source, ask the question, print or write the rows."""
    from footpath.mining import explain, run
    from footpath.rules import rule

    for path in (args.output, args.who):
        if path is not None:
            _check_ending(path)
    cell = cell_of(args)
    settings, opened, walk = _open(args, out)
    question = _question(args, settings, walk)
    where = rule(args.where) if args.where else None
    with opened as workspace:
        if cell is not None:
            with out.progress("counting"):
                people = who_is_behind(question, workspace, cell, where, settings["zone"], args.floor)
            out.put(cell=cell, customers=people.num_rows)
            write_whole(args.who, bytes_of(people, args.who))
            out.problems(quoted_ids(people, args.who))
            out.made(args.who, f"{people.num_rows:,} behind {in_words(cell)}")
            return 0
        if args.explain:
            out.line(explain(question, workspace, where=where, zone=settings["zone"]))
            return 0
        with out.progress("counting"):
            result = run(question, workspace, where=where, zone=settings["zone"])
        out.problems(_never_seen(result, workspace))
    if isinstance(question, Warns):
        out.problems(question.warnings(result))
    result = _floored(result, args.floor)
    out.put(**result.to_json())
    if args.output is not None:
        write_whole(args.output, _bytes(result, args.output))
        out.made(args.output, f"{result.rows.num_rows} rows")
        return 0
    out.table(result.columns, [tuple(row.values()) for row in result.to_dicts()])
    out.line()
    out.text(result.definition)
    for note in result.notes:
        out.text(note, mark="- ")
    return 0


def _question(args: argparse.Namespace, settings: Settings, walk: Walk | None) -> Question:
    """Return the question; over an atlas it is asked within the episodes of the journey, over files within customers."""
    within: Any = args.within or ("episode" if walk is not None else "customer")
    of: Any = "touchpoint" if within == "episode" else "event"
    gap_us = duration(args.gap or settings["gap"], "--gap")
    return asking(args.verb).question(Asked(args, settings, walk, within, of, gap_us))


def _never_seen(result: Result, workspace: Workspace) -> list[Problem]:
    """Return a warning for each step of a funnel that no event has: most often a slip of the pen."""
    if result.command != "mine funnel":
        return []
    empty = [row["name"] for row in result.to_dicts() if row["count"] == 0]
    if not empty or workspace.events is None:
        return []
    names = workspace.fetch(workspace.events.select("event").distinct())["event"].to_pylist()
    return [
        Problem(
            code="step-never-seen",
            severity="warning",
            message=f"no event is called {name!r}",
            value=name,
            help=did_you_mean(name, names, what="there are"),
        )
        for name in empty
        if name not in names
    ]


def _open(args: argparse.Namespace, out: Output) -> tuple[Settings, Any, Walk | None]:
    """Return the settings, the workspace of the files or of the atlas's source, and the journey's walk, if there is one."""
    words: list[str] = args.source
    atlas, _, name = words[0].rpartition(":")
    if len(words) == 1 and name and atlas and (Path(atlas) / "atlas.yaml").is_file():
        from footpath.insight import open_evidence, walk_of

        loaded = load_atlas(atlas, out)
        settings = settings_of(args, loaded)
        journey = _journey(loaded, args.journey, name)
        walk = walk_of(loaded.atlas, journey, gap=args.gap or settings["gap"]) if journey else None
        opened = open_evidence(
            loaded,
            Path(atlas),
            settings,
            sources=[name],
            engine=settings["engine"],
            progress=out.progress,
        )
        return settings, _workspace_of(opened), walk
    settings = settings_of(args)
    return settings, _files(words, args, settings, out), None


def _journey(loaded: Loaded, wanted: str | None, source: str) -> Journey | None:
    """Return the named journey, or the one journey that uses the source; None where there is none or several."""
    if wanted is not None:
        return the_journey(loaded, wanted)
    using = [journey for journey in loaded.atlas.journeys if source in journey.sources]
    return using[0] if len(using) == 1 else None


@contextmanager
def _workspace_of(opened: Any) -> Iterator[Workspace]:
    with opened as evidence:
        yield evidence.workspace


@contextmanager
def _files(
    words: list[str], args: argparse.Namespace, settings: Settings, out: Output
) -> Iterator[Workspace]:
    """Open files as they are: guesses shown, ids kept as they are since nothing is stored."""
    from footpath.engines import open_engine
    from footpath.evidence import guess, prepare

    given = _sources.given_source(args, "events")
    limits = _sources.limits_of(settings)
    with out.progress(f"looking at {Path(words[0]).name}"):
        guessed = guess([Path(word) for word in words], given=given, name="events", limits=limits)
    raise_errors(guessed.problems)
    out.aside(_read_as(guessed))
    source = guessed.source.model_copy(update={"pseudonyms": False})
    with out.progress("reading"):
        prepared = prepare(source, Path.cwd(), zone=settings["zone"], limits=limits)
    raise_errors(prepared.report.problems)
    out.problems(problem for problem in prepared.report.problems if problem.severity == "warning")
    with tempfile.TemporaryDirectory(prefix="footpath-") as spill:
        engine = open_engine(
            settings["engine"],
            memory=settings["memory"],
            threads=settings["threads"],
            temp=Path(spill),
            trails=settings["trails"],
        )
        workspace = engine.workspace([prepared])
        try:
            yield workspace
        finally:
            workspace.close()


def _read_as(guessed: Guessed) -> str:
    """Return in one line what the columns were taken for, with the options that change it."""
    taken = [guess for guess in guessed.guesses if guess.option.startswith("--") and guess.column]
    said = ", ".join(f"{guess.option.split()[0]} {guess.column}" for guess in taken[:8])
    return f"read with {said} (say otherwise where that is wrong)" if said else ""


def _floored(result: Result, floor: int | None) -> Result:
    """Return the result without the rows over fewer customers than the floor, saying how many those were."""
    import dataclasses

    counted = next((name for name in ("customers", "count") if name in result.columns), None)
    if floor is None or counted is None:
        return result
    import pyarrow.compute as pc

    kept = result.rows.filter(pc.greater_equal(result.rows[counted], floor))
    hidden = result.rows.num_rows - kept.num_rows
    notes = (
        (*result.notes, f"{hidden} rows over fewer than {floor} are not shown.") if hidden else result.notes
    )
    return dataclasses.replace(result, rows=kept, notes=notes)


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise BadInputError(
            Problem(
                code="unknown-ending",
                message=f"rows cannot be written as {path.suffix or 'a file without an ending'}",
                value=path.name,
                expected=", ".join(ENDINGS),
            )
        )


def _bytes(result: Result, path: Path) -> bytes:
    import json

    ending = path.suffix.lower()
    if ending == ".csv":
        return result.to_csv().encode("utf-8")
    if ending == ".json":
        return json.dumps(result.to_json(), ensure_ascii=False, indent=2).encode("utf-8")
    import io

    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(result.rows, sink)
    return sink.getvalue()
