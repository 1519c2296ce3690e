"""A difference as text and as Markdown. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from footpath.atlas.differing.types import Difference, MapChange

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">", "renamed": "="}
_BESIDE = "Beside the journeys"


def as_text(difference: Difference, *, most: int = 12, width: int | None = None) -> str:
    """Return the changes as text, a line a change, with + - ~ > = for added, removed, changed, moved, renamed."""
    if not difference.changes:
        return "nothing changed"
    lines = [summary(difference)]
    for head, groups in _groups(difference):
        lines += ["", head]
        for stage, changes in groups:
            indent = "  "
            if stage:
                lines.append(f"  {stage}")
                indent = "    "
            for change in changes[:most]:
                line = f"{indent}{_SIGNS[change.kind]} {change.sentence}"
                lines += textwrap.wrap(line, width, subsequent_indent=indent + "    ") if width else [line]
            if len(changes) > most:
                lines.append(f"{indent}… and {len(changes) - most} more ({kinds(changes[most:])})")
    return "\n".join(lines)


def as_markdown(difference: Difference, *, most: int = 12) -> str:
    """Return the changes as Markdown; what a person wrote cannot become markup."""
    if not difference.changes:
        return "Nothing changed in the experience.\n"
    lines = [f"**{summary(difference)}**"]
    for head, groups in _groups(difference):
        lines += ["", f"### {escaped(head)}"]
        for stage, changes in groups:
            lines += ["", f"**{escaped(stage)}**"] if stage else []
            lines.append("")
            lines += [f"- {_SIGNS_WORDS[change.kind]}{escaped(change.sentence)}" for change in changes[:most]]
            if len(changes) > most:
                rest = changes[most:]
                lines += ["", f"<details><summary>{len(rest)} more ({kinds(rest)})</summary>", ""]
                lines += [f"- {_SIGNS_WORDS[change.kind]}{escaped(change.sentence)}" for change in rest]
                lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


_SIGNS_WORDS = {"added": "➕ ", "removed": "➖ ", "changed": "", "moved": "↔ ", "renamed": ""}


def summary(difference: Difference) -> str:
    """Return how much changed in one line: 12 changes: 3 added, 1 removed, 8 changed."""
    if not difference.changes:
        return "nothing changed"
    count = len(difference.changes)
    return f"{count} change{'s' if count != 1 else ''}: {kinds(difference.changes)}"


def kinds(changes: tuple[MapChange, ...] | list[MapChange]) -> str:
    """Return how many of each kind there are."""
    counts = {kind: sum(change.kind == kind for change in changes) for kind in _SIGNS}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def escaped(text: str) -> str:
    """Return a text in which no sign is markup of Markdown or HTML, and no name calls a person."""
    for sign in "\\`*_{}[]()#+!|~":
        text = text.replace(sign, f"\\{sign}")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
    return " ".join(text.split())


def _groups(difference: Difference) -> Iterator[tuple[str, list[tuple[str, list[MapChange]]]]]:
    outlines = {outline.id: outline for outline in difference.outlines}
    for journey, changes in groupby(difference.changes, key=lambda change: change.journey):
        outline = outlines.get(journey or "")
        head = f"{outline.title} ({outline.id})" if outline else _BESIDE
        stages = outline.stages if outline else {}
        groups = [
            (stages.get(stage or "", ""), list(items))
            for stage, items in groupby(changes, key=lambda change: change.stage)
        ]
        yield head, groups
