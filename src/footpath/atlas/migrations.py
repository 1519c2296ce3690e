"""Versions of the format: what each migration changes in the texts of an atlas, up and down, by splices. Pure but `migrate_folder`.

A new version is one `Migration` at the end of `MIGRATIONS`, one more in `FORMAT_VERSION` (`types/base.py`), and the
cases `tests/cases/migrations/VERSION/before` and `after`, without which the tests fail. A migration edits texts, not
types, so that comments and order stay; `Edit`, `with_key_renamed`, `taken_entry` and `with_entry` are its tools.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as Folder

from footpath.atlas.files import digest, kind_of, list_files, read_text
from footpath.atlas.lock import locked
from footpath.atlas.types import FORMAT_VERSION
from footpath.atlas.yamltext import Mapping as MappingNode
from footpath.atlas.yamltext import Path, find, parse_yaml, to_data
from footpath.atlas.yamltext.splice import Edit
from footpath.base import BadInputError, Place, Problem

Texts = Mapping[str, str]
_VERSION = re.compile(r"^\ufeff?footpath[ \t]*:[ \t]*([0-9]+)[ \t]*(?:#.*)?\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that the other version cannot hold: where it stood, and what it was in one sentence."""

    file: str
    path: Path
    sentence: str

    def __str__(self) -> str:
        where = "/".join(str(part) for part in self.path)
        return f"{self.file} {where}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Stepped:
    """The texts after one step, and what was lost on it."""

    texts: Texts
    lost: tuple[Lost, ...] = ()


Step = Callable[[Texts], Stepped]


@dataclass(frozen=True, slots=True)
class Migration:
    """The step from one version of the format to the next, and back.

    `version` is the one that it raises to. `up` and `down` get the texts of the files of the version that they start
    from (relative path to text; any of them may be missing) and return them changed; a file may come or go. They are pure, keep comments, and
    leave `footpath:` alone. What `down` cannot tell it names as lost.
    """

    version: int
    title: str
    up: Step
    down: Step


MIGRATIONS: tuple[Migration, ...] = ()
"""Every migration, from version 2 on: the first version has none."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """An atlas in another version: its texts, what was lost, which files changed, and the versions it was in."""

    texts: Texts
    version: int
    lost: tuple[Lost, ...] = ()
    changed: frozenset[str] = frozenset()
    versions: Mapping[str, int] = field(default_factory=dict)


def versions_of(texts: Texts) -> dict[str, int]:
    """Return the version in which each file is written; one that names none has that of `atlas.yaml`, which else is 1."""
    written = {file: _written(text) for file, text in texts.items()}
    whole = written.get("atlas.yaml") or 1
    return {file: version or whole for file, version in written.items()}


def migrated_up(texts: Texts, table: Sequence[Migration] | None = None) -> Texts:
    """Return the texts in the newest version, for reading: nothing is written, and what is newer or broken stays as it is."""
    table = MIGRATIONS if table is None else table
    if not table:
        return texts
    newest = table[-1].version
    versions = versions_of(texts)
    if all(version >= newest for version in versions.values()):
        return texts
    readable = {file: text for file, text in texts.items() if versions[file] <= newest}
    rest = {file: text for file, text in texts.items() if versions[file] > newest}
    try:
        return {**rest, **migrate(readable, newest, table).texts}
    except BadInputError:
        return texts  # the loader says what is wrong with it


def refuse_older(texts: Texts, hashes: Mapping[str, str]) -> None:
    """Refuse to change an atlas that was raised for reading: its files are written in an older version.

    An edit of one cell must not rewrite all files of a team, some of whom may still have the older Footpath.

    Parameters
    ----------
    texts, hashes
        As of `Loaded`: the texts as they were read, and the hashes of the files as they lie there.

    Raises
    ------
    BadInputError
        `format-version`.
    """
    if MIGRATIONS and any(digest(text.encode("utf-8")) != hashes.get(file) for file, text in texts.items()):
        raise BadInputError(
            Problem(
                code="format-version",
                message="the atlas is written in an older version of the format: it can be read, and must be raised before it is changed",
                help="`footpath migrate` raises it; then everybody who works on it needs this Footpath.",
            )
        )


def migrate(texts: Texts, to: int, table: Sequence[Migration] | None = None) -> Migrated:
    """Return an atlas's texts in a version of the format.

    Parameters
    ----------
    to
        The version wanted: 1 to the newest of the table.
    table
        The migrations; those of this Footpath by default.

    Files of several versions are brought to the one that is wanted, each from its own, so that a migration that was
    stopped half-way, or a file that came from a colleague, is no trouble. `footpath:` is written in `atlas.yaml` and
    wherever it stood.

    Raises
    ------
    BadInputError
        `format-version` where this Footpath does not know the version that is wanted, or one that a file is written
        in; and what the reader of YAML says of a text that must be changed and is none.
    """
    table = MIGRATIONS if table is None else table
    newest = table[-1].version if table else 1
    if not 1 <= to <= newest:
        raise BadInputError(
            Problem(
                code="format-version",
                message=f"this Footpath knows the versions 1 to {newest} of the format",
                value=str(to),
            )
        )
    versions = versions_of(texts)
    for file, version in versions.items():
        if version > newest:
            raise BadInputError(_newer(file, version, newest))
    now = dict(texts)
    lost: list[Lost] = []
    for migration in table:
        if migration.version <= to:
            now, more = _step(now, migration.up, migration.version - 1, migration.version)
            lost += more
    for migration in reversed(table):
        if migration.version > to:
            now, more = _step(now, migration.down, migration.version, migration.version - 1)
            lost += more
    changed = frozenset(file for file in {*now, *texts} if now.get(file) != texts.get(file))
    return Migrated(now, to, tuple(lost), changed, versions)


def migrate_folder(
    folder: Folder | str,
    to: int = FORMAT_VERSION,
    *,
    dry_run: bool = False,
    table: Sequence[Migration] | None = None,
) -> Migrated:
    """Bring the atlas in a folder to a version of the format, all files or none, and return what changed.

    What it is about to write is noted first: where it is stopped between two files, the next call ends it.

    Raises
    ------
    BadInputError
        As `migrate`; `no-atlas`, `atlas-locked`, `write-failed`, and what keeps a file from being read.
    """
    from footpath.atlas.commit import _write_files, finish
    from footpath.atlas.schema import ensure_schemas

    root = Folder(folder)
    if dry_run:
        return migrate(_read(root), to, table)
    _read(root)
    with locked(root, what="footpath migrate"):
        finish(root)
        texts = _read(root)
        done = migrate(texts, to, table)
        written = {file: done.texts[file] for file in sorted(done.changed) if file in done.texts}
        _write_files(root, written, sorted(done.changed - done.texts.keys()))
        if done.changed:
            ensure_schemas(root)
    return done


# ---------------------------------------------------------------- tools for migrations


def with_key_renamed(text: str, file: str, holders: Iterable[Path], old: str, new: str) -> str:
    """Return a text in which a key of some mappings has another name; one that stands there already is refused."""
    parsed = parse_yaml(text, file)
    spans: list[tuple[int, int]] = []
    for path in holders:
        node = find(parsed.tree, path) if parsed.tree is not None else None
        entry = node.entry(old) if isinstance(node, MappingNode) else None
        if entry is None:
            continue
        if isinstance(node, MappingNode) and node.entry(new) is not None:
            raise BadInputError(
                Problem(
                    code="cannot-edit",
                    message=f"`{old}` would become `{new}`, and both stand here",
                    place=Place(file),
                )
            )
        spans.append((entry.key.start, entry.key.end))
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def taken_entry(text: str, file: str, key: str) -> tuple[str, str]:
    """Return a text without one of its first keys, and the lines of that key with the comments right above it."""
    parsed = parse_yaml(text, file)
    entry = parsed.tree.entry(key) if isinstance(parsed.tree, MappingNode) else None
    if entry is None:
        return text, ""
    start = text.rfind("\n", 0, entry.start) + 1
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].startswith("#") or text[above:start].startswith("# yaml-language-server"):
            break
        start = above
    found = text.find("\n", max(entry.end, entry.key.end))
    end = len(text) if found < 0 else found + 1
    lines = text[start:end]
    return text[:start] + text[end:], lines if lines.endswith("\n") else lines + "\n"


def with_entry(text: str, lines: str) -> str:
    """Return a text with the lines of a key at its end."""
    if not lines:
        return text
    return text + ("" if not text or text.endswith("\n") else "\n") + lines


# ---------------------------------------------------------------- one step


def _step(texts: Texts, step: Step, from_: int, to: int) -> tuple[dict[str, str], tuple[Lost, ...]]:
    """Take the files of one version through a step; the others stay."""
    versions = versions_of(texts)
    mine = {file: text for file, text in texts.items() if versions[file] == from_}
    rest = {file: text for file, text in texts.items() if versions[file] != from_}
    if not mine:
        return dict(texts), ()
    made = step(mine)
    stamped = {
        file: _stamped(text, file, to)
        if file == "atlas.yaml" or _written(text) is not None or _written(mine.get(file, "")) is not None
        else text
        for file, text in made.texts.items()
    }
    twice = sorted(stamped.keys() & rest.keys())
    if twice:
        raise BadInputError(
            Problem(
                code="target-exists",
                message=f"the migration would write {twice[0]}, which is there already in version {to}",
                place=Place(twice[0]),
                help="Put what both hold into one of them by hand, then try again.",
            )
        )
    order = [file for file in texts if file in stamped or file in rest]
    order += [file for file in stamped if file not in texts]
    return {file: rest.get(file, stamped.get(file, "")) for file in order}, made.lost


def _stamped(text: str, file: str, version: int) -> str:
    """Return a text that names its version."""
    parsed = parse_yaml(text, file)
    if not isinstance(parsed.tree, MappingNode) or parsed.problems:
        raise BadInputError(
            *(
                parsed.problems
                or (Problem(code="not-a-mapping", message="the file holds no keys", place=Place(file)),)
            )
        )
    if parsed.tree.get("footpath") is None and not parsed.tree.flow:
        newline = "\r\n" if "\r\n" in text else "\n"
        at = parsed.tree.start
        return f"{text[:at]}footpath: {version}{newline}{text[at:]}"
    if to_data(parsed.tree).get("footpath") == version:
        return text
    edit = Edit(parsed, file)
    edit.put((), "footpath", version)
    return edit.done()[0].text


def _written(text: str) -> int | None:
    """Return the version that a text names, or None."""
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        tree = parse_yaml(text).tree
        value = to_data(tree).get("footpath") if isinstance(tree, MappingNode) else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    found = _VERSION.search(text)
    return int(found.group(1)) if found is not None else None


def _read(root: Folder) -> dict[str, str]:
    """Return the texts of a folder; a file that cannot be read refuses the whole, as half an atlas cannot be migrated."""
    if not (root / "atlas.yaml").is_file():
        from footpath.atlas.loader import load

        load(root)
    texts: dict[str, str] = {}
    for file in list_files(root)[0]:
        read = read_text(root, file)
        if read.text is None:
            raise BadInputError(*([read.problem] if read.problem else []))
        if kind_of(file) != "measures":
            texts[file] = read.text
    return texts


def _newer(file: str, version: int, newest: int) -> Problem:
    return Problem(
        code="format-version",
        message=f"the file is written in version {version} of the format, and this Footpath reads up to {newest}",
        place=Place(file, 1, 1),
        help="Install a newer Footpath; nothing in the file was changed.",
    )
