"""``footpath convert``: a map into another format, or somebody else's map, table, list or board into an atlas."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem, did_you_mean, write_whole
from footpath.cli import _foreign
from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.atlas import Loaded
    from footpath.interchange import Guess, Read, ReadOptions, Report

_SHOWN = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "source",
        nargs="?",
        metavar="IN",
        help="an atlas, or a file in another format (- is what is on standard input)",
    )
    parser.add_argument(
        "target",
        nargs="?",
        metavar="OUT",
        help="an atlas's folder (new or there already), or a file in another format",
    )
    parser.add_argument(
        "--from", dest="from_", metavar="FORMAT", help="the format of IN (default: by its ending)"
    )
    parser.add_argument("--to", metavar="FORMAT", help="the format of OUT (default: by its ending)")
    parser.add_argument(
        "--journey", metavar="ID", help="the journey to write; or the one that an edited table comes back to"
    )
    parser.add_argument("--persona", metavar="ID", help="write the cells of one persona")
    parser.add_argument("--lanes", metavar="A,B", help="write these lanes, in this order")
    parser.add_argument(
        "--lane",
        action="append",
        default=[],
        metavar="NAME=ROLE",
        help="what a row is, where the guess is wrong",
    )
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME=MEANING", help="what a column of a list is"
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")
    parser.add_argument("--formats", action="store_true", help="list the formats and which ways they go")
    parser.add_argument("--dry-run", action="store_true", help="show what would be made, and make nothing")


def run(args: argparse.Namespace, out: Output) -> int:
    """Read, convert, write, and say what was lost."""
    from footpath.interchange import FORMATS, ReadOptions

    if args.formats:
        return _list(out)
    if args.source is None or args.target is None:
        raise BadInputError(
            Problem(
                code="needs-option",
                message="say what to convert, and into what",
                help="For example: footpath convert shop map.csv; footpath convert --formats",
            )
        )
    if args.from_:
        FORMATS.get(args.from_)  # an unknown name is told before anything is read
    options = ReadOptions(
        _pairs(args.lane, "--lane", "NAME=ROLE", check_role=True),
        _pairs(args.column, "--column", "NAME=MEANING"),
    )
    source, target = Path(args.source), Path(args.target)
    if (source / "atlas.yaml").is_file():
        return _out(args, source, target, out)
    if source.is_dir():
        raise _no_input(source, "this folder is no atlas: it holds no atlas.yaml")
    if str(source) != "-" and not source.is_file():
        raise _no_input(source, "there is no such file")
    fmt = args.from_ or _format(source)
    if args.to or (target.suffix and not target.is_dir()):
        return _across(args, source, fmt, target, options, out)
    return _in(args, source, fmt, target, options, out)


def _list(out: Output) -> int:
    """List the formats."""
    from footpath.interchange import FORMATS

    rows = []
    for name in FORMATS:
        one = FORMATS.get(name)
        ways = [
            word
            for word, can in (("out", one.write or one.write_atlas), ("in", one.read), ("home", one.home))
            if can
        ]
        rows.append((name, one.title, " ".join(one.endings), ", ".join(ways)))
    out.put(formats=[dict(zip(("name", "title", "endings", "ways"), row, strict=True)) for row in rows])
    out.table(("format", "what it is", "endings", "ways"), rows)
    out.next("footpath convert ATLAS map.csv")
    return 0


def _out(args: argparse.Namespace, source: Path, target: Path, out: Output) -> int:
    from footpath.cli._context import load_atlas, the_journey
    from footpath.interchange import FORMATS, write

    loaded = load_atlas(str(source), out)
    fmt = args.to or _format(target)
    chosen = FORMATS.get(fmt)
    journey = None if chosen.write_atlas is not None else the_journey(loaded, args.journey).id
    lanes = args.lanes.split(",") if args.lanes else None
    written = write(loaded.atlas, journey, fmt, persona=args.persona, lanes=lanes)
    _report(written.report, out)
    if args.dry_run:
        out.line("nothing was written (--dry-run)")
    else:
        write_whole(target, written.data)
        out.made(target, written.report.format)
    if chosen.home is not None:
        named = f" --journey {journey}" if journey else ""
        out.next(f"footpath convert {target} {source}{named} --dry-run   (to bring changes home)")
    else:
        out.next(f"footpath convert {target} NEW-ATLAS --dry-run   (what reading it again would give)")
    return 0


def _across(
    args: argparse.Namespace, source: Path, fmt: str, target: Path, options: ReadOptions, out: Output
) -> int:
    from footpath.cli._context import the_journey
    from footpath.interchange import write

    read = _foreign.read_file(source, fmt, options, sheet=args.sheet)
    loaded = _in_memory(read)
    _report(read.report, out)
    _guesses(read.guesses, out)
    written = write(loaded.atlas, the_journey(loaded, args.journey).id, args.to or _format(target))
    _report(written.report, out)
    if args.dry_run:
        out.line("nothing was written (--dry-run)")
    else:
        write_whole(target, written.data)
        out.made(target, written.report.format)
    out.next(f"footpath convert {args.source} shop   (to make an atlas of it)")
    return 0


def _in(
    args: argparse.Namespace, source: Path, fmt: str, target: Path, options: ReadOptions, out: Output
) -> int:
    from footpath.atlas import AddFile, edit, new_atlas
    from footpath.cli._context import load_atlas
    from footpath.interchange import FORMATS, operations_of
    from footpath.interchange.report import several

    is_there = (target / "atlas.yaml").is_file()
    if not is_there and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInputError(
            Problem(
                code="folder-in-use",
                message=f"{target} is there already and is no atlas",
                help="Name a new folder, or the folder of an atlas.",
            )
        )
    chosen = FORMATS.get(fmt)
    # a table of a whole atlas comes home by itself; a grid comes home to the journey that is named
    goes_home = (
        is_there and chosen.home is not None and (args.journey is not None or chosen.write_atlas is not None)
    )
    if goes_home and chosen.home is not None:
        loaded = load_atlas(str(target), out)
        rows = _foreign.read_rows(source, fmt, options, sheet=args.sheet)
        back = chosen.home(rows, loaded, args.journey, options)
        _report(back.report, out)
        _guesses(back.guesses, out)
        operations = list(back.operations)
        if operations and not args.dry_run:
            edit(target, lambda _: operations)
    else:
        read = _foreign.read_file(source, fmt, options, sheet=args.sheet)
        _in_memory(read)
        _report(read.report, out)
        _guesses(read.guesses, out)
        loaded = load_atlas(str(target), out) if is_there else _empty()
        operations = list(operations_of(read, loaded.atlas))
        if not args.dry_run:
            if not is_there:
                new_atlas(target, title=_title(read, source))
            edit(target, lambda fresh: operations_of(read, fresh.atlas))
    out.put(operations=len(operations))
    if args.dry_run:
        count = several(len(operations), "change", "changes")
        out.line(f"{count} would be made (--dry-run): nothing was written")
    elif not operations:
        out.line("nothing differs: the atlas stays as it is")
    else:
        out.made(target, several(len(operations), "change", "changes"))
    made = [one.file for one in operations if isinstance(one, AddFile) and one.file.startswith("journeys/")]
    journey = Path(made[0]).stem if made else args.journey
    out.next(f"footpath draw {target} {journey} -o map.html" if journey else f"footpath check {target}")
    return 0


def _in_memory(read: Read) -> Loaded:
    """Return what was read as an atlas of its own; a reader that made an invalid document is our fault, and said so."""
    from footpath.atlas import apply_all, load_texts
    from footpath.base import raise_errors
    from footpath.interchange import operations_of

    base = _empty()
    texts, _, _ = apply_all(base.texts, operations_of(read, base.atlas))
    loaded = load_texts(texts)
    raise_errors(loaded.problems)
    return loaded


def _empty() -> Loaded:
    from footpath.atlas import load_texts

    return load_texts({"atlas.yaml": "footpath: 1\ntitle: Atlas\n"})


def _title(read: Read, source: Path) -> str:
    titles = [str(one.get("title", "")) for one in read.journeys]
    return next((title for title in titles if title), "") or source.stem.replace("-", " ").capitalize()


def _format(path: Path) -> str:
    from footpath.interchange import format_of

    return format_of(path)


def _pairs(given: list[str], option: str, form: str, *, check_role: bool = False) -> dict[str, str]:
    from footpath.atlas import ROLES

    pairs: dict[str, str] = {}
    for each in given:
        name, equals, value = each.rpartition("=")
        if not equals or not name or (check_role and value not in ROLES):
            raise BadInputError(
                Problem(
                    code="bad-option",
                    message=f"{option} reads {form}",
                    value=each,
                    help=did_you_mean(value, ROLES, what="the roles are") if check_role and equals else None,
                )
            )
        pairs[name.strip().strip("'\"")] = value.strip()
    return pairs


def _report(report: Report, out: Output) -> None:
    out.put(**{f"report_{report.direction}": report.to_json()})
    for line in report.lines():
        out.line(line)


def _guesses(guesses: tuple[Guess, ...], out: Output) -> None:
    out.put(
        guesses=[
            {"what": one.what, "taken": one.taken, "option": one.option, "sure": one.is_sure}
            for one in guesses
        ]
    )
    doubtful = sorted(guesses, key=lambda one: one.is_sure)
    for one in doubtful[:_SHOWN]:
        out.line(f"  {'took' if one.is_sure else 'guessed'}: {one.what} as {one.taken}   {one.option}")
    if len(guesses) > _SHOWN:
        out.line(f"  and {len(guesses) - _SHOWN} more that are sure (--json shows all)")


def _no_input(path: Path, message: str) -> BadInputError:
    return BadInputError(
        Problem(
            code="no-input",
            message=message,
            value=str(path),
            help="Name an atlas's folder, or a file in one of the formats.",
        )
    )
