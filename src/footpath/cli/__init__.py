"""The command line: one file a command, each a thin call into the rooms. It holds no logic of its own.

Exit codes: 0 done, 1 findings, 2 wrong usage, 3 bad input. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from footpath import __version__

__all__ = ["COMMANDS", "build_parser", "main"]

COMMANDS: dict[str, str] = {
    "demo": "the demo atlas on real data: drafted, measured, drawn, opened",
    "new": "an atlas to start from; with --from FILE... the whole way from exports to a map",
    "listen": "sources of evidence: add, show, check",
    "draft": "a journey drafted from evidence",
    "measure": "numbers for the map",
    "check": "the known mistakes of journey mapping, found in an atlas",
    "fmt": "the atlas's files put in form: tidy text that says the same, comments kept, ids written down",
    "draw": "a map as a page or a picture, by the ending of the output",
    "diff": "what changed in the experience between two states of an atlas, in words or drawn",
    "merge": "two states of an atlas that come from one, merged by ids",
    "migrate": "the version of the format in which an atlas is written",
    "git": "git's drivers for maps: install, uninstall",
    "mine": "questions to events: transitions, funnel, paths, sessions",
    "convert": "a map into another format, or somebody else's map, table, list or board into an atlas",
    "config": "every setting, its value, and where it comes from",
}
"""Command to its line in the help; each is a module of this room with `arguments(parser)` and `run(args, out)`."""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors say what to do next, and exit with 2."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"footpath: {message}\n  help: {self.prog} --help shows every option\n")
        sys.exit(2)


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; the options of one command only where its name is given (the others stay unimported)."""
    parser = _Parser(
        prog="footpath",
        description="Journey maps that a team can read, edit and act on, with every cell tied to the evidence for it.",
        epilog="Every command ends with what it made and the one command to type next.",
    )
    parser.add_argument("--version", action="version", version=f"footpath {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, line in COMMANDS.items():
        sub = commands.add_parser(name, help=line, description=line[:1].upper() + line[1:] + ".")
        if command in (name, "*"):
            module = import_module(f"footpath.cli.{name}")
            from footpath.cli._options import common

            common(sub)
            module.arguments(sub)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # a command is short and makes few cycles; most collections would only walk the libraries that it imports
    gc.set_threshold(50_000, 20, 50)
    words = list(sys.argv[1:] if argv is None else argv)
    command = next((word for word in words if not word.startswith("-")), None)
    parser = build_parser(command)
    args = parser.parse_args(words)
    if args.command is None:
        parser.print_help()
        return 2
    from footpath.base.problems import FootpathError, Problem
    from footpath.cli._output import Output

    out = Output(command=args.command, as_json=args.json, quiet=args.quiet)
    try:
        module = import_module(f"footpath.cli.{args.command}")
        code: int = module.run(args, out)
        out.finish()
        return code
    except FootpathError as error:
        out.fail(error.problems)
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; nothing half-written was left\n")
        return 130
    except BrokenPipeError:
        # the reader of our output went away (`footpath ... | head`): not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if args.debug:
            raise
        out.fail(
            [
                Problem(
                    code="fault",
                    message=f"a fault in Footpath itself: {type(error).__name__}: {error}",
                    help="Please report it with the output of the same command and --debug; "
                    "look it over first, it may show values of your files.",
                )
            ]
        )
        return 3
