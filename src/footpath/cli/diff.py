"""``footpath diff``: what changed in the experience, between two states of an atlas, by ids and in words."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem, UsageError
from footpath.cli import _git, _pictures
from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.atlas import Loaded
    from footpath.atlas.differing import Difference

FORMATS = ("text", "json", "markdown")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "before",
        nargs="?",
        metavar="A",
        help="an atlas's folder, a journey's file, a git revision, or A..B (default: HEAD)",
    )
    parser.add_argument(
        "after", nargs="?", metavar="B", help="the later state (default: the files as they are)"
    )
    parser.add_argument(
        "--atlas",
        default=".",
        metavar="DIR",
        help="the atlas whose revisions are meant (default: this folder)",
    )
    parser.add_argument("--journey", metavar="ID", help="only this journey")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="markdown is for a comment on a change"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="draw the map with the changes marked: .html, .svg"
    )
    parser.add_argument("--all", action="store_true", help="every change, however many")
    parser.add_argument("--exit-code", action="store_true", help="end with 1 where something changed")


def run(args: argparse.Namespace, out: Output) -> int:
    """Compare and tell."""
    from footpath.atlas.differing import Difference, diff

    before, after, names = _sides(args)
    found = diff(before, after)
    if args.journey:
        _known(args.journey, found)
        chosen = tuple(outline for outline in found.outlines if outline.id == args.journey)
        found = Difference(found.of(args.journey), chosen)
    out.put(
        definition="what changed, by ids", source={"before": names[0], "after": names[1]}, **found.to_json()
    )
    most = 10**9 if args.all else 12
    if args.format == "json":
        out.line(json.dumps(found.to_json(), ensure_ascii=False, indent=2, default=str))
    elif args.format == "markdown":
        out.line(found.to_markdown(most=most).rstrip())
    else:
        out.line(found.render(most=most))
    if args.output is not None:
        _draw(args, found, after, out)
    elif found and args.format == "text":
        out.next(f"{_again(args)} -o changes.html")
    return 1 if args.exit_code and found else 0


def _sides(args: argparse.Namespace) -> tuple[Loaded, Loaded, tuple[str, str]]:
    """Return the two states that are meant, and their names."""
    folder = Path(args.atlas)
    one, other = args.before, args.after
    if one is not None and other is None and not Path(one).exists() and ".." in one:
        one, _, other = one.partition("...") if "..." in one else one.partition("..")
        if not one or not other:
            raise UsageError(
                Problem(
                    code="unknown-revision",
                    message="two revisions are joined by two points: A..B",
                    value=args.before,
                )
            )
        return _git.load_at(folder, one), _git.load_at(folder, other), (one, other)
    if one is not None and other is None and (Path(one) / "atlas.yaml").is_file():
        folder, one = Path(one), None
    files = [Path(name) for name in (one, other) if name is not None and _is_file(name)]
    if len(files) == 2:
        return *_pair(files[0], files[1]), (str(one), str(other))
    if len(files) == 1:
        return _one_file(files[0], one, other)
    if one is None:
        _git.top_of(folder)
        one = "HEAD"
    before = _state(one, folder)
    after = _state(other, folder) if other is not None else _folder(folder)
    return before, after, (one, other or str(folder))


def _one_file(path: Path, one: str, other: str | None) -> tuple[Loaded, Loaded, tuple[str, str]]:
    """Return a file of an atlas beside what it was in a revision (in the last commit, where none is named)."""
    name = _as_file(path)
    root = path.resolve().parent.parent if "/" in name else path.resolve().parent
    now = _file(path, name)
    if other is not None and _is_file(one):
        return now, _then(root, other, name), (str(path), f"{other}:{name}")
    revision = "HEAD" if other is None else one
    return _then(root, revision, name), now, (f"{revision}:{name}", str(path))


def _then(root: Path, revision: str, name: str) -> Loaded:
    """Return an atlas that holds one file as it was in a revision, with the libraries of that time."""
    from footpath.atlas import load_texts
    from footpath.atlas.files import kind_of

    texts = _git.load_at(root, revision).texts
    beside = {file: text for file, text in texts.items() if kind_of(file) != "journey" or file == name}
    return load_texts(beside if kind_of(name) == "journey" else texts)


def _is_file(name: str) -> bool:
    return Path(name).is_file()


def _state(name: str, folder: Path) -> Loaded:
    """Return the state that a folder or a revision names; what is there as a path is one."""
    return _folder(Path(name)) if Path(name).is_dir() else _git.load_at(folder, name)


def _folder(folder: Path) -> Loaded:
    from footpath.atlas import load

    return load(folder)


def _pair(one: Path, other: Path) -> tuple[Loaded, Loaded]:
    """Return two files as states of one: a journey without a written id has that of its file's name."""
    return _file(one, _as_file(other)), _file(other, _as_file(other))


def _as_file(path: Path) -> str:
    """Return what a file is called in an atlas."""
    from footpath.atlas.files import kind_of

    for name in (path.name, f"{path.resolve().parent.name}/{path.name}"):
        if kind_of(name) is not None:
            return name
    return f"journeys/{path.stem}.yaml"


def _file(path: Path, name: str) -> Loaded:
    """Return an atlas that holds one file, with the libraries that lie beside it."""
    from footpath.atlas import load_texts
    from footpath.atlas.files import read_text
    from footpath.atlas.migrations import migrated_up

    texts = neighbours(path.resolve(), name)
    read = read_text(path.parent, path.name)
    if read.text is None:
        raise BadInputError(*([read.problem] if read.problem else []))
    return load_texts(migrated_up({**texts, name: read.text}))


def neighbours(path: Path, name: str) -> dict[str, str]:
    """Return the texts that a file of an atlas leans on: `atlas.yaml`, the libraries and personas of its folder; of no journey, its journeys."""
    from footpath.atlas.files import kind_of, list_files, read_text

    root = path.parent.parent if "/" in name else path.parent
    texts = {"atlas.yaml": "title: Atlas\n"}
    if not (root / "atlas.yaml").is_file():
        return texts
    beside = ("journey", "discussion") if kind_of(name) == "journey" else ("discussion",)
    for file in list_files(root)[0]:
        if kind_of(file) in beside or file == name:
            continue
        text = read_text(root, file).text
        if text is not None:
            texts[file] = text
    return texts


def _known(journey: str, found: Difference) -> None:
    names = [outline.id for outline in found.outlines]
    if journey not in names:
        from footpath.base import did_you_mean

        raise BadInputError(
            Problem(
                code="no-journey",
                message=f"neither state has a journey {journey!r}",
                value=journey,
                help=did_you_mean(journey, names, what="there are"),
            )
        )


def _draw(args: argparse.Namespace, found: Difference, after: Loaded, out: Output) -> None:
    """Draw the journey that changed most, or the one that was asked for, with its changes marked."""
    from footpath.draw.changes import marks_of

    here = {str(journey.id) for journey in after.atlas.journeys}
    counts = {outline.id: len(found.of(outline.id)) for outline in found.outlines if outline.id in here}
    if not counts:
        raise BadInputError(Problem(code="no-journey", message="the later state has no journey to draw"))
    journey = args.journey if args.journey in here else max(counts, key=lambda name: counts[name])
    notes = _pictures.write(
        after.atlas, journey, args.output, changes=marks_of(found, journey), folder=after.folder
    )
    for note in notes:
        out.line(note)
    out.made(args.output, f"{journey}, with {counts.get(journey, 0)} changes marked")
    others = [name for name, count in counts.items() if count and name != journey]
    if others:
        out.line(f"also changed: {', '.join(others)}; --journey draws another one")


def _again(args: argparse.Namespace) -> str:
    words = ["footpath diff", *(word for word in (args.before, args.after) if word)]
    if args.atlas != ".":
        words.append(f"--atlas {args.atlas}")
    return " ".join(words)
