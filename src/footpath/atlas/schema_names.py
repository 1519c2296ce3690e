"""Where an atlas keeps the JSON Schemas of its files, and the line in a new file that points an editor to its one.

They lie in the atlas's own git-ignored folder and are written again by the next change where they are missing:
an editor needs no network and no address of ours for them.
"""

from __future__ import annotations

from footpath.atlas.files import FileKind, kind_of

SCHEMA_FOLDER = ".footpath/schema"


def modeline(file: str) -> str:
    """Return the first line of a new file, by which the YAML language server finds the schema."""
    kind: FileKind | None = kind_of(file)
    if kind is None:
        return ""
    up = "../" * file.count("/")
    return f"# yaml-language-server: $schema={up}{SCHEMA_FOLDER}/{kind}.json\n"
