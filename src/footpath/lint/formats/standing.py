"""Where the team stands, for people: what is done in one line, then what is begun and what is not, then the next station."""

from __future__ import annotations

import textwrap

from footpath.lint.standing import Standing

_WIDTH = 100
_INDENT = " " * 10


def render_standing(standing: Standing) -> str:
    """Return the standing in a few lines."""
    head = f"{standing.done} of {len(standing.stations)} stations on the way to a map that is used are done"
    lines = [
        f"{head}{'' if standing.way == 'stages first' else f' ({standing.way}, which is a fine way, too)'}:"
    ]
    names = {state: [s.name for s in standing.stations if s.state == state] for state in ("done", "not yet")}
    lines += _listed("done", "; ".join(names["done"]))
    begun = [f"{one.name}: {one.reason}" for one in standing.stations if one.state == "begun"]
    for n, text in enumerate(begun):
        lines += _listed("" if n else "begun", text)
    lines += _listed("not yet", "; ".join(names["not yet"]))
    if standing.next:
        lines += _listed("now", f"{standing.next.name}: {standing.next.next}")
    return "\n".join(lines)


def _listed(word: str, text: str) -> list[str]:
    if not text:
        return []
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"  {word:<7} ", subsequent_indent=_INDENT, break_on_hyphens=False
    )
