"""A map written to a file: pictures by `draw`, tables and texts by `interchange`, chosen by the file's ending."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem, write_whole

if TYPE_CHECKING:
    from footpath.atlas import Atlas

DRAWN = (".html", ".svg")
WRITTEN = (".csv", ".md", ".mmd")
ENDINGS = (*DRAWN, *WRITTEN)


def write(
    atlas: Atlas,
    journey: str,
    path: Path,
    *,
    form: str = "grid",
    theme: str = "light",
    paper: str | None = None,
    persona: str | None = None,
    lanes: tuple[str, ...] | None = None,
) -> tuple[str, ...]:
    """Write one journey to a file and return what is to be said about it (folded texts, what a format cannot hold)."""
    ending = path.suffix.lower()
    if ending in WRITTEN:
        from footpath import interchange

        written = interchange.write(atlas, journey, interchange.format_of(path), persona=persona, lanes=lanes)
        write_whole(path, written.data)
        return tuple(written.report.lines())
    if ending not in DRAWN:
        raise BadInputError(
            Problem(
                code="unknown-ending",
                message=f"nothing here writes {ending or 'a file without an ending'}",
                value=path.name,
                expected=", ".join(ENDINGS),
            )
        )
    from footpath.draw import draw, to_html, to_svg

    if ending == ".svg":
        scene = draw(
            atlas, journey, form=form, theme=theme, paper=paper or "A3", persona=persona, lanes=lanes
        )
        write_whole(path, to_svg(scene))
        return scene.notes
    write_whole(
        path,
        to_html(atlas, journey, form=form, theme=theme, paper=paper or "A3", persona=persona, lanes=lanes),
    )
    return ()
