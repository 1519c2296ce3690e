"""``footpath merge``: two states of an atlas (or of one file) that come from one, merged by ids, cell by cell."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Place, Problem, UsageError, write_whole
from footpath.cli._output import Output
from footpath.cli.diff import _as_file

if TYPE_CHECKING:
    from footpath.atlas.merging import Conflict, Merged


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "base", type=Path, metavar="BASE", help="the state that both come from: a folder or a file"
    )
    parser.add_argument(
        "ours", type=Path, metavar="OURS", help="our state; the merge is written here, if not to -o"
    )
    parser.add_argument("theirs", type=Path, metavar="THEIRS", help="their state")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="write to this new folder (or file)")
    parser.add_argument(
        "--take", choices=("ours", "theirs"), help="which side stands where both changed the same"
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what would come out; write nothing")


def run(args: argparse.Namespace, out: Output) -> int:
    """Merge, write and tell; 1 where something needs a person."""
    kinds = {path.is_dir() for path in (args.base, args.ours, args.theirs)}
    if len(kinds) > 1:
        raise UsageError(
            Problem(code="bad-option", message="BASE, OURS and THEIRS must be three folders or three files")
        )
    merged = _folders(args, out) if kinds == {True} else _files(args, out)
    out.put(
        definition="a three-way merge by ids",
        rows=[conflict.to_json() for conflict in merged.conflicts],
        taken=[conflict.to_json() for conflict in merged.taken],
        problems_of_merge=[problem.to_json() for problem in merged.problems],
        by_lines=dict(merged.unread),
    )
    _tell(merged, args, out)
    return 0 if merged.is_clean else 1


def _folders(args: argparse.Namespace, out: Output) -> Merged:
    from footpath.atlas import load
    from footpath.atlas.merging import merge
    from footpath.atlas.merging.folder import copy_atlas, write_merged

    base, ours, theirs = (load(path) for path in (args.base, args.ours, args.theirs))
    merged = merge(base.texts, ours.texts, theirs.texts, take=args.take)
    if args.dry_run:
        return merged
    target = args.ours
    if args.output is not None:
        if args.output.exists():
            raise BadInputError(
                Problem(
                    code="folder-in-use",
                    message="the folder for the merge is there already",
                    place=Place(str(args.output)),
                    help="Name a new one.",
                )
            )
        copy_atlas(args.ours, args.output)
        target = args.output
    written = write_merged(target, ours, merged, measures_of=args.theirs)
    out.made(target, f"merged; {len(written)} file{'s' if len(written) != 1 else ''} changed")
    return merged


def _files(args: argparse.Namespace, out: Output) -> Merged:
    from footpath.atlas.merging import Merged, merge_file

    paths = (args.base, args.ours, args.theirs)
    base, ours, theirs = (_read(path) for path in paths)
    name = _as_file(args.ours)
    made = merge_file(name, base, ours, theirs, take=args.take, lanes=house_of(args.ours.resolve(), name))
    if not args.dry_run:
        target = args.output or args.ours
        write_whole(target, made.text)
        out.made(target, "merged")
    conflicts, taken = ((), made.conflicts) if args.take else (made.conflicts, ())
    return Merged({name: made.text}, conflicts, taken, {name: made.has_markers} if made.by_lines else {})


def house_of(path: Path, name: str) -> dict[str, str]:
    """Return the lanes of the house that a file of an atlas lies in."""
    from footpath.atlas.files import read_text
    from footpath.atlas.merging import house_lanes

    root = path.parent.parent if "/" in name else path.parent
    text = read_text(root, "atlas.yaml").text if (root / "atlas.yaml").is_file() else None
    return house_lanes({"atlas.yaml": text}) if text is not None else {}


def _read(path: Path) -> str:
    from footpath.atlas.files import read_text

    read = read_text(path.parent, path.name)
    if read.text is None:
        raise BadInputError(*([read.problem] if read.problem else []))
    return read.text


def _tell(merged: Merged, args: argparse.Namespace, out: Output) -> None:
    for file, has_markers in merged.unread.items():
        how = "and left in conflict: look for the lines with <<<<<<<" if has_markers else "without a conflict"
        out.line(f"{file} is no YAML on some side; it was merged by lines, {how}")
    if merged.taken:
        out.line(f"{_count(merged.taken)} settled by taking {args.take}:")
    for conflict in merged.conflicts or merged.taken:
        out.line(conflict.render())
    if merged.conflicts:
        out.line(f"{_count(merged.conflicts)}: ours stands, and a comment above each place tells of theirs")
    out.problems(merged.problems)
    if args.dry_run:
        out.line("nothing written (--dry-run)")
    if merged.is_clean:
        out.line("merged without a conflict" if not merged.taken else "merged")
    target = args.output or args.ours
    if merged.conflicts and not args.dry_run:
        out.next(f'grep -rn "# conflict:" {target}   (settle each, and delete the comment)')
    else:
        out.next(
            f"footpath check {target}" if Path(target).is_dir() else f"footpath diff {args.base} {target}"
        )


def _count(conflicts: tuple[Conflict, ...]) -> str:
    return f"{len(conflicts)} conflict{'s' if len(conflicts) != 1 else ''}"
