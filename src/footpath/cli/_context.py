"""What several commands share: the atlas and journey that are meant, and the settings in force."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, Settings, did_you_mean, user_settings_file

if TYPE_CHECKING:
    from footpath.atlas import Journey, Loaded

_FLAGS = ("zone", "floor", "memory", "threads", "gap", "engine")
_NOT_OF_AN_ATLAS = ("engine",)
"""What an atlas may not say: where people's data go is for whoever asks to name, not for a file from elsewhere."""


def settings_of(args: argparse.Namespace, loaded: Loaded | None = None) -> Settings:
    """Return the settings: flags of this call, then the environment, then the atlas, then the user's file."""
    flags = {name: getattr(args, name, None) for name in _FLAGS}
    atlas: dict[str, Any] = {}
    if (
        loaded is None
        and isinstance(getattr(args, "atlas", None), str)
        and (Path(args.atlas) / "atlas.yaml").is_file()
    ):
        from footpath.atlas import load

        loaded = load(Path(args.atlas))
    if loaded is not None:
        document = loaded.atlas
        # what the atlas does not say is left to the user's own file
        said: dict[str, Any] = {
            name: getattr(document, name) for name in ("zone", "floor") if name in document.model_fields_set
        }
        theirs = {name: value for name, value in document.settings.items() if name not in _NOT_OF_AN_ATLAS}
        atlas = {**said, **theirs}
    return Settings(flags, atlas, os.environ, user_settings_file())


def load_atlas(folder: str, out: Any) -> Loaded:
    """Load an atlas and show its warnings; its errors end the command, all of them at once."""
    from footpath.atlas import load
    from footpath.base import raise_errors

    loaded = load(Path(folder))
    raise_errors(loaded.problems)
    out.problems(loaded.problems)
    return loaded


def the_journey(loaded: Loaded, wanted: str | None) -> Journey:
    """Return the journey of that id, or the only one where none is named."""
    journeys = {journey.id: journey for journey in loaded.atlas.journeys}
    names = [str(name) for name in journeys]
    if wanted is None:
        if len(journeys) == 1:
            return next(iter(journeys.values()))
        if not journeys:
            raise BadInputError(
                Problem(
                    code="no-journey",
                    message="the atlas has no journey yet",
                    help="footpath draft makes one from evidence; or write journeys/<name>.yaml with a title and one stage.",
                )
            )
        raise BadInputError(
            Problem(
                code="no-journey",
                message="the atlas has several journeys; say which one",
                expected=", ".join(names),
                help=f"Add its id to the command, for example {names[0]}.",
            )
        )
    for journey in journeys.values():
        if journey.id == wanted:
            return journey
    raise BadInputError(
        Problem(
            code="no-journey",
            message=f"the atlas has no journey {wanted!r}",
            help=did_you_mean(wanted, names, what="it has"),
        )
    )


def open_picture(path: Path) -> bool:
    """Open a file with what the desktop opens it with; False where there is no display."""
    import sys
    import webbrowser

    shown = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return shown and not os.environ.get("CI") and webbrowser.open(path.resolve().as_uri())
