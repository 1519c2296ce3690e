"""Write the generated pages of docs/reference/ from the code that they describe; with --check, say which are stale.

Each page is a function from nothing to text, one line in `PAGES`. Nothing is read but the code, so a page says what
the code says. Pages written by hand lie in the same folder and do not carry the mark.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import footpath
from footpath.base import SETTINGS, Registry, registered_codes, write_whole

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
PACKAGE = Path(footpath.__file__).parent

BY = "Made by tools/make_docs.py from"
OWNED = ("rules", "schema")
"""Folders that hold nothing but generated files."""


# ---------------------------------------------------------------- Markdown


def _page(title: str, source: str, *blocks: str) -> str:
    """Return a page: the mark, the title, and blocks with a blank line between them."""
    return "\n\n".join([f"<!-- {BY} {source}. Do not edit. -->", f"# {title}", *blocks]) + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *[[_cell(value) for value in row] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(text: str) -> str:
    """Return text that stays in its cell: no bar ends it, no line break leaves it."""
    return " ".join(text.replace("|", "\\|").split())


def _summary(thing: object) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def _said(function: Any) -> str:
    """Return what the module of a function (or class) says that it is for."""
    return _summary(sys.modules[function.__module__])


def _entries(registry: Registry[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each entry of a registry: its name and the thing."""
    for name in registry:
        yield name, registry.get(name)


def _named(registry: Registry[Any]) -> list[tuple[str, str]]:
    """Return rows of names and what the modules say, for registries of functions and classes."""
    return [(f"`{name}`", _said(thing)) for name, thing in _entries(registry)]


# ---------------------------------------------------------------- problems, settings, measures


def problems() -> str:
    """Return the page of every problem code, by room."""
    for path in sorted(PACKAGE.rglob("codes*.py")):
        importlib.import_module(".".join(("footpath", *path.relative_to(PACKAGE).with_suffix("").parts)))
    rooms: dict[str, list[str]] = {}
    for code, (room, page) in sorted(registered_codes().items()):
        rooms.setdefault(room, []).append(f"### {code}\n\n{page}")
    listed = [f"## {room}\n\n" + "\n\n".join(codes) for room, codes in sorted(rooms.items())]
    return _page(
        "Problems",
        "the registered codes of each room (src/footpath/*/codes*.py)",
        "Whatever is wrong has a code, a place, what was found, what was expected, and one step that helps. The code stands "
        "in brackets at the end of the message, and as `code` under `--json`. Findings of `footpath check` have their "
        "own pages: [lint rules](rules/index.md).",
        "A command ends with 0 (done), 1 (findings), 2 (wrong usage) or 3 (bad input).",
        *listed,
    )


def settings() -> str:
    """Return the page of every setting."""
    rows = [
        (
            f"`{s.name}`",
            f"`{s.default}`",
            f"`FOOTPATH_{s.name.upper().replace('-', '_')}`",
            s.meaning,
        )
        for s in SETTINGS
    ]
    return _page(
        "Settings",
        "SETTINGS in src/footpath/base/settings.py",
        "The first that says something wins: the option of the command (`--zone`), the environment, `atlas.yaml` (`zone` and "
        "`floor` have keys of their own, the others stand under `settings`), your own `footpath.toml`, the default. "
        "`footpath config` shows each value and where it comes from.",
        _table(("setting", "default", "in the environment", "what it means"), rows),
        "`FOOTPATH_STATE` and `FOOTPATH_CACHE` move the folders outside every atlas in which people's data lie: the key of "
        "the pseudonyms in the one; prepared tables, and what was set aside while reading, in the other.",
    )


def measures() -> str:
    """Return the page of every measure, with the definitions that stand in each run."""
    from footpath.insight.bind.measures import MEASURES

    blocks = []
    for name, measure in _entries(MEASURES):
        rows = [(f"`{number}`", definition) for number, definition in measure.definitions.items()]
        blocks.append(f"## {name}\n\n{_said(measure.rows)}\n\n" + _table(("number", "definition"), rows))
    return _page(
        "Measures",
        "the registry of src/footpath/insight/bind/measures",
        "What `footpath measure` counts, for which part of a map. Shares are 0 to 1, times are seconds. Each number stands in "
        "`measures/*.json` with its unit, how many stand behind it (`n`), its 95 % interval where it has one (`low`, "
        "`high`), its period and its source; the definition below stands beside it.",
        *blocks,
    )


# ---------------------------------------------------------------- lint rules, schemas


def rules() -> dict[str, str]:
    """Return the pages of the lint rules, which `footpath.lint` makes from their docstrings."""
    from footpath.lint import pages

    return {f"rules/{name}": text for name, text in pages().items()}


def schemas() -> dict[str, str]:
    """Return the JSON Schemas of the files of an atlas."""
    from footpath.atlas import schema

    note = {"$comment": f"{BY} footpath.atlas.schema. Do not edit."}
    return {
        f"schema/{kind}.json": json.dumps(note | found, ensure_ascii=False, indent=1) + "\n"
        for kind, found in schema().items()
    }


# ---------------------------------------------------------------- lanes, formats


def lanes() -> str:
    """Return the page of the roles that a lane may have, and of the channels that are known."""
    from footpath.atlas.channels import KNOWN_CHANNELS
    from footpath.atlas.roles import ROLES

    rows = [
        (
            f"`{role.id}`",
            role.title,
            role.side,
            f"ids of {role.library}" if role.library else role.cell,
        )
        for role in ROLES.values()
    ]
    channels = [(f"`{id_}`", title) for id_, title in KNOWN_CHANNELS.items()]
    return _page(
        "Lanes and channels",
        "src/footpath/atlas/roles.py and channels.py",
        "A lane is a row of the map. Its role says what its cells mean; the lines of a blueprint follow from whose side the "
        "roles are on. In a step or stage a role is a key of its own: `thought: Is it cheaper somewhere else?`",
        _table(("role", "title where you give none", "side", "its cells hold"), rows),
        "## Channels",
        "These are known without being declared; others stand under `channels` in `atlas.yaml`.",
        _table(("channel", "title"), channels),
    )


def operations() -> str:
    """Return the page of the operations: every change that a person or a program can make to an atlas."""
    import dataclasses

    from footpath.atlas import OPERATIONS

    parts: list[str] = []
    for name, cls in OPERATIONS.items():
        fields = [
            f"`{field.name}`" + ("" if field.default is dataclasses.MISSING else " (may be left out)")
            for field in dataclasses.fields(cls)
        ]
        parts += [f"## {name}", " ".join(str(cls.__doc__).split()), "Fields: " + ", ".join(fields) + "."]
    return _page(
        "Operations",
        "the types of src/footpath/atlas/operations",
        "Every change to an atlas is one of these: data with ids, with an inverse that gives the same bytes back. The page, the "
        "command line, `check --fix` and a merge make no other. What they promise: [the document](../spec/document.md), "
        "section Operations.",
        *parts,
    )


def formats() -> str:
    """Return the page of what can be read and written."""
    from footpath.cli._mine import ENDINGS as ROWS
    from footpath.cli._pictures import DRAWN
    from footpath.draw import FORMS, THEMES
    from footpath.engines import ENGINES
    from footpath.evidence.readers import READERS
    from footpath.interchange import FORMATS
    from footpath.lint.formats import FORMATS as FINDINGS
    from footpath.voice import Scale
    from footpath.voice.scores import KINDS

    drawn = {
        ".html": ("a page", "One file that loads nothing: zoom, fixed heads, the evidence behind each cell."),
        ".svg": ("a picture", "With its fonts inside."),
    }
    written = [
        (
            f"`{name}`",
            made.title,
            ", ".join(f"`{ending}`" for ending in made.endings),
            ", ".join(
                way
                for way, can in (
                    ("out", made.write or made.write_atlas),
                    ("in", made.read),
                    ("home", made.home),
                )
                if can
            ),
        )
        for name, made in _entries(FORMATS)
    ]
    scales = {"nps": Scale(0, 10)}
    scores = [
        (f"`{name}`", kind.define(scales.get(name, Scale(1, 5))), kind.unit) for name, kind in _entries(KINDS)
    ]
    return _page(
        "What can be read and written",
        "the registries of readers, formats, forms, themes, engines and scores",
        "## Exports that can be read",
        "The bytes of a file choose the reader, not its name. Each may also be packed with gzip. What becomes of the columns: "
        "[Evidence](../how-to/evidence.md).",
        _table(("reader", "what it reads"), _named(READERS)),
        "## A map can be written as",
        "`footpath draw … -o FILE` picks by the ending; the formats below that go out are written so too.",
        _table(
            ("ending", "what it is", "more"),
            [(f"`{ending}`", *drawn.get(ending, ("", ""))) for ending in DRAWN],
        ),
        "## Other people's formats",
        "`footpath convert IN OUT`, both ways where it says so; *home* brings an edited table back into the map that it is of. "
        "What each keeps: [Bring maps in, take them out](../how-to/exchange-maps.md).",
        _table(("format", "what it is", "endings", "ways"), written),
        "Rows of `footpath mine … -o FILE`: " + ", ".join(f"`{ending}`" for ending in ROWS) + ".",
        "## Forms and themes",
        _table(("form", "what it shows"), _named(FORMS)),
        "Themes: " + ", ".join(f"`{theme}`" for theme in THEMES) + ".",
        "## Findings can be written as",
        "From Python by `footpath.lint.FORMATS.get(name)`; `footpath check --format` takes those that its help names.",
        _table(("format", "for what"), _named(FINDINGS)),
        "## Engines",
        _table(("scheme", "what it is"), _named(ENGINES)),
        "## Kinds of scores",
        "With the definition on a usual scale.",
        _table(("kind", "definition", "unit"), scores),
    )


# ---------------------------------------------------------------- questions


def questions() -> str:
    """Return the page of the questions to events: parameters, columns, definition."""
    from footpath import mining

    asked = {
        "transitions": mining.transitions(),
        "funnel": mining.funnel(["view", "basket", "purchase"]),
        "paths": mining.paths(),
        "sessions": mining.sessions(),
        "durations": mining.durations(),
        "flows": mining.flows(),
        "sequences": mining.sequences("search, !product, help within 10m"),
        "loops": mining.loops(),
        "waits": mining.waits(),
        "retention": mining.retention(),
        "stickiness": mining.stickiness(),
        "lifecycle": mining.lifecycle(),
        "cohorts": mining.cohorts(),
        "attribution": mining.attribution("purchase", model=["markov", "last"]),
        "conversion": mining.conversion("purchase"),
        "outcomes": mining.outcomes("view", "purchase"),
        "segments": mining.segments(),
    }
    from footpath.cli.asking import VERBS

    blocks = []
    for name, question in asked.items():
        shown = f"`footpath mine {name}`" if name in VERBS else f"`footpath.mining.{name}()`, from Python"
        paragraphs = [" ".join(text.split()) for text in (inspect.getdoc(type(question)) or "").split("\n\n")]
        blocks.append(
            f"## {name}\n\n{shown}\n\n"
            + "\n\n".join(paragraphs)
            + f"\n\nColumns: {', '.join(f'`{column}`' for column in question.columns)}\n\n"
            + f"> {question.definition}"
        )
    return _page(
        "Questions to events",
        "the questions of src/footpath/mining",
        "What each question gives, and the definition that it prints with its answer (here with its usual parameters). The "
        "numbered rules are in the [specification](../spec/mining.md); examples in [Ask questions](../how-to/questions.md).",
        *blocks,
    )


# ---------------------------------------------------------------- the command line


@dataclass(frozen=True)
class Option:
    """One option or argument of a command, as its page shows it."""

    names: tuple[str, ...]
    shown: str
    help: str


@dataclass(frozen=True)
class Command:
    """One command (or verb of one): its words, its line, and its options by group."""

    words: str
    line: str
    arguments: tuple[Option, ...]
    groups: Mapping[str, tuple[Option, ...]]


def commands() -> tuple[Command, ...]:
    """Return every command and verb, in the order of the help."""
    from footpath.cli import build_parser

    return tuple(_commands(build_parser("*"), "footpath", ""))


def _commands(parser: argparse.ArgumentParser, words: str, line: str) -> Iterator[Command]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if words != "footpath":
        yield _command(parser, words, line)
    for action in inner:
        lines = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, sub in action.choices.items():
            yield from _commands(sub, f"{words} {name}", lines.get(name, ""))


def _command(parser: argparse.ArgumentParser, words: str, line: str) -> Command:
    arguments = tuple(_option(a) for a in parser._get_positional_actions() if not _is_verb(a))
    groups: dict[str, tuple[Option, ...]] = {}
    for group in parser._action_groups:
        found = tuple(
            _option(a)
            for a in group._group_actions
            if a.option_strings and not isinstance(a, argparse._HelpAction)
        )
        if found:
            groups[group.title or "options"] = found
    return Command(words, line, arguments, groups)


def _is_verb(action: argparse.Action) -> bool:
    return isinstance(action, argparse._SubParsersAction)


def _option(action: argparse.Action) -> Option:
    if action.choices is not None:
        value = "{" + ",".join(str(choice) for choice in action.choices) + "}"
    else:
        value = str(action.metavar or action.dest.upper())
    if action.nargs == 0:
        value = ""
    many = " …" if action.nargs in ("+", "*") else ""
    names = tuple(action.option_strings)
    shown = f"{', '.join(names)} {value}{many}".strip() if names else f"{value}{many}"
    said = action.help if action.help and action.help != argparse.SUPPRESS else _meaning(action.dest)
    again = isinstance(action, argparse._AppendAction) and "again" not in said
    return Option(names, shown, f"{said} (may be given again)" if again else said)


def _meaning(role: str) -> str:
    """Return what a column is, for the options whose name is all their help."""
    from footpath.evidence.guessing.state import MEANS

    return MEANS.get(role, "").format(case="order, ticket or other case")


def _options(options: Iterable[Option], what: str = "option") -> str:
    return _table((what, "what it is"), [(f"`{one.shown}`", one.help) for one in options])


def command_line() -> str:
    """Return the page of every command with its options; groups that several share stand once, at the end."""
    every = commands()
    often = [title for one in every for title in one.groups if title != "options"]
    shared = {
        title: next(one.groups[title] for one in every if title in one.groups)
        for title in dict.fromkeys(often)
        if len({one.groups[title] for one in every if title in one.groups}) == 1 and often.count(title) > 1
    }
    blocks = []
    for one in every:
        line = one.line[:1].upper() + one.line[1:]
        block = [
            f"## {one.words}",
            f"{line}." if line else "",
            _options(one.arguments, "argument") if one.arguments else "",
        ]
        block += [
            ("" if title == "options" else f"{title[:1].upper()}{title[1:]}:\n\n") + _options(found)
            for title, found in one.groups.items()
            if title not in shared
        ]
        also = [f"[{title}](#{_anchor(title)})" for title in one.groups if title in shared]
        block.append(f"And: {', '.join(also)}." if also else "")
        blocks.append("\n\n".join(part for part in block if part))
    ends = [f"## {title[:1].upper()}{title[1:]}\n\n{_options(found)}" for title, found in shared.items()]
    return _page(
        "The command line",
        "the parser of src/footpath/cli",
        "Inside an atlas's folder ATLAS may be left out, and JOURNEY where there is one. Exit codes: 0 done, 1 findings, 2 "
        "wrong usage, 3 bad input ([problems](problems.md)). `footpath --version` prints the version, `footpath COMMAND "
        "--help` what stands here.",
        *blocks,
        *ends,
    )


def _anchor(title: str) -> str:
    kept = "".join(c for c in title.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


# ---------------------------------------------------------------- all of them

PAGES: Mapping[str, Callable[[], str]] = {
    "problems.md": problems,
    "measures.md": measures,
    "settings.md": settings,
    "command-line.md": command_line,
    "questions.md": questions,
    "lanes.md": lanes,
    "formats.md": formats,
    "operations.md": operations,
}
FOLDERS: tuple[Callable[[], dict[str, str]], ...] = (rules, schemas)


def generated() -> dict[str, str]:
    """Return every generated file: its path under docs/reference, and its text."""
    made = {name: page() for name, page in PAGES.items()}
    for folder in FOLDERS:
        made |= folder()
    return made


def on_disk() -> dict[str, str]:
    """Return the generated files that are there: those that carry the mark, and all in the folders that we own."""
    there = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            name, text = path.relative_to(FOLDER).as_posix(), path.read_text("utf-8")
            if text.startswith(f"<!-- {BY}") or name.split("/")[0] in OWNED:
                there[name] = text
    return there


def stale() -> list[str]:
    """Return the files that are missing, differ, or should not be there."""
    wanted, there = generated(), on_disk()
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Write the pages, or (with ``--check``) return 1 where one of them is not what the code says."""
    wanted, differing = generated(), stale()
    if "--check" in arguments:
        for name in differing:
            sys.stderr.write(f"docs/reference/{name} is not what the code says; run: make docs\n")
        return 1 if differing else 0
    for name in differing:
        if name in wanted:
            write_whole(FOLDER / name, wanted[name])
        else:
            (FOLDER / name).unlink()
        sys.stdout.write(f"{'wrote' if name in wanted else 'removed'} docs/reference/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
