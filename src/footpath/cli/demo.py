"""``footpath demo``: maps from real data that come with Footpath: events drafted and measured, words tied to a map.

One map is drafted from events and filled in as a team would; the other was drawn by hand and gets real words.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import footpath
from footpath.base import BadInputError, Problem
from footpath.cli import _journeys, _pictures, _sources
from footpath.cli._context import open_picture, settings_of
from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.atlas import Loaded, Operation
    from footpath.base import Settings

TITLE = "Coupon booklets of a grocery chain"
NOTE = (
    "Real households and booklets of 2017 (The Complete Journey, CC0). Shop visits come from a sample of the tills' "
    "lines, about one in twenty, so the first visit is often seen late or not at all."
)


WORDS_NOTE = "Real questions about bank cards (BANKING77, PolyAI, CC BY 4.0), written by people who were asked to; no scores, no times."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("demo"), metavar="DIR", help="where (default: demo)"
    )
    parser.add_argument("--no-open", action="store_true", help="do not open the map when it is drawn")
    _sources.arguments(parser)
    parser.set_defaults(zone=None, atlas=None)


def run(args: argparse.Namespace, out: Output) -> int:
    """Build the demo atlas and draw its map."""
    from footpath.atlas import commit, new_atlas
    from footpath.insight import offer_quotes

    folder: Path = args.folder
    _make_room(folder)
    exports = folder / "exports"
    shutil.copytree(_data(), exports, ignore=shutil.ignore_patterns("*.json", "*.md", "*.yaml"))
    loaded = new_atlas(folder, title=TITLE, zone="America/New_York")
    # a booklet is the case: a household gets several, and each is a walk of its own
    args.atlas, args.note, args.case = str(folder), NOTE, "booklet_id"
    settings = settings_of(args, loaded)
    args.names = [str(exports / "booklets.csv")]
    loaded = commit(folder, loaded, _sources.add(args, folder, loaded.atlas, settings, out).operations)
    journey, loaded = _journeys.draft(
        loaded, folder, settings, out, title="From a booklet of coupons to a coupon redeemed"
    )
    loaded = commit(folder, loaded, _team(journey))
    out.line(
        "filled in what a team would add by hand: thoughts, feelings as they assume them, what could be done"
    )
    loaded = _second(args, folder, loaded, settings, out)
    for drawn in loaded.atlas.journeys:
        measured = _journeys.measure(loaded, folder, drawn, settings, out)
        if measured is not None:
            run_, loaded = measured
            loaded = commit(folder, loaded, offer_quotes(drawn, run_))
            _journeys.show(run_, drawn, out)
    page = _draw(folder, loaded, journey, out)
    if not args.no_open:
        open_picture(page)
    out.next(f"footpath check {folder}")
    return 0


def _second(
    args: argparse.Namespace, folder: Path, loaded: Loaded, settings: Settings, out: Output
) -> Loaded:
    """Add a journey that a team drew by hand, with real words tied to its steps by what they are about."""
    from footpath.atlas import AddEntry, AddFile, commit

    options = argparse.Namespace(
        **{**vars(args), "note": WORDS_NOTE, "case": None, "text": ["text"], "about": "category"}
    )
    options.names = [str(folder / "exports" / "questions.csv")]
    loaded = commit(folder, loaded, _sources.add(options, folder, loaded.atlas, settings, out).operations)
    library = json.loads((_data() / "card.json").read_text("utf-8"))
    operations: list[Operation] = [AddEntry("touchpoints", entry) for entry in library["touchpoints"]]
    for file, name in (("personas/noor.yaml", "noor.yaml"), ("journeys/card.yaml", "card.yaml")):
        operations.append(AddFile(file, text=(_data() / name).read_text("utf-8")))
    operations += [AddEntry("opportunities", entry) for entry in library["opportunities"]]
    return commit(folder, loaded, operations)


def _draw(folder: Path, loaded: Loaded, first: str, out: Output) -> Path:
    """Draw every journey as a page and a picture; return the page of the first."""
    for journey in loaded.atlas.journeys:
        for ending in (".html", ".svg"):
            _pictures.write(
                loaded.atlas, journey.id, folder / "maps" / f"{journey.id}{ending}", folder=folder
            )
        out.made(folder / "maps" / f"{journey.id}.html", "a map: open it in a browser")
    return folder / "maps" / f"{first}.html"


def _data() -> Path:
    """Return the folder of the demo's data: inside an installed package, or in a checkout."""
    package = Path(footpath.__file__).parent
    for folder in (package / "_demo", package.parent.parent / "examples" / "demo"):
        if (folder / "booklets.csv").is_file():
            return folder
    raise BadInputError(
        Problem(code="no-demo-data", message="the demo's data did not come with this installation")
    )


def _make_room(folder: Path) -> None:
    """Remove an earlier demo, and nothing else."""
    if not folder.exists():
        return
    atlas = folder / "atlas.yaml"
    if atlas.is_file() and f"title: {TITLE}" in atlas.read_text("utf-8"):
        shutil.rmtree(folder)
    elif not folder.is_dir() or any(folder.iterdir()):
        raise BadInputError(
            Problem(
                code="folder-in-use",
                message=f"{folder} is there already and is no demo",
                help="Name another folder: footpath demo DIR.",
            )
        )


def _team(journey: str) -> list[Operation]:
    """Return what a team would write on the drafted map, as operations."""
    from footpath.atlas import operation_from_json

    written = (_data() / "team.json").read_text("utf-8").replace('"@"', json.dumps(journey))
    texts = json.loads(written)
    return [
        operation_from_json({**one, "journey": journey} if one.pop("in_journey", False) else one)
        for one in texts
    ]
