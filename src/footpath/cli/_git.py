"""What commands ask of git: states of an atlas in its history. By subprocess with a list of words, never by a shell."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem, UsageError
from footpath.cli.codes_git import CODES as _CODES  # noqa: F401  # registers the codes used here

if TYPE_CHECKING:
    from footpath.atlas import Loaded

_LINK = "120000"
_LARGEST = 64 * 1024 * 1024


def git(folder: Path, *words: str, data: bytes | None = None) -> bytes:
    """Return what git prints.

    Raises
    ------
    BadInputError
        `no-git` where it is not installed, `git-failed` where it refuses.
    """
    program = shutil.which("git")
    if program is None:
        raise BadInputError(
            Problem(
                code="no-git",
                message="git is not installed, and this command reads the history of an atlas from it",
                help="Install git, or name two folders: footpath diff OLD NEW.",
            )
        )
    done = subprocess.run(  # noqa: S603  # a list of words, no shell; revisions are checked by `revision`
        [program, *words], cwd=folder, input=data, capture_output=True, check=False
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise BadInputError(
            Problem(code="git-failed", message=f"git {words[0]}: {said[0] if said else 'failed'}")
        )
    return done.stdout


def top_of(folder: Path) -> Path:
    """Return the top of the repository that a folder lies in.

    Raises
    ------
    BadInputError
        `no-git` where it lies in none.
    """
    try:
        return Path(git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    except BadInputError as error:
        if error.problems[0].code != "git-failed":
            raise
        raise BadInputError(
            Problem(
                code="no-git",
                message=f"the folder {folder} lies in no git repository",
                help="Name two folders (footpath diff OLD NEW), or begin one: git init.",
            )
        ) from error


def commit_of(folder: Path, revision: str) -> str:
    """Return the id of the commit that a revision names.

    Raises
    ------
    UsageError
        `unknown-revision` where the name begins with a dash.
    BadInputError
        `unknown-revision` where git knows none of that name.
    """
    if revision.startswith("-") or not revision.strip():
        raise UsageError(
            Problem(code="unknown-revision", message="a revision does not begin with a dash", value=revision)
        )
    try:
        found = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except BadInputError as error:
        if error.problems[0].code != "git-failed":
            raise
        raise BadInputError(
            Problem(
                code="unknown-revision",
                message=f"git knows no revision {revision!r} here, and there is no such file or folder",
                value=revision,
                help="`git log --oneline` shows the commits.",
            )
        ) from error
    return found.decode().strip()


def load_at(folder: Path, revision: str) -> Loaded:
    """Return the atlas of a folder as it was in a revision.

    Raises
    ------
    BadInputError
        `unknown-revision` where there was no atlas in that folder then.
    """
    from footpath.atlas import load
    from footpath.atlas.files import kind_of

    commit = commit_of(folder, revision)
    prefix = git(folder, "rev-parse", "--show-prefix").decode().rstrip("\n")
    try:
        listed = git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", f"{commit}:{prefix.rstrip('/')}")
    except BadInputError:
        listed = b""
    blobs: dict[str, str] = {}
    for line in listed.split(b"\0"):
        facts, _, name = line.partition(b"\t")
        file = name.decode("utf-8", "replace")
        words = facts.decode().split()
        is_blob = len(words) == 4 and words[1] == "blob" and words[0] != _LINK
        if is_blob and kind_of(file) is not None and int(words[3]) <= _LARGEST:
            blobs[file] = words[2]
    if "atlas.yaml" not in blobs:
        raise BadInputError(
            Problem(
                code="unknown-revision",
                message=f"there was no atlas in {folder} in the revision {revision}",
                value=revision,
            )
        )
    with tempfile.TemporaryDirectory(prefix="footpath-") as made:
        root = Path(made)
        for file, content in _contents(folder, blobs).items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_bytes(content)
        return replace(load(root), folder=None)


def _contents(folder: Path, blobs: dict[str, str]) -> dict[str, bytes]:
    """Return the bytes of blobs, all asked for at once."""
    asked = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    answer = git(folder, "cat-file", "--batch", data=asked)
    found: dict[str, bytes] = {}
    at = 0
    for file in blobs:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        found[file] = answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found
