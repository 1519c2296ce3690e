"""What every picture gets at the end: its direction, the inks of the house, and the notes for who made it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from footpath.base import is_right_to_left
from footpath.draw.content import Content
from footpath.draw.pictures import shot
from footpath.draw.scene import Scene
from footpath.draw.text import missing
from footpath.draw.themes import THEMES, house_inks


def finished(scene: Scene, content: Content, *notes: str) -> Scene:
    """Return the scene with direction, inks, and notes: those given, of the asking, of the look, fonts, pictures, folds."""
    out = [note for note in (*notes, *content.asked.notes) if note]
    inks: list[tuple[str, str, str]] = []
    for theme in THEMES:
        found, problems = house_inks(content.atlas, theme)
        inks += [(theme, token, colour) for token, colour in found.items()]
        out += [problem.message for problem in problems if theme in (scene.theme, "light")]
    unknown = missing((text.text, text.face) for page in scene.every_page() for text in page.texts())
    if unknown:
        shown = " ".join(unknown[:12]) + (" …" if len(unknown) > 12 else "")
        out.append(
            f"{len(unknown)} characters are not in the fonts that come along ({shown}); the reader's own fonts draw them"
        )
    out += _pictures_missing(content, scene.form)
    if scene.folds:
        out.append(f"{scene.folds} texts are cut to fit; they are whole on the page (draw to .html)")
    direction: Literal["ltr", "rtl"] = "rtl" if is_right_to_left(content.language) else "ltr"
    pages = tuple(replace(page, direction=direction, inks=tuple(inks)) for page in scene.pages)
    return replace(scene, notes=tuple(dict.fromkeys(out)), direction=direction, inks=tuple(inks), pages=pages)


def _pictures_missing(content: Content, form: str) -> list[str]:
    """Return a note for each picture that is shown and could not be; none where nobody read any."""
    if content.asked.pictures is None:
        return []
    shown = [
        one.picture
        for row in (content.rows if form == "grid" else ())
        for cells in (*row.cells.values(), *row.spans.values())
        for one in cells
        if one.picture is not None
    ]
    alone = (content.persona,) if content.persona is not None else ()
    portraits = [one.portrait for one in (content.walkers if form == "grid" else alone)]
    shown += [shot(content.asked.pictures, one.file, str(one.text)) for one in portraits if one is not None]
    return [f"a picture is not shown: {found.problem}" for found in shown if found.problem]
