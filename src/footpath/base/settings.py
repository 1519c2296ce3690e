"""Where settings come from: flag, then environment, then `atlas.yaml`, then the user's TOML file, then the default.

Also the folders outside every atlas in which people's data may lie: state (the key of pseudonyms)
and cache (prepared tables, and beside them what was set aside, masked). `FOOTPATH_STATE` and `FOOTPATH_CACHE` move them, as tests do.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import platformdirs

from footpath.base.problems import BadInputError, Place, Problem

Origin = Literal["flag", "environment", "atlas.yaml", "user file", "default"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its default, its meaning, and its type by example."""

    name: str
    default: Any
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("zone", "UTC", "the time zone of times without one, and of days and weeks"),
    Setting("floor", 5, "numbers over fewer customers than this are not shown in an atlas, page or report"),
    Setting(
        "engine",
        "auto://",
        "what counts: trail:// (sorted once, kept), duckdb://, or auto:// (a trail where there is one or the events are many)",
    ),
    Setting(
        "trails", "20GB", "how much of the disk kept trails may take together; the longest unused go first"
    ),
    Setting("memory", "4GB", "how much memory the embedded engine may use before it spills to disk"),
    Setting("threads", 0, "threads of the embedded engine; 0 is one a core"),
    Setting("gap", "30m", "a silence longer than this begins a new session"),
    Setting("reader-memory", "4GB", "how much memory reading one file may take"),
    Setting("reader-seconds", 600, "how much processor time reading one file may take"),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A setting's value and where it came from."""

    name: str
    value: Any
    origin: Origin
    meaning: str


class Settings:
    """All settings, each with its value and origin.

    Parameters
    ----------
    flags, atlas
        What the command line and `atlas.yaml` say; names as in `SETTINGS`; None is "not said".
    environment, user_file
        Given as arguments so that nothing below `cli` reads the environment by itself.
    """

    def __init__(
        self,
        flags: Mapping[str, Any] | None = None,
        atlas: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        user_file: Path | None = None,
    ) -> None:
        user = _read_user_file(user_file) if user_file else {}
        self._chosen: dict[str, Chosen] = {}
        for setting in SETTINGS:
            variable = "FOOTPATH_" + setting.name.upper().replace("-", "_")
            value, origin = setting.default, "default"
            layers: list[tuple[Any, Origin]] = [
                ((flags or {}).get(setting.name), "flag"),
                ((environment or {}).get(variable), "environment"),
                ((atlas or {}).get(setting.name), "atlas.yaml"),
                (user.get(setting.name), "user file"),
            ]
            for found, where in layers:
                if found is not None:
                    value, origin = _as_type(setting, found), where
                    break
            self._chosen[setting.name] = Chosen(setting.name, value, origin, setting.meaning)  # type: ignore[arg-type]  # origin is narrowed by the literals above

    def __getitem__(self, name: str) -> Any:
        return self._chosen[name].value

    def chosen(self) -> list[Chosen]:
        """Return every setting with its value and where it came from."""
        return list(self._chosen.values())


def state_folder() -> Path:
    """Return the folder for what must be kept about people (keys, rows set aside), made with private rights."""
    return _private(
        Path(os.environ.get("FOOTPATH_STATE") or platformdirs.user_state_dir("footpath", appauthor=False))
    )


def cache_folder() -> Path:
    """Return the folder for what can be made again (prepared tables, and beside them what was set aside, masked), made with private rights."""
    return _private(
        Path(os.environ.get("FOOTPATH_CACHE") or platformdirs.user_cache_dir("footpath", appauthor=False))
    )


def user_settings_file() -> Path:
    """Return where the user's TOML file would be."""
    return Path(platformdirs.user_config_dir("footpath", appauthor=False)) / "footpath.toml"


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _as_type(setting: Setting, found: Any) -> Any:
    kind = type(setting.default)
    if isinstance(found, kind):
        return found
    try:
        return kind(found)
    except (TypeError, ValueError) as error:
        raise BadInputError(
            Problem(
                code="bad-setting",
                message=f"setting {setting.name} cannot be {found!r}",
                expected=f"{kind.__name__}, for example {setting.default!r}",
                help=f"It means: {setting.meaning}.",
            )
        ) from error


def _read_user_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(
            Problem(
                code="bad-setting", message=f"the settings file is no TOML: {error}", place=Place(str(path))
            )
        ) from error
