"""Write what a reviewer wants to see of a change to an atlas: what changed in words, the map before and after, findings.

Used by `action.yml`; needs git and an installed footpath, and nothing of the network. Texts of maps are data here: they are
handed to no shell, break out of no fence, and mention nobody.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path

MARK = "<!-- footpath: what a change does to the map -->"
"""The first line of the comment, by which it is found again and written anew."""
MOST_MAPS = 3
MOST_FINDINGS = 10
LONGEST = 60_000
"""GitHub takes comments of up to 65,536 characters."""
_MENTION = re.compile(r"([@#])(?=\w)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write `comment.md` and the pictures into a folder, and return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--atlas", required=True, help="the atlas's folder, from the root of the repository")
    parser.add_argument("--base", required=True, help="the commit before the change")
    parser.add_argument("--out", required=True, type=Path, help="the folder to write into")
    parser.add_argument("--link", default="", help="where the pictures can be had")
    args = parser.parse_args(arguments)
    args.out.mkdir(parents=True, exist_ok=True)
    before = _before(args.atlas, args.base, args.out / "state-before")
    blocks = [MARK, _said(before, args.atlas)]
    for journey in _changed(before, args.atlas)[:MOST_MAPS]:
        blocks += _maps(before, args.atlas, journey, args.out)
    if args.link:
        blocks.append(f"The maps as pictures, with the changes marked: [download]({args.link}).")
    blocks.append(_findings(args.atlas))
    text = "\n\n".join(block for block in blocks if block)
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit("\n", 1)[0] + "\n```\n\n… cut here; `footpath diff` tells all of it."
    (args.out / "comment.md").write_text(text + "\n", "utf-8")
    return 0


def _before(atlas: str, base: str, folder: Path) -> Path | None:
    """Return the atlas as it was at a commit, unpacked; None where there was none."""
    words = ["git", "archive", "--format=tar", base, "--", atlas]
    packed = subprocess.run(words, capture_output=True, check=False)  # noqa: S603  # a list, no shell
    if packed.returncode != 0:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    made = folder / atlas
    return made if (made / "atlas.yaml").is_file() else None


def _footpath(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "footpath", *words]
    return subprocess.run(call, capture_output=True, check=False, encoding="utf-8")  # noqa: S603  # a list, no shell


def _said(before: Path | None, atlas: str) -> str:
    if before is None:
        return "A new atlas: there is nothing to compare it with yet."
    told = _footpath("diff", str(before), atlas, "--format", "markdown")
    if told.returncode != 0:
        return "What changed cannot be told: one of the two states cannot be read."
    return _without_mentions(told.stdout.strip())


def _changed(before: Path | None, atlas: str) -> list[str]:
    """Return the ids of the journeys that changed, those with most changes first."""
    if before is None:
        return _ids(path.stem for path in sorted((Path(atlas) / "journeys").glob("*.yaml")))
    told = _footpath("diff", str(before), atlas, "--format", "json")
    if told.returncode != 0:
        return []
    journeys = _ids(str(row["journey"]) for row in json.loads(told.stdout)["rows"] if row.get("journey"))
    return sorted(set(journeys), key=lambda one: (-journeys.count(one), one))


def _ids(names: Iterable[str]) -> list[str]:
    """Return those that can be an id: a file's name may begin with a hyphen, and then it would read as an option."""
    return [name for name in names if re.fullmatch(r"\w[\w.\-]*", name)]


def _maps(before: Path | None, atlas: str, journey: str, out: Path) -> list[str]:
    """Draw one journey before and after, as pictures beside the comment and as diagrams in it."""
    blocks = []
    for when, folder in (("before", before), ("after", Path(atlas))):
        if folder is None:
            continue
        _footpath("draw", str(folder), journey, "-o", str(out / f"{journey}-{when}.svg"))
        drawn = out / f"{journey}-{when}.mmd"
        if _footpath("draw", str(folder), journey, "-o", str(drawn)).returncode == 0:
            text = drawn.read_text("utf-8").rstrip()
            drawn.unlink()
            blocks.append(
                f"<details{' open' if when == 'after' else ''}><summary>{_plain(journey)}, {when}</summary>\n\n"
                f"{_fenced(text)}\n\n</details>"
            )
    if before is not None:
        marked = out / f"{journey}-changes.svg"
        _footpath("diff", str(before), atlas, "--journey", journey, "-o", str(marked))
    return blocks


def _findings(atlas: str) -> str:
    told = _footpath("check", atlas, "--json")
    try:
        data = json.loads(told.stdout)
        rows = [row for row in data["rows"] if row["severity"] != "info"]
        rows.sort(key=lambda row: row["severity"] != "error")  # errors first, else in the order of the text
        summary = data["notes"][0]
    except (ValueError, KeyError, IndexError):
        return "The atlas cannot be read; `footpath check` says why."
    lines = [f"**`footpath check`**: {_without_mentions(summary)}"]
    for row in rows[:MOST_FINDINGS]:
        place = ":".join(str(part) for part in (row["file"], row["line"]) if part)
        message = _plain(row["message"])
        lines.append(f"- `{row['code']}` {_plain(place)}: {message}")
    if len(rows) > MOST_FINDINGS:
        lines.append(f"- … and {len(rows) - MOST_FINDINGS} more")
    return "\n".join(lines)


def _fenced(text: str) -> str:
    """Return a text as a diagram, in a fence longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}mermaid\n{text}\n{fence}"


def _plain(text: str) -> str:
    """Return a text that Markdown and HTML leave alone."""
    escaped = re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", " ".join(str(text).split()))
    return _without_mentions(escaped)


def _without_mentions(text: str) -> str:
    """Return a text that calls nobody and links no issue: a joiner of no width stands after the sign."""
    return _MENTION.sub("\\1\u2060", text)


if __name__ == "__main__":
    sys.exit(main())
