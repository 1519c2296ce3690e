"""The evidence of an atlas, opened: its sources read into canonical tables and handed to an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem, Settings, did_you_mean

if TYPE_CHECKING:
    from footpath.atlas import Journey, Loaded, Source
    from footpath.engines import Workspace
    from footpath.evidence import Prepared

Progress = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sources, opened: `workspace` holds the tables, `prepared` says what each source gave."""

    workspace: Workspace
    prepared: tuple[Prepared, ...]
    settings: Settings

    @property
    def holds(self) -> frozenset[str]:
        """Return which of events, answers and remarks there are."""
        tables = {name: getattr(self.workspace, name) for name in ("events", "answers", "remarks")}
        return frozenset(name for name, table in tables.items() if table is not None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what the readers had to say."""
        return tuple(problem for one in self.prepared for problem in one.report.problems)


@contextmanager
def open_evidence(
    loaded: Loaded,
    folder: Path,
    settings: Settings,
    *,
    journey: Journey | None = None,
    sources: Sequence[str] | None = None,
    engine: str = "duckdb://",
    progress: Progress | None = None,
    period: tuple[int | None, int | None] = (None, None),
) -> Iterator[Evidence]:
    """Open the sources of a journey (or the named ones, or all), and close them afterwards.

    Only events of `period` are read (microseconds UTC, half open; None is open).

    Raises
    ------
    BadInputError
        Where a source does not exist, or cannot be read.
    """
    from footpath.engines import open_engine
    from footpath.evidence import Limits, prepare

    say = progress or (lambda _what: nullcontext())
    wanted = _wanted(loaded, journey, sources)
    limits = Limits.from_settings(settings["reader-memory"], settings["reader-seconds"])
    prepared = []
    for source in wanted:
        with say(f"reading {source.id}"):
            prepared.append(prepare(source, folder, zone=settings["zone"], limits=limits, period=period))
    opened = open_engine(
        engine, memory=settings["memory"], threads=settings["threads"], trails=settings["trails"]
    )
    workspace = opened.workspace(prepared)
    try:
        yield Evidence(workspace, tuple(prepared), settings)
    finally:
        workspace.close()


def _wanted(loaded: Loaded, journey: Journey | None, names: Sequence[str] | None) -> list[Source]:
    every = {str(source.id): source for source in loaded.atlas.sources}
    chosen = [str(name) for name in (names or (journey.sources if journey else ()) or every)]
    for name in chosen:
        if name not in every:
            raise BadInputError(
                Problem(
                    code="unknown-source",
                    message=f"the atlas has no source {name!r}",
                    help=did_you_mean(name, every, what="it has"),
                )
            )
    if not chosen:
        raise BadInputError(
            Problem(
                code="nothing-to-count",
                message="the atlas has no source of evidence yet",
                help="footpath listen add FILE reads one in.",
            )
        )
    return [every[name] for name in chosen]
