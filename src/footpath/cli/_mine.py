"""Asking one question of `mining` over files or a source of an atlas, and printing the answer."""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, did_you_mean, raise_errors, write_whole
from footpath.cli import _lists, _said, _sources
from footpath.cli._acting import Origin, act
from footpath.cli._context import load_atlas, settings_of, the_journey
from footpath.cli._explaining import show_queries
from footpath.cli._options import duration
from footpath.cli._output import Output
from footpath.cli._period import TELL_THEIR_END, Period, notes_of, period_of
from footpath.cli._who import cell_of, labels_of, who_is_behind
from footpath.cli.asking import Asked, Warns, asking

if TYPE_CHECKING:
    from footpath.atlas import Journey, Loaded, Source
    from footpath.base import Settings
    from footpath.engines import Workspace
    from footpath.evidence import Guessed
    from footpath.insight import Evidence
    from footpath.mining import Question, Result, Walk

_TABLE = "table:"
ENDINGS = (".csv", ".json", ".parquet")
PICTURES = (".svg", ".html")


def ask(args: argparse.Namespace, out: Output) -> int:
    """Open the source, ask the question, print or write the rows."""
    from footpath.mining import explain, run
    from footpath.rules import rule

    for path, endings in ((args.output, (*ENDINGS, *PICTURES)), (args.who, ENDINGS)):
        if path is not None:
            check_ending(path, endings)
    _check_theme(args.theme)
    cell = cell_of(args)
    labels_of(args)
    settings, opening, walk = open_source(args, out)
    question = _question(args, settings, walk)
    where = rule(args.where) if args.where else None
    with opening as opened:
        workspace = _lists.with_given(opened.workspace, args, out)
        if cell is not None:
            with out.progress("counting"):
                people = who_is_behind(question, workspace, cell, where, settings["zone"], args.floor)
            return act(args, out, people, cell=cell, origin=opened.origin, settings=settings)
        if args.explain:
            before = show_queries(workspace, out, head="query {}, which those below need")
            query = explain(question, workspace, where=where, zone=settings["zone"])
            out.line(query)
            out.put(queries=[*before, query])
            return 0
        with out.progress("counting"):
            result = run(question, workspace, where=where, zone=settings["zone"])
            said = _said.of_lost(args, opened, workspace, question, where, settings)
        out.problems(_never_seen(result, workspace))
    if isinstance(question, Warns):
        out.problems(question.warnings(result))
    notes = notes_of(_period(args, settings), settings["zone"], question=args.verb)
    result = dataclasses.replace(result, notes=(*result.notes, *notes))
    result = _floored(result, args.floor)
    out.put(**result.to_json())
    _said.put(said, args, out)
    if args.output is not None:
        write_whole(args.output, _bytes(result, args.output, args.theme))
        out.made(args.output, f"{result.rows.num_rows} rows")
        return 0
    out.table(result.columns, [tuple(row.values()) for row in result.to_dicts()])
    out.line()
    _said.show(said, args, out)
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


@dataclass(frozen=True)
class Opened:
    """What is asked: the workspace, where it comes from, and over an atlas the evidence."""

    workspace: Workspace
    origin: Origin
    evidence: Evidence | None = None


def open_source(args: argparse.Namespace, out: Output) -> tuple[Settings, Any, Walk | None]:
    """Return the settings, a context of what is opened (`Opened`), and the journey's walk, if there is one."""
    words: list[str] = args.source
    atlas, _, name = words[0].rpartition(":")
    if len(words) == 1 and name and atlas and (Path(atlas) / "atlas.yaml").is_file():
        from footpath.insight import open_evidence, walk_of

        loaded = load_atlas(atlas, out)
        settings = settings_of(args, loaded)
        journey = _journey(loaded, args.journey, name)
        walk = walk_of(loaded.atlas, journey, gap=args.gap or settings["gap"]) if journey else None
        evidence = open_evidence(
            loaded,
            Path(atlas),
            settings,
            sources=list(dict.fromkeys([name, *(args.beside or ()), *_words_beside(args, loaded)])),
            engine=settings["engine"],
            progress=out.progress,
            period=_period(args, settings),
        )
        return settings, _of_atlas(evidence, words[0], Path(atlas)), walk
    settings = settings_of(args)
    return settings, _files(words, args, settings, out), None


def _words_beside(args: argparse.Namespace, loaded: Loaded) -> list[str]:
    """Return the sources that hold words and scores but no events, where these are asked for: they change no count."""
    if args.verb != "customer" and not getattr(args, "lost_said", False):
        return []
    return [
        str(one.id)
        for one in loaded.atlas.sources
        if (one.text or one.score) and not (one.time or one.times or one.table)
    ]


def _journey(loaded: Loaded, wanted: str | None, source: str) -> Journey | None:
    """Return the named journey, or the one journey that uses the source; None where there is none or several."""
    if wanted is not None:
        return the_journey(loaded, wanted)
    using = [journey for journey in loaded.atlas.journeys if source in journey.sources]
    return using[0] if len(using) == 1 else None


@contextmanager
def _of_atlas(opening: Any, name: str, folder: Path) -> Iterator[Opened]:
    with opening as evidence:
        yield Opened(evidence.workspace, Origin(evidence.prepared[0].source, name, folder), evidence)


@contextmanager
def _files(words: list[str], args: argparse.Namespace, settings: Settings, out: Output) -> Iterator[Opened]:
    """Open files as they are: guesses shown, ids kept as they are since nothing is stored."""
    from footpath.engines import open_engine
    from footpath.evidence import prepare

    source = _source_of(words, args, settings, out)
    limits = _sources.limits_of(settings)
    with out.progress("reading"):
        prepared = prepare(
            source, Path.cwd(), zone=settings["zone"], limits=limits, period=_period(args, settings)
        )
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
            yield Opened(workspace, Origin(source, ", ".join(Path(word).name for word in words), Path.cwd()))
        finally:
            workspace.close()


def _source_of(words: list[str], args: argparse.Namespace, settings: Settings, out: Output) -> Source:
    """Return the source that the words mean: files, guessed; or a table by its name, which options describe."""
    from footpath.evidence import guess

    table = words[0].removeprefix(_TABLE) if len(words) == 1 and words[0].startswith(_TABLE) else None
    if table is not None:
        return _sources.named_table("events", table, args).model_copy(update={"pseudonyms": False})
    given = _sources.given_source(args, "events")
    with out.progress(f"looking at {Path(words[0]).name}"):
        guessed = guess(
            [Path(word) for word in words],
            given=given,
            name="events",
            limits=_sources.limits_of(settings),
            period=_period(args, settings),
        )
    raise_errors(guessed.problems)
    out.aside(_read_as(guessed))
    return guessed.source.model_copy(update={"pseudonyms": False})


def _read_as(guessed: Guessed) -> str:
    """Return in one line what the columns were taken for, with the options that change it."""
    taken = [guess for guess in guessed.guesses if guess.option.startswith("--") and guess.column]
    said = ", ".join(f"{guess.option.split()[0]} {guess.column}" for guess in taken[:8])
    return f"read with {said} (say otherwise where that is wrong)" if said else ""


def _period(args: argparse.Namespace, settings: Settings) -> Period:
    """Return the period that is read; all of it, where a question itself says by ``--until`` where the data end."""
    until = None if args.since is None and args.verb in TELL_THEIR_END else args.until
    return period_of(args.since, until, settings["zone"])


def _floored(result: Result, floor: int | None) -> Result:
    """Return the result without the rows over fewer customers than the floor, saying how many those were."""
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


def check_ending(path: Path, endings: tuple[str, ...]) -> None:
    """Refuse a file whose ending says nothing that can be written; BadInputError (unknown-ending)."""
    if path.suffix.lower() not in endings:
        raise BadInputError(
            Problem(
                code="unknown-ending",
                message=f"rows cannot be written as {path.suffix or 'a file without an ending'}",
                value=path.name,
                expected=", ".join(endings),
            )
        )


def _check_theme(theme: str) -> None:
    """Refuse a theme that does not exist before anything is counted."""
    if theme == "light":
        return
    from footpath.draw import THEMES

    if theme not in THEMES:
        raise BadInputError(
            Problem(
                code="unknown-name",
                message=f"there is no theme {theme!r}",
                value=theme,
                help=did_you_mean(theme, list(THEMES), what="there are"),
            )
        )


def _bytes(result: Result, path: Path, theme: str) -> bytes:
    import json

    ending = path.suffix.lower()
    if ending in PICTURES:
        picture = result.draw(theme=theme)
        return (picture.to_svg() if ending == ".svg" else picture.to_html()).encode("utf-8")
    if ending == ".csv":
        return result.to_csv().encode("utf-8")
    if ending == ".json":
        return json.dumps(result.to_json(), ensure_ascii=False, indent=2).encode("utf-8")
    import io

    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(result.rows, sink)
    return sink.getvalue()
