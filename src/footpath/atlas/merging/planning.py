"""Three trees to the plan of their merge: field by field, item by item; what both changed differently is a conflict. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from footpath.atlas.merging.diff3 import merge_words
from footpath.atlas.merging.listing import alike, entries_of, listed
from footpath.atlas.merging.orders import Item, Nodes, Triple, match3, order3
from footpath.atlas.merging.plans import MISSING, Canon, Plan, canon_of, data_of
from footpath.atlas.merging.shapes import ANY, TEXT, Shape
from footpath.atlas.merging.types import Conflict, ConflictKind, Side
from footpath.atlas.types import Journey
from footpath.atlas.yamltext import Mapping, Node, Parsed, Scalar, emit
from footpath.atlas.yamltext import Sequence as SequenceNode

Path = tuple[str, ...]


class Planner:
    """Plans the merge of one file, and gathers its conflicts."""

    def __init__(self, file: str, sides: tuple[Parsed, Parsed, Parsed], take: Side | None = None) -> None:
        self.file = file
        self.sides = sides
        self.take = take
        self.canon = Canon()
        self.conflicts: list[Conflict] = []

    # ------------------------------------------------------------ values

    def value(self, nodes: Nodes, shape: Shape, path: Path) -> Plan:
        """Return the plan of one place."""
        base, ours, theirs = nodes
        old, one, other = (self.canon.of(node) for node in nodes)
        if (other in (old, one) or one == old) and self.is_rewritten(nodes):
            return self.both(nodes, shape, path)
        if other in (old, one):
            return self.keep("ours", nodes)
        if one == old:
            return self.keep("theirs", nodes)
        if base is not None and (ours is None or theirs is None):
            return self.conflict("ours-removed" if ours is None else "theirs-removed", nodes, path)
        return self.both(nodes, shape, path)

    def keep(self, side: Side, nodes: Nodes) -> Plan:
        """Return the plan in which one side stands as it is."""
        data = data_of(nodes[1] if side == "ours" else nodes[2])
        return Plan("gone" if data is MISSING else side, data, *nodes)

    def is_rewritten(self, nodes: Nodes) -> bool:
        """Return whether both sides wrote a part differently, though not both mean something new: their comments meet inside."""
        if any(node is None or isinstance(node, Scalar) or node.flow for node in nodes[1:]):
            return False
        if nodes[1] is self.sides[1].tree:
            return True
        old, one, other = (_span(side.text, node) for side, node in zip(self.sides, nodes, strict=True))
        return old not in (one, other) and one != other

    def both(self, nodes: Nodes, shape: Shape, path: Path) -> Plan:
        """Return the plan of a place that both sides changed."""
        there = [node for node in nodes if node is not None]
        if shape.kind == "text":
            return self.text(nodes, path)
        is_free = shape.of is None and shape.kind in ("any", "map")
        if is_free and any(isinstance(node, SequenceNode) for node in there):
            shape = Shape("list", item=shape.item or ANY, lanes=shape.lanes)
        if shape.kind == "list":
            alone = not any(isinstance(node, SequenceNode) for node in there)
            if alone and not shape.has_ids:
                return self.both(nodes, shape.item or ANY, path)
            return self.items(nodes, shape, path)
        if any(isinstance(node, Mapping) for node in there):
            known = [side for node in nodes if (side := entries_of(self.canon, node, shape)) is not None]
            if len(known) == len(nodes):
                return self.mapping(nodes, known, shape, path)
        bare = _bare_key(there, shape)
        if bare is not None and shape.key(bare).kind == "text":
            return self.text(nodes, path)
        return self.unsettled(nodes, path)

    def text(self, nodes: Nodes, path: Path) -> Plan:
        """Return the plan of a text: merged by words, or locale by locale."""
        scalars = [node.text for node in nodes if isinstance(node, Scalar)]
        if len(scalars) == len(nodes):
            words = merge_words(*scalars)
            if words is not None:
                return self.settled(Plan("new", words, *nodes))
        else:
            language = self.language(nodes[0], nodes[1:])
            known = [side for node in nodes if (side := _by_locale(node, language)) is not None]
            if len(known) == len(nodes):
                return self.mapping(nodes, known, Shape("map", item=TEXT), path)
        return self.unsettled(nodes, path)

    def language(self, base: Node | None, sides: Sequence[Node | None]) -> str | None:
        """Return the locale under which a text that was given once stands, now that it is given per locale."""
        for node in sides:
            for entry in node.entries if isinstance(node, Mapping) else ():
                if base is not None and self.canon.of(entry.value) == self.canon.of(base):
                    return entry.key.text
        return None

    def mapping(
        self,
        nodes: Nodes,
        sides: Sequence[dict[str, Node]],
        shape: Shape,
        path: Path,
        done: dict[str, Plan] | None = None,
    ) -> Plan:
        """Return the plan of keys with values; `done` holds those that are planned already."""
        base, ours, theirs = sides
        made: dict[str, Plan] = dict(done or {})
        for key in dict.fromkeys((*ours, *theirs, *base)):
            if key in made:
                continue
            three: Nodes = (base.get(key), ours.get(key), theirs.get(key))
            if shape.of is Journey and key == "stages":
                from footpath.atlas.merging.stages import plan_stages

                made[key] = plan_stages(self, three, shape.key(key))
            else:
                made[key] = self.value(three, shape.key(key), (*path, key))
        order, _ = order3(list(base), list(ours), list(theirs))
        order += [key for key in made if key not in order]
        parts = tuple(replace(made[key], key=key) for key in order)
        data = {part.key: part.data for part in parts if part.data is not MISSING}
        return self.settled(Plan("map", data, *nodes, parts=parts))

    # ------------------------------------------------------------ lists

    def items(self, nodes: Nodes, shape: Shape, path: Path) -> Plan:
        """Return the plan of a list, item by item."""
        base, ours, theirs = (listed(self.canon, node, shape) for node in nodes)
        triples = self.matched(base, ours, theirs, by_id=shape.has_ids)
        plans = [self.value(triple.nodes, shape.item or ANY, (*path, triple.key)) for triple in triples]
        return self.listing(nodes, triples, plans)

    def matched(
        self, base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item], *, by_id: bool
    ) -> list[Triple]:
        """Return which item is which; a thing with a new id is the old one where it is alike."""
        same = (lambda one, other: alike(self.canon, one, other)) if by_id else None
        return match3(base, ours, theirs, by_id=by_id, alike=same)

    def listing(
        self,
        nodes: Nodes,
        triples: Sequence[Triple],
        plans: Sequence[Plan],
        quarrel: Callable[[Triple], str] | None = None,
    ) -> Plan:
        """Return the plan of a list whose items are planned, in the merged order; `quarrel` notes what both moved."""
        orders: list[list[int]] = []
        for side in ("base", "ours", "theirs"):
            items = [(getattr(triple, side), number) for number, triple in enumerate(triples)]
            here = sorted((item.number, number) for item, number in items if item is not None)
            orders.append([number for _, number in here])
        order, quarrels = order3(orders[0], orders[1], orders[2])
        order += [number for number in range(len(triples)) if number not in order]
        shown = list(plans)
        for number in quarrels if quarrel is not None else ():
            if quarrel is not None and shown[number].data is not MISSING:
                shown[number] = replace(shown[number], note=shown[number].note or quarrel(triples[number]))
        parts = tuple(shown[number] for number in order)
        data = [part.data for part in parts if part.data is not MISSING]
        return self.settled(Plan("list", data, *nodes, parts=parts))

    # ------------------------------------------------------------ conflicts

    def unsettled(self, nodes: Nodes, path: Path) -> Plan:
        """Return the plan of a place whose two changes cannot both stand."""
        return self.conflict("both-added" if nodes[0] is None else "both-changed", nodes, path)

    def conflict(self, kind: ConflictKind, nodes: Nodes, path: Path) -> Plan:
        """Note a conflict and return the plan in which ours (or the side to be taken) stands."""
        values = [None if node is None else data_of(node) for node in nodes]
        self.conflicts.append(Conflict(self.file, path, kind, *values))
        plan = self.keep(self.take or "ours", nodes)
        return plan if self.take else replace(plan, note=_note(kind, path, values[2]))

    def settled(self, plan: Plan) -> Plan:
        """Return a plan as ours or theirs where it comes out as one of them stands."""
        if plan.note or plan.notes() or (plan.parts and self.is_rewritten(plan.nodes)):
            return plan
        form = canon_of(plan.data)
        if plan.ours is not None:
            own = self.canon.of(plan.ours)
            if form == own or (plan.how == "list" and form == (own,)):
                return self.keep("ours", plan.nodes)
        elif plan.theirs is not None and form == self.canon.of(plan.theirs):
            return self.keep("theirs", plan.nodes)
        return plan


def _bare_key(nodes: Sequence[Node], shape: Shape) -> str | None:
    """Return the key that all bare values stand for, or None where they are no bare values of one key."""
    stands = [shape.bare(data_of(node)) for node in nodes]
    keys = {tuple(each) if isinstance(each, dict) else None for each in stands}
    found = next(iter(keys)) if len(keys) == 1 else None
    return str(found[0]) if found is not None and len(found) == 1 else None


def _span(text: str, node: Node | None) -> str | None:
    """Return what is written for a node, wherever it is indented to."""
    if node is None:
        return None
    return "\n".join(line.strip() for line in text[node.start : node.end].split("\n"))


def _note(kind: ConflictKind, path: Path, theirs: Any) -> str:
    """Return the comment that tells of a conflict."""
    if kind == "theirs-removed":
        return "# conflict: theirs removed this"
    if kind == "ours-removed":
        return f"# conflict: ours removed {path[-1]}; theirs: {emit.flow(theirs)}"
    return f"# conflict: theirs: {emit.flow(theirs)}"


def _by_locale(node: Node | None, language: str | None) -> dict[str, Node] | None:
    if node is None:
        return {}
    if isinstance(node, Mapping):
        return {entry.key.text: entry.value for entry in node.entries}
    return {language: node} if language is not None and isinstance(node, Scalar) else None
