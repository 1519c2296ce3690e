"""Mermaid's `journey` diagram, in: sections as stages, tasks as steps, faces as feelings, actors as personas.

It reads as Mermaid's own parser does, and tells what that one drops without a word.
"""

from __future__ import annotations

import html
import re

from footpath.interchange.reading import Foreign, Read, ReadOptions, refuse
from footpath.interchange.sketch import Sketch, score_value

_ENTITY = re.compile(r"#(\w+);")
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_FRONT = re.compile(r"\A\s*---\s*\n(.*?)\n\s*---\s*\n", re.DOTALL)
_TITLE = re.compile(r"^\s*title:\s*(.+?)\s*$", re.MULTILINE)
_LONG = re.compile(r"accDescr\s*\{(.*?)\}", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LOWEST, _HIGHEST, _NEUTRAL = 1, 5, 3


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map of a diagram.

    Raises
    ------
    BadInputError
        Where the text is no `journey` diagram (`not-this-format`).
    """
    del options
    sketch = Sketch()
    text = _fence(foreign.text.removeprefix("\ufeff").replace("\r\n", "\n"))
    if front := _FRONT.match(text):
        if named := _TITLE.search(front[1]):
            sketch.title = decode(named[1].strip("\"'"))
        text = text[front.end() :]
    text = _DIRECTIVE.sub("", text)
    if described := _LONG.search(text):
        sketch.facts["purpose"] = decode(" ".join(described[1].split()))
        text = text[: described.start()] + text[described.end() :]
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line and not _is_comment(line, sketch)]
    if not lines or lines[0].lower() != "journey":
        raise refuse(
            "the text does not begin with `journey`",
            "A Mermaid journey begins with that word on a line of its own.",
            value=lines[0][:60] if lines else "",
        )
    tasks: list[tuple[dict[str, object], float | None, list[str]]] = []
    for line in lines[1:]:
        _line(sketch, line, tasks)
    if not tasks and not sketch.stages:
        raise refuse(
            "the diagram has no section and no task", "Write `section` and `task: score: actor` lines."
        )
    _feelings(sketch, tasks)
    if tasks:
        sketch.assumed.append("faces from 1 to 5 became feelings from -2 to +2: the face minus 3")
    return sketch.done("Mermaid journey", foreign.name)


def decode(text: str) -> str:
    """Return a text with Mermaid's escapes (`#58;`, `#quot;`) as the letters that they stand for."""

    def letter(found: re.Match[str]) -> str:
        name = found[1]
        if name.isdigit():
            return (
                chr(int(name)) if 0 < int(name) < 0x110000 and not 0xD800 <= int(name) < 0xE000 else found[0]
            )
        return html.unescape(f"&{name};") if f"{name};" in html.entities.html5 else found[0]

    return _ENTITY.sub(letter, text).strip()


def _fence(text: str) -> str:
    """Return the first diagram of a Markdown text, or the text itself."""
    found = re.search(r"^```+\s*mermaid\s*\n(.*?)^```+\s*$", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else text


def _is_comment(line: str, sketch: Sketch) -> bool:
    if line.startswith(("%%", "#")) and not _ENTITY.match(line):
        sketch.lost.append(("comments", 1, "they belong to the diagram's text"))
        return True
    return False


def _line(sketch: Sketch, line: str, tasks: list[tuple[dict[str, object], float | None, list[str]]]) -> None:
    word, _, rest = line.partition(" ")
    lower = word.lower()
    if lower == "title":
        sketch.title = decode(rest)
    elif lower == "section":
        sketch.stage(decode(rest) or sketch.title or "Stage")
    elif lower.startswith("acctitle"):
        sketch.lost.append(("title for screen readers", 1, "the map's own title is read out"))
    elif lower.startswith("accdescr"):
        sketch.facts["purpose"] = decode(line.partition(":")[2])
    else:
        name, *parts = line.split(":")
        if len(parts) > 2:
            sketch.lost.append(("texts after a third colon", 1, "Mermaid drops them too"))
        if not sketch.stages:
            sketch.stage(sketch.title or "Journey")
            sketch.assumed.append("tasks before the first section stand in a stage of their own")
        step = sketch.step(decode(name) or "Step")
        actors = [decode(actor) for actor in parts[1].split(",") if actor.strip()] if len(parts) > 1 else []
        tasks.append((step, _score(sketch, parts[0].strip() if parts else ""), actors))


def _score(sketch: Sketch, text: str) -> float | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        sketch.lost.append(("scores that are no numbers", 1, "Mermaid draws no face for them"))
        return None
    face = float(text)
    if not _LOWEST <= face <= _HIGHEST:
        sketch.lost.append(("scores outside 1 to 5", 1, "what they mean cannot be told"))
        return None
    return face - _NEUTRAL


def _feelings(sketch: Sketch, tasks: list[tuple[dict[str, object], float | None, list[str]]]) -> None:
    """Give each step its feeling: everybody's where all actors are at all tasks, else each actor's own."""
    everybody = {actor.casefold() for _, _, actors in tasks for actor in actors}
    for _, _, actors in tasks:
        for actor in actors:
            sketch.persona(actor)
    for step, score, actors in tasks:
        if score is None:
            continue
        if {actor.casefold() for actor in actors} == everybody or not actors:
            sketch.put(step, "emotion", score_value(score))
            continue
        for actor in dict.fromkeys(actors):
            sketch.put(step, "emotion", {"score": score_value(score), "persona": sketch.persona(actor)})
