"""``footpath git``: the drivers by which git merges and compares the files of an atlas by what they say."""

from __future__ import annotations

import argparse
import difflib
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from footpath.base import BadInputError, write_whole
from footpath.cli import _git
from footpath.cli._options import common
from footpath.cli._output import Output

_FILES = (
    "/atlas.yaml",
    "/touchpoints.yaml",
    "/sources.yaml",
    "/opportunities.yaml",
    "/journeys/*.yaml",
    "/personas/*.yaml",
)
_BEGIN = "# footpath: maps are merged and compared by what they say (`footpath git uninstall` takes this out)"
_END = "# footpath: end"
_SETTINGS = (
    "merge.footpath.name",
    "merge.footpath.driver",
    "diff.footpath.command",
    "diff.footpath.textconv",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, line in (("install", "set up the drivers"), ("uninstall", "take them out again")):
        sub = verbs.add_parser(verb, help=line)
        common(sub, after_verb=True)
        sub.add_argument(
            "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (this one)"
        )
        sub.add_argument(
            "--global", dest="everywhere", action="store_true", help="for all repositories of this user"
        )
        sub.add_argument("--dry-run", action="store_true", help="tell what would be set; write nothing")
    sub = verbs.add_parser("merge-driver", help="called by git: merge three versions of a file")
    common(sub, after_verb=True)
    for name in ("base", "ours", "theirs", "size", "path"):
        sub.add_argument(name, help="as git gives it")
    sub = verbs.add_parser("diff-driver", help="called by git: tell what changed in a file")
    common(sub, after_verb=True)
    sub.add_argument(
        "given",
        nargs="+",
        metavar="PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE",
        help="as git gives it",
    )
    sub = verbs.add_parser("textconv", help="called by git: a file as plain lines, for `git log -p`")
    common(sub, after_verb=True)
    sub.add_argument("file", type=Path, help="as git gives it")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one verb."""
    if args.verb == "install":
        return _install(args, out)
    if args.verb == "uninstall":
        return _uninstall(args, out)
    if args.verb == "merge-driver":
        return _merge(args)
    return _diff(args.given) if args.verb == "diff-driver" else _textconv(args.file)


# ---------------------------------------------------------------- setting up


def _install(args: argparse.Namespace, out: Output) -> int:
    folder = Path(args.atlas)
    _git.top_of(folder)
    _must_be_atlas(folder)
    values = dict(zip(_SETTINGS, _values(), strict=True))
    where = "--global" if args.everywhere else "--local"
    for name, value in values.items():
        out.line(f"git config {where} {name} {shlex.quote(value)}")
        if not args.dry_run:
            _git.git(folder, "config", where, name, value)
    path = folder / ".gitattributes"
    old = path.read_text("utf-8") if path.is_file() else ""
    new = _with_lines(_without_lines(old))
    if args.dry_run:
        out.line(f"would write {len(_FILES) + 1} lines to {path}")
        out.line("nothing written (--dry-run)")
    elif new != old:
        write_whole(path, new)
        out.made(path, "commit it, so that it holds for everyone who has the drivers")
    out.next(f"git -C {args.atlas} add .gitattributes")
    return 0


def _uninstall(args: argparse.Namespace, out: Output) -> int:
    folder = Path(args.atlas)
    _git.top_of(folder)
    where = "--global" if args.everywhere else "--local"
    for name in _SETTINGS:
        out.line(f"git config {where} --unset-all {name}")
        if not args.dry_run:
            try:
                _git.git(folder, "config", where, "--unset-all", name)
            except BadInputError as error:
                if error.problems[0].code != "git-failed":
                    raise
    path = folder / ".gitattributes"
    if path.is_file():
        old = path.read_text("utf-8")
        new = _without_lines(old)
        if new != old and not args.dry_run:
            if new.strip():
                write_whole(path, new)
            else:
                path.unlink()
            out.made(path, "without the lines of footpath")
    if args.dry_run:
        out.line("nothing written (--dry-run)")
    return 0


def _must_be_atlas(folder: Path) -> None:
    if not (folder / "atlas.yaml").is_file():
        from footpath.atlas import load

        load(folder)


def _values() -> tuple[str, ...]:
    """Return the settings' values; `--` keeps a file name that begins with a dash from being read as an option."""
    own = own_command()
    return (
        "journey maps, merged by ids",
        f"{own} git merge-driver -- %O %A %B %L %P",
        f"{own} git diff-driver --",
        f"{own} git textconv --",
    )


def own_command() -> str:
    """Return how git calls us: by name where the shell finds it, else by this Python."""
    if shutil.which("footpath"):
        return "footpath"
    return f"{shlex.quote(Path(sys.executable).as_posix())} -m footpath"


def _with_lines(text: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [
        _BEGIN,
        *(f"{name} merge=footpath diff=footpath" for name in _FILES),
        "/measures/*.json -merge",
        _END,
    ]
    gap = "" if not text or text.endswith("\n") else newline
    return text + gap + newline.join(lines) + newline


def _without_lines(text: str) -> str:
    """Return the attributes without our lines; the others stay as they are."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if line.rstrip("\r\n") == _BEGIN:
            inside = True
        elif inside and line.rstrip("\r\n") == _END:
            inside = False
        elif not inside:
            kept.append(line)
    return "".join(kept)


# ---------------------------------------------------------------- called by git


def _merge(args: argparse.Namespace) -> int:
    """Merge into the file of ours, as git expects: 0 where it is clean, 1 where it is in conflict."""
    from footpath.atlas.merging import merge_file
    from footpath.cli.merge import house_of

    name = _name(args.path)
    sides = [Path(path).read_bytes() for path in (args.base, args.ours, args.theirs)]
    try:
        base, ours, theirs = (side.decode("utf-8") for side in sides)
    except UnicodeDecodeError:
        sys.stderr.write(f"footpath: {args.path} is not UTF-8 on some side; ours is kept, merge it by hand\n")
        return 1
    size = int(args.size) if args.size.isdigit() else 7
    merged = merge_file(name, base, ours, theirs, lanes=house_of(Path.cwd() / args.path, name), size=size)
    Path(args.ours).write_bytes(merged.text.encode("utf-8"))
    if merged.by_lines:
        sys.stderr.write(f"footpath: {args.path} is no YAML on some side; it was merged by lines\n")
    for conflict in merged.conflicts:
        sys.stderr.write(f"CONFLICT {conflict.render()}\n")
    return 1 if merged.conflicts or merged.has_markers else 0


def _diff(given: Sequence[str]) -> int:
    """Tell what changed in one file; git gives its path, then file, hash and mode of the old and of the new."""
    from footpath.atlas import load_texts
    from footpath.atlas.differing import diff
    from footpath.cli.diff import neighbours

    path = given[0]
    if len(given) < 7:
        print(f"{path}: in conflict; footpath merge, or an editor, settles it")
        return 0
    name = _name(given[7] if len(given) > 7 else path)
    old, new = _text(given[1]), _text(given[4])
    beside = neighbours(Path.cwd() / path, name)
    before, after = (
        load_texts({**beside, **({name: text} if text is not None else {})}) for text in (old, new)
    )
    print(f"footpath diff {path}")
    broken = [each for each in (before, after) if _is_broken(each.parsed.get(name))]
    found = diff(before, after)
    if broken:
        lines = difflib.unified_diff(
            (old or "").splitlines(), (new or "").splitlines(), f"a/{path}", f"b/{path}", lineterm=""
        )
        print("\n".join(lines))
    elif found:
        print(found.render())
    else:
        print("nothing changed but how it is written (comments, order of keys, quotes)")
    print()
    return 0


def _textconv(file: Path) -> int:
    from footpath.atlas.differing.outline import outline_of

    text = file.read_bytes().decode("utf-8", "replace")
    sys.stdout.write(outline_of(text, file.name))
    return 0


def _is_broken(parsed: object) -> bool:
    return parsed is not None and (
        getattr(parsed, "tree", None) is None or bool(getattr(parsed, "problems", ()))
    )


def _name(path: str) -> str:
    """Return what a file of the repository is called in its atlas."""
    from footpath.atlas.files import kind_of

    parts = PurePosixPath(path).parts
    for count in (2, 1):
        name = "/".join(parts[-count:])
        if kind_of(name) is not None:
            return name
    return parts[-1]


def _text(file: str) -> str | None:
    if file in ("/dev/null", "nul"):
        return None
    return Path(file).read_bytes().decode("utf-8", "replace")
