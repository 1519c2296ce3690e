"""Templates: complete example atlases to start from, shipped as the folders that they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from footpath.atlas.commit import commit
from footpath.atlas.create import new_atlas
from footpath.atlas.loader import Loaded, load
from footpath.atlas.operations import AddFile
from footpath.atlas.schema_names import modeline
from footpath.atlas.yamltext import parse_yaml, to_data
from footpath.base import BadInputError, Problem, did_you_mean, write_whole

_FOLDER = Path(__file__).parent / "templates"
_ABOUT = "template.yaml"

MAPS: Mapping[str, str] = {
    "customer-journey": "customer journey map",
    "user-journey": "user journey map",
    "life-map": "life experience map",
    "blueprint": "service blueprint",
    "persona-card": "persona card",
    "sales-funnel": "sales funnel",
    "life-cycle": "customer life cycle",
}
"""The kinds of maps that a template may be an example of."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its name on the command line, its title, one line on what it shows, and which maps it is an example of.

    `maps` are among `MAPS`.
    """

    name: str
    title: str
    line: str
    maps: tuple[str, ...] = ()


def list_templates() -> tuple[Template, ...]:
    """Return all templates, by name."""
    return tuple(_read(folder) for folder in sorted(_FOLDER.iterdir()) if (folder / _ABOUT).is_file())


def write_template(name: str, folder: Path) -> Loaded:
    """Write a template as a new atlas and return it.

    Raises
    ------
    BadInputError
        Where there is no such template (unknown-template), or an atlas stands in the folder already (atlas-exists).
    """
    source = _FOLDER / name
    names = [template.name for template in list_templates()]
    if name not in names:
        raise BadInputError(
            Problem(
                code="unknown-template",
                message=f"there is no template {name!r}",
                value=name,
                help=did_you_mean(name, names, what="there are"),
            )
        )
    texts = {
        (file := path.relative_to(source).as_posix()): _led(file, path.read_text("utf-8"))
        for path in sorted(source.rglob("*"))
        if path.is_file() and path.name != _ABOUT
    }
    new_atlas(folder, title=name)
    write_whole(folder / "atlas.yaml", texts.pop("atlas.yaml"))
    return commit(folder, load(folder), [AddFile(file, text=text) for file, text in texts.items()])


def _led(file: str, text: str) -> str:
    """Return a text that leads an editor to its schema."""
    return text if text.startswith("# yaml-language-server:") else modeline(file) + text


def _read(folder: Path) -> Template:
    tree = parse_yaml((folder / _ABOUT).read_text("utf-8")).tree
    data = to_data(tree) if tree is not None else {}
    maps = data.get("maps") or []
    return Template(
        folder.name,
        str(data.get("title", folder.name)),
        str(data.get("line", "")),
        tuple(str(one) for one in (maps if isinstance(maps, list) else [maps])),
    )
