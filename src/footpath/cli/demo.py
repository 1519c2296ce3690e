"""``footpath demo``: a map from real data that come with Footpath: read, drafted, filled in, measured, drawn, opened."""

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
    from footpath.atlas import Operation

TITLE = "Coupon booklets of a grocery chain"
NOTE = (
    "Real households and booklets of 2017 (The Complete Journey, CC0). Shop visits come from a sample of the tills' "
    "lines, about one in twenty, so the first visit is often seen late or not at all."
)


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

    folder: Path = args.folder
    _make_room(folder)
    exports = folder / "exports"
    shutil.copytree(_data(), exports, ignore=shutil.ignore_patterns("*.json", "*.md"))
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
    measured = _journeys.measure(loaded, folder, loaded.atlas.journey(journey), settings, out)
    if measured is not None:
        run_, loaded = measured
        _journeys.show(run_, loaded.atlas.journey(journey), out)
    path = folder / "maps" / f"{journey}.html"
    _pictures.write(loaded.atlas, journey, path)
    _pictures.write(loaded.atlas, journey, path.with_suffix(".svg"))
    out.made(path, "the map: open it in a browser")
    if not args.no_open:
        open_picture(path)
    out.next(f"footpath check {folder}")
    return 0


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
