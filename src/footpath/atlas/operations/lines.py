"""Moving what stands under a key as lines of text, with its comments; and keeping comments of a thing that goes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from footpath.atlas.operations.work import Work, newline_of
from footpath.atlas.yamltext import Lines, Mapping, Node, Parsed, Path, Sequence, find, to_data
from footpath.atlas.yamltext.comments import comments_of
from footpath.atlas.yamltext.reparse import Change
from footpath.base import BadInputError

_COMMENT_LINE = re.compile(r"( *)#[^\r\n]*$")
_HASH = re.compile(r"#[^\r\n]*")
_BEFORE_THING = re.compile(r" *(?:- *)?")


@dataclass(frozen=True, slots=True)
class Cut:
    """What stood under a key: its lines with the comments above, and their column; or its data alone."""

    key: str
    data: Any
    lines: str | None
    column: int


def cut_key(work: Work, file: str, path: Path, key: str) -> Cut:
    """Take a key out of a mapping, with the comment lines right above it where it stands on lines of its own."""
    node = work.at(file, path)
    assert isinstance(node, Mapping), path  # noqa: S101  # the caller has just found the key
    entry = node.entry(key)
    assert entry is not None, key  # noqa: S101  # as above
    data = to_data(entry.value)
    text = work.texts[file]
    lines = Lines(text, file)
    start, stop = lines.line_start(entry.start), lines.line_end(entry.end)
    column = entry.start - start
    if not node.flow and not text[start : entry.start].strip(" ") and len(node.entries) > 1 and start > 0:
        start = comments_above(lines, start, column)
        before = _before_break(text, start)
        try:
            work.rewrite(file, [Change(before, stop, "")], [((*path, key), "remove", None)])
        except BadInputError:
            pass
        else:
            return Cut(key, data, text[start:stop], column)
    with work.edit(file) as edit:
        edit.remove((*path, key))
    return Cut(key, data, None, 0)


def paste_key(work: Work, file: str, path: Path, cut: Cut) -> None:
    """Put what was taken out under its key of another mapping, last but before its steps."""
    node = work.at(file, path)
    if cut.lines is not None and isinstance(node, Mapping) and not node.flow and node.entries:
        text = work.texts[file]
        column = node.entries[0].start - Lines(text).line_start(node.entries[0].start)
        late = next((n for n, entry in enumerate(node.entries) if entry.key.text == "steps"), None)
        if late != 0:
            at = Lines(text).line_end(node.entries[(late or len(node.entries)) - 1].end)
            new = newline_of(text) + reindented(cut.lines, column - cut.column)
            try:
                work.rewrite(file, [Change(at, at, new)], [((*path, cut.key), "put", cut.data)])
            except BadInputError:
                pass
            else:
                return
    with work.edit(file) as edit:
        edit.put(path, cut.key, cut.data)


def comments_above(lines: Lines, start: int, column: int) -> int:
    """Return where the comment lines right above a line begin, of those that are indented like it."""
    text = lines.text
    while start > 0:
        above = lines.line_start(_before_break(text, start))
        match = _COMMENT_LINE.match(text[above : _before_break(text, start)])
        if match is None or len(match.group(1)) != column or above == 0:
            break
        start = above
    return start


def _before_break(text: str, line: int) -> int:
    return line - 2 if text[max(0, line - 2) : line] == "\r\n" else max(line - 1, 0)


def reindented(lines: str, by: int) -> str:
    """Return lines moved to the right or left; blank ones stay blank."""
    if by == 0:
        return lines
    parts = re.split(r"(\r\n|\n|\r)", lines)
    for number in range(0, len(parts), 2):
        line = parts[number]
        if by > 0:
            parts[number] = " " * by + line if line.strip(" ") else line
        else:
            parts[number] = line[min(-by, len(line) - len(line.lstrip(" "))) :]
    return "".join(parts)


def keep_comments(work: Work, file: str, before: Parsed, path: Path) -> None:
    """Put comments that were lost since `before` on lines of their own above the thing at a path."""
    text = work.texts[file]
    if not (Counter(_HASH.findall(before.text)) - Counter(_HASH.findall(text))):
        return  # told without looking at the trees, which may be large
    lost = _comments(before) - _comments(work.read(file))
    if not lost:
        return
    tree = work.read(file).tree
    lines = Lines(text, file)
    at, column = len(text), 0
    for length in range(len(path), 0, -1):
        start = _start_of(tree, path[:length])
        line = lines.line_start(start)
        if start >= 0 and _BEFORE_THING.fullmatch(text[line:start]):
            at, column = line, len(text[line:start]) - len(text[line:start].lstrip(" "))
            column = start - line if "-" not in text[line:start] else text[line:start].index("-")
            break
    newline = newline_of(text)
    block = "".join(f"{' ' * column}{comment}{newline}" for comment in lost.elements())
    if at == len(text) and text and not text.endswith(("\n", "\r")):
        block = newline + block.removesuffix(newline)
    work.rewrite(file, [Change(at, at, block)], [])


def _comments(parsed: Parsed) -> Counter[str]:
    return Counter(comment.text for comment in comments_of(parsed))


def _start_of(tree: Node | None, path: Path) -> int:
    """Return where a thing begins: its dash or its key; -1 where that cannot be told."""
    parent = find(tree, path[:-1]) if tree is not None else None
    if isinstance(parent, Mapping):
        entry = parent.entry(str(path[-1]))
        return entry.start if entry is not None and not parent.flow else -1
    if isinstance(parent, Sequence) and not parent.flow and isinstance(path[-1], int):
        return parent.items[path[-1]].start if path[-1] < len(parent.items) else -1
    return -1
