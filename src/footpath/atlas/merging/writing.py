"""The plan of a merge to text: ours as it stands, theirs with its comments where it is new, as little written anew as can be.

For each place the first of these that says what is meant: ours or theirs as it stands; both, merged by lines; put
together from its parts; ours with its value replaced; written new. Each is read back before it is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from footpath.atlas.ids import items_of
from footpath.atlas.merging.chunks import Chunk, Chunks, shift, with_dash
from footpath.atlas.merging.diff3 import merge_comments, merge_lines
from footpath.atlas.merging.plans import MISSING, Plan, canon_of
from footpath.atlas.yamltext import Mapping, Node, Parsed, emit, parse_yaml, to_data
from footpath.atlas.yamltext.emit import ALWAYS_BLOCK, Layout
from footpath.atlas.yamltext.layout import layout_of
from footpath.atlas.yamltext.splice import Edit
from footpath.base import BadInputError

_PERHAPS = "#\ue000"
"""Before a comment that is kept unless it stands elsewhere too."""


def write(plan: Plan, base: Parsed, ours: Parsed, theirs: Parsed) -> str:
    """Return the text of a planned merge; the texts have LF line ends."""
    return _Writer(base, ours, theirs).document(plan)


class _Writer:
    def __init__(self, base: Parsed, ours: Parsed, theirs: Parsed) -> None:
        self.base, self.ours, self.theirs = Chunks(base), Chunks(ours), Chunks(theirs)
        self.base_lines = {line.strip() for line in self.base.text.splitlines()}
        self.layout = layout_of(ours.text, ours.tree) if ours.tree is not None else Layout()

    def document(self, plan: Plan) -> str:
        wanted = canon_of(plan.data)
        if not plan.notes():
            merged = merge_lines(self.base.text, self.ours.text, self.theirs.text)
            if merged is not None and _says(merged, wanted):
                return merged
        theirs = self.new_in_theirs(self.base.tail, self.theirs.tail)
        tail = merge_comments(self.base.tail, self.ours.tail, theirs)
        if self.ours.holds(plan.ours):
            text = "".join(self.chunk(part, 0, part.key) for part in plan.parts) + tail
            if _says(text, wanted):
                return _without_doubles(text)
        notes = "".join(f"{note}\n" for note in plan.notes())
        return notes + emit.document(plan.data)

    def chunk(self, plan: Plan, column: int, key: str | None) -> str:
        """Return the lines of an entry (with its key) or of an item (key None), with the comments above it."""
        mine, other, old = (
            chunk.at(column) if chunk is not None else None
            for chunk in (self.ours.of(plan.ours), self.theirs.of(plan.theirs), self.base.of(plan.base))
        )
        own = f"{' ' * column}{plan.note}\n" if plan.note else ""
        if plan.data is MISSING:
            return (self.left_behind(mine, old) if mine is not None else "") + own
        if mine is None or other is None:
            lead = mine.lead if mine is not None else other.lead if other is not None else ""
        else:
            before = old.lead if old is not None else ""
            lead = merge_comments(before, mine.lead, self.new_in_theirs(before, other.lead))
        body, told = self.body(plan, column, key, mine, other, old)
        inner = [] if told else plan.notes()
        if other is not None and not plan.parts:
            inner += self.beside(plan, body)
        return lead + own + "".join(f"{' ' * column}{note}\n" for note in inner) + body

    def beside(self, plan: Plan, body: str) -> list[str]:
        """Return the comment that theirs wrote beside a value, where it found no place beside ours."""
        comment = self.theirs.beside(plan.theirs)
        is_new = comment and comment != self.base.beside(plan.base) and comment not in body
        return [comment] if is_new else []

    def body(
        self,
        plan: Plan,
        column: int,
        key: str | None,
        mine: Chunk | None,
        other: Chunk | None,
        old: Chunk | None,
    ) -> tuple[str, bool]:
        """Return the lines of an entry or item, and whether the notes of the places inside stand in them."""
        wanted = canon_of([plan.data] if key is None else {key: plan.data})
        notes = bool(plan.notes())
        for text in self.candidates(plan, column, key, mine, other, old):
            if _says(text, wanted, column):
                return text, not notes
        for chunks, chunk, node in ((self.ours, mine, plan.ours), (self.theirs, other, plan.theirs)):
            if chunk is not None and node is not None and plan.parts:
                built = self.built(plan, column, key, chunks, chunk, node)
                if built is not None and _says(built, wanted, column):
                    return built, True
        for chunk in (mine, other):
            if chunk is not None and _says(chunk.body, wanted, column):
                return chunk.body, not notes
        replaced = self.replaced(plan, column, key, mine) if mine is not None else None
        if replaced is not None and _says(replaced, wanted, column):
            return replaced, not notes
        return self.fresh(plan.data, column, key), not notes

    def candidates(
        self,
        plan: Plan,
        column: int,
        key: str | None,
        mine: Chunk | None,
        other: Chunk | None,
        old: Chunk | None,
    ) -> Iterator[str]:
        """Yield texts of an entry or item that need no putting together, the best first."""
        if plan.notes():
            return
        if mine is not None and other is not None and old is not None:
            merged = merge_lines(old.body, mine.body, other.body)
            if merged is not None:
                yield merged
            if (
                plan.how == "theirs" and mine.body != old.body
            ):  # a comment of ours stands beside the old value
                replaced = self.replaced(plan, column, key, mine)
                if replaced is not None:
                    yield replaced
        if plan.how == "ours" and mine is not None:
            yield mine.body
        if plan.how == "theirs" and other is not None:
            yield other.body

    def built(
        self, plan: Plan, column: int, key: str | None, chunks: Chunks, chunk: Chunk, node: Node
    ) -> str | None:
        """Return an entry or item put together from its parts, after the pattern of one side; None where it has none."""
        if not chunks.holds(node) or all(part.data is MISSING for part in plan.parts):
            return None
        children = [entry.value for entry in node.entries] if isinstance(node, Mapping) else items_of(node)
        first = chunks.of(children[0])
        found = chunks.of(node)
        if first is None or found is None:
            return None
        inner = first.column + column - found.column
        is_map = plan.how == "map"
        lines = "".join(self.chunk(part, inner, part.key if is_map else None) for part in plan.parts)
        if key is None:
            return with_dash(lines, column) if is_map else None
        head = chunk.body[: chunk.body.index("\n") + 1]
        return head + lines

    def replaced(self, plan: Plan, column: int, key: str | None, mine: Chunk) -> str | None:
        """Return our entry or item with its value replaced, the comment beside it kept."""
        text = shift(mine.body, -column)
        parsed = parse_yaml(text)
        if parsed.tree is None or parsed.problems:
            return None
        try:
            edit = Edit(parsed, "")
            if key is not None:
                edit.put((), key, plan.data)
            else:
                edit.set_item((0,), plan.data)
            return shift(edit.done()[0].text, column)
        except BadInputError:
            return None

    def fresh(self, data: Any, column: int, key: str | None) -> str:
        """Return an entry or item written new."""
        if key is None:
            return emit.list_item(data, column, self.layout) + "\n"
        value = emit.after_key(data, column, self.layout, always_block=key in ALWAYS_BLOCK)
        return f"{' ' * column}{emit.scalar(key)}:{value}\n"

    def new_in_theirs(self, before: str, lead: str) -> str:
        """Return theirs' comments above a place; those that stood elsewhere before are marked: they may only have stayed behind."""
        known = {line.strip() for line in before.splitlines()}
        lines = lead.splitlines(keepends=True)
        return "".join(
            line
            if not line.strip() or line.strip() in known or line.strip() not in self.base_lines
            else f"{_PERHAPS}{line}"
            for line in lines
        )

    def left_behind(self, mine: Chunk, old: Chunk | None) -> str:
        """Return the comments above what goes: those that theirs still has, or never saw."""
        known = {line.strip() for line in old.lead.splitlines()} if old is not None else set()
        kept = [
            line
            for line in mine.lead.splitlines(keepends=True)
            if line.strip() and (line.strip() not in known or line.strip() in self.theirs.text)
        ]
        return "".join(kept)


def _without_doubles(text: str) -> str:
    """Return a text in which a comment that theirs has at another place stands once."""
    lines = text.splitlines(keepends=True)
    known = {line.strip() for line in lines}
    kept = []
    for line in lines:
        before, mark, after = line.partition(_PERHAPS)
        if not mark:
            kept.append(line)
        elif after.strip() not in known:
            kept.append(before + after)
    return "".join(kept)


def _says(text: str, wanted: Any, column: int = 0) -> bool:
    """Return whether a text, read back, says what is meant."""
    parsed = parse_yaml(shift(text, -column))
    return parsed.tree is not None and not parsed.problems and canon_of(to_data(parsed.tree)) == wanted
