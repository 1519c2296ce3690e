"""A map written to a file: pictures by `draw`, tables and texts by `interchange`, chosen by the file's ending.

Pictures that a map shows are read here, inside the atlas's folder alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, write_whole

if TYPE_CHECKING:
    from footpath.atlas import Atlas
    from footpath.draw.changes import Marks

DRAWN = (".html", ".svg")
WRITTEN = (".csv", ".md", ".mmd")
ENDINGS = (*DRAWN, *WRITTEN)


def write(
    atlas: Atlas,
    journey: str,
    path: Path,
    *,
    form: str | None = None,
    theme: str = "light",
    paper: str | None = None,
    persona: str | None = None,
    lanes: tuple[str, ...] | None = None,
    locale: str | None = None,
    view: str | None = None,
    changes: Marks | None = None,
    folder: Path | None = None,
) -> tuple[str, ...]:
    """Write one journey to a file and return what is to be said about it (folded texts, what a format cannot hold).

    `folder` is the atlas's own, from which the pictures of a drawn map are read; without it none is.
    """
    ending = path.suffix.lower()
    if ending in WRITTEN:
        from footpath import interchange

        if locale is not None:
            from footpath.atlas import localised

            atlas = localised(atlas, locale)
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
    from footpath.draw import draw, picture_files, to_html, to_svg

    has_journey = any(known.id == journey for known in atlas.journeys)
    pictures = read_pictures(folder, picture_files(atlas, journey)) if folder and has_journey else None
    asked: dict[str, Any] = {
        "form": form, "theme": theme, "paper": paper or "A3", "persona": persona, "lanes": lanes,
        "locale": locale, "view": view, "changes": changes, "pictures": pictures,
    }  # fmt: skip
    scene = draw(atlas, journey, **asked)
    if ending == ".svg":
        write_whole(path, to_svg(scene))
        return scene.notes
    write_whole(path, to_html(atlas, journey, **asked))
    # On a page nothing is cut, and the paper is a matter of printing.
    return tuple(note for note in scene.notes if _is_for_pages(note))


def _is_for_pages(note: str) -> bool:
    return note.startswith(("the form", "a picture", "the flow", "the carry"))


def read_pictures(folder: Path, files: Iterable[str]) -> Mapping[str, bytes]:
    """Return the bytes of pictures by their path in the atlas; what is not there, or not inside, is left out.

    Paths are followed by their parts, links only to what lies inside the folder; of a file one byte more than the limit is
    read at most, so that its size shows.
    """
    from footpath.draw import PICTURE_LIMIT

    root = folder.resolve()
    found: dict[str, bytes] = {}
    for file in files:
        parts = PurePosixPath(file.replace("\\", "/")).parts
        if not parts or ".." in parts or parts[0].startswith("/") or any(":" in part for part in parts):
            continue
        try:
            real = root.joinpath(*parts).resolve()
            if real.is_relative_to(root) and real.is_file():
                with real.open("rb") as stream:
                    found[file] = stream.read(PICTURE_LIMIT + 1)
        except (OSError, RuntimeError, ValueError):
            continue
    return found
