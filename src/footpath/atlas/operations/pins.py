"""Writing down ids that would follow the order of things: those of things without an id that share their title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence as Items

from footpath.atlas.ids import effective_ids, items_of, title_of, written_id
from footpath.atlas.operations.where import barriers_of
from footpath.atlas.operations.work import Work, replace
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, to_data
from footpath.base import slug


def pin(work: Work, file: str, path: Path, what: str | None) -> None:
    """Write down the ids of things in a list that have none and share their title: else they would follow their order."""
    if what is not None:
        nodes = items_of(work.at(file, path))
        pin_all(work, file, [(*path, number) for number in range(len(nodes))], nodes, what)


def pin_all(work: Work, file: str, paths: Items[Path], nodes: Items[Node], what: str) -> None:
    """Do so for things that stand in several lists."""
    made = [slug(title_of(node), default=what) if written_id(node) is None else None for node in nodes]
    ids = effective_ids(nodes, what)
    for path, node, id_, own in zip(paths, nodes, ids, made, strict=True):
        if own is None or (made.count(own) == 1 and own == id_):
            continue
        with work.edit(file) as edit:
            if isinstance(node, Mapping) and node.entries:
                edit.put(path, "id", id_, before=(node.entries[0].key.text,))
            else:
                edit.set_item(path, {"id": id_, "title": to_data(node)})


def pin_journey(work: Work, file: str) -> None:
    """Write down the ids of a journey's stages and steps that share their titles."""
    tree = work.tree(file)
    stages = items_of(tree.get("stages")) if isinstance(tree, Mapping) else ()
    pin_all(work, file, [("stages", number) for number in range(len(stages))], stages, "stage")
    steps: list[tuple[Path, Node]] = []
    for number, stage in enumerate(stages):
        for position, step in enumerate(items_of(stage.get("steps")) if isinstance(stage, Mapping) else ()):
            steps.append((("stages", number, "steps", position), step))
    pin_all(work, file, [path for path, _ in steps], [node for _, node in steps], "step")
    pin_barriers(work, file)


def pin_barriers(work: Work, file: str) -> None:
    """Write down the ids of a journey's barriers that share their text, where an opportunity answers one of them."""
    bare = [
        (path, id_, slug(_words(node), default="barrier"))
        for path, id_ in barriers_of(work, file)
        if (node := _bare(work.at(file, path)))
    ]
    made = Counter(own for _, _, own in bare)
    loose = [(path, id_) for path, id_, own in bare if id_ != own or made[own] > 1]
    answered = _answered(work) if loose else set()
    for path, id_ in loose:
        if id_ in answered:
            write_barrier_id(work, file, path, id_)


def write_barrier_id(work: Work, file: str, path: Path, id_: str) -> None:
    """Write down the id of a barrier that has none written."""
    node = work.at(file, path)
    if node is None or written_id(node) is not None:
        return
    with work.edit(file) as edit:
        if isinstance(node, Mapping) and node.entries:
            edit.put(path, "id", id_, before=(node.entries[0].key.text,))
        else:
            replace(edit, path, {"id": id_, "text": to_data(node)})


def _bare(node: Node | None) -> Node | None:
    is_bare = node is not None and written_id(node) is None and items_of(node)
    return node if is_bare and (not isinstance(node, Mapping) or node.entries) else None


def _words(node: Node) -> str:
    text = node.get("text") if isinstance(node, Mapping) else node
    return "" if text is None else str(to_data(text))


def _answered(work: Work) -> set[str]:
    found: set[str] = set()
    for file in work.files("opportunities"):
        for entry in items_of(work.at(file, ("opportunities",))):
            answers = entry.get("answers") if isinstance(entry, Mapping) else None
            found |= {item.text for item in items_of(answers) if isinstance(item, Scalar)}
    return found
