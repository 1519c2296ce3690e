"""``footpath new``: an atlas to start from: empty, from a template, or the whole way from exports to a drawn map."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from footpath.base import BadInputError, Problem
from footpath.cli import _journeys, _pictures, _sources
from footpath.cli._context import open_picture, settings_of
from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the new atlas's folder")
    parser.add_argument("--template", metavar="NAME", help="start from a complete example")
    parser.add_argument("--list", action="store_true", help="list the templates")
    parser.add_argument(
        "--from",
        dest="files",
        nargs="+",
        default=[],
        metavar="FILE",
        help="exports: events, reviews, answers",
    )
    parser.add_argument("--title", help="the atlas's title (default: from the folder's name)")
    parser.add_argument("--language", default="en", help="the language of its texts (en)")
    parser.add_argument("--zone", help="the time zone of times without one, and of days (UTC)")
    parser.add_argument("--memory", metavar="SIZE", help="how much memory before it spills to disk (4GB)")
    parser.add_argument("--no-open", action="store_true", help="do not open the map when it is drawn")
    _sources.arguments(parser)


def run(args: argparse.Namespace, out: Output) -> int:
    """Make the atlas, and go as far as the options say."""
    from footpath.atlas import new_atlas
    from footpath.atlas.template import list_templates, write_template

    if args.list:
        templates = list_templates()
        out.put(
            templates=[
                {"name": t.name, "title": t.title, "line": t.line, "maps": list(t.maps)} for t in templates
            ]
        )
        for template in templates:
            out.line(template.name)
            out.text(template.line, mark="    ")
        out.next(f"footpath new DIR --template {templates[0].name}")
        return 0
    folder: Path | None = args.folder
    if folder is None:
        raise BadInputError(
            Problem(
                code="needs-option",
                message="say where the atlas should be",
                help="For example: footpath new shop --list",
            )
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInputError(
            Problem(
                code="folder-in-use",
                message=f"{folder} is there already and holds something",
                help="Name a new folder; to add evidence to an atlas that exists: footpath listen add FILE --atlas "
                f"{folder}",
            )
        )
    title = args.title or folder.name.replace("-", " ").replace("_", " ").capitalize()
    if args.template:
        loaded = write_template(args.template, folder)
        out.made(folder, f"an atlas from the template {args.template}")
        first = loaded.atlas.journeys[0].id
        out.next(f"footpath draw {folder} {first} -o map.html")
        return 0
    if not args.files:
        new_atlas(folder, title=title, language=args.language, zone=args.zone or "UTC")
        out.made(folder, "an empty atlas")
        out.next(f"footpath listen add FILE --atlas {folder}")
        return 0
    return _from_exports(args, folder, title, out)


def _from_exports(args: argparse.Namespace, folder: Path, title: str, out: Output) -> int:
    from footpath.atlas import commit, new_atlas

    args.names = list(args.files)
    # everything that reads is tried before the folder is made: a file that cannot be read leaves nothing behind
    guesses = _sources.guess_files(args.files, args, out)
    made_here = not folder.exists()
    loaded = new_atlas(folder, title=title, language=args.language, zone=args.zone or "UTC")
    try:
        args.atlas = str(folder)
        settings = settings_of(args, loaded)
        added = _sources.add(args, folder, loaded.atlas, settings, out, guesses)
        loaded = commit(folder, loaded, added.operations)
        journey, loaded = _journeys.draft(loaded, folder, settings, out)
    except BaseException:
        # nothing half-made stays: the folder was ours and held nothing before
        if made_here:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    measured = _journeys.measure(loaded, folder, loaded.atlas.journey(journey), settings, out)
    if measured is not None:
        run_, loaded = measured
        _journeys.show(run_, loaded.atlas.journey(journey), out)
    path = folder / "maps" / f"{journey}.html"
    with out.progress("drawing"):
        _pictures.write(loaded.atlas, journey, path, folder=folder)
    out.made(path, "the map: open it in a browser")
    if not args.no_open:
        open_picture(path)
    out.next(f"footpath check {folder}")
    return 0
