"""Where steps lead besides the next column: branches, loops, exits; child maps; what passes between personas."""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.rollup import RolledUp, roll_up
from footpath.atlas.types import Boundary, Next, Step
from footpath.base import format_duration
from footpath.draw import words
from footpath.draw.content.heads import HeadTeller
from footpath.draw.content.types import Child, Facts, Passing, Way
from footpath.draw.text import clean


class WayTeller(HeadTeller):
    """Tells where steps lead and what they open."""

    _rolled: dict[str, RolledUp] | None = None
    _known_at: set[str] | None = None

    def ways(self, step: Step) -> Iterator[Way]:
        """Yield the ways on from a step, in the order of the text."""
        order = {str(s.id): (number, clean(s.title)) for number, s in enumerate(self.journey.steps())}
        here = order[str(step.id)][0]
        for way in step.next:
            label = clean(way.label)
            facts: Facts = (("When", clean(way.when)),) if way.when else ()
            number, more = self._taken(step, way)
            if way.to in order:
                place, title = order[way.to]
                if place == here + 1 and not label and not way.when:
                    continue  # the next column says it already
                kind = "loop" if place <= here else "branch"
                yield Way(kind, title, label, way.to, n=number, facts=(*facts, *more))
            else:
                text, ending = self._outcome(way.to)
                yield Way("exit", text, label, ending=ending, n=number, facts=(*facts, *more))

    def _taken(self, step: Step, way: Next) -> tuple[str, Facts]:
        """Return how many took a way, and where that number is from."""
        row = self.row("transition", f"{step.id}>{way.to}", "reach")
        if row is None or row.value is None:
            return "", ()
        return words.count(row.value, self.language), self.row_facts(row)

    def _outcome(self, to: str) -> tuple[str, str]:
        """Return an outcome's words and whether it is a wanted one."""
        ends = self.journey.ends
        for ending, boundaries in (("wanted", ends.wanted), ("unwanted", ends.unwanted)):
            for boundary in boundaries:
                if to in _names(boundary):
                    return clean(boundary.text) or clean(to), ending
        return clean(to), ""

    def child(self, step: Step) -> Child | None:
        """Return the map that a step opens, with its numbers."""
        if step.journey is None:
            return None
        if self._rolled is None:
            self._rolled = {
                str(id_): found for id_, found in roll_up(self.atlas, str(self.journey.id)).items()
            }
        opened = next((j for j in self.atlas.journeys if j.id == step.journey), None)
        if opened is None:
            return None
        rolled = self._rolled.get(str(step.id))
        return Child(clean(opened.title), rolled, tuple(self._told(rolled)) if rolled else ())

    def _told(self, rolled: RolledUp) -> Iterator[tuple[str, str]]:
        """Yield what a child map says, each number as the child's own."""
        whose = f"the whole of “{clean(rolled.title)}”"
        yield "Opens", clean(rolled.title)
        yield "Measured there", f"{rolled.measured_steps} of {rolled.steps} steps"
        for row in rolled.rows:
            for name, text in self.row_facts(row):
                yield (f"{name}, {whose}" if name not in ("Definition", "Source") else name), text
        felt = rolled.measured
        if felt is not None:
            text = words.signed(felt.value, self.language)
            if felt.low is not None and felt.high is not None:
                text += f", between {words.signed(felt.low, self.language)} and {words.signed(felt.high, self.language)}"
            text += f"; from {words.count(felt.n, self.language)} at {felt.steps} steps"
            yield "Feeling there, measured", text
            yield (
                "Definition",
                "mean of its steps, each weighted by how many said so; the range is as wide as if all steps moved together",
            )
        if rolled.assumed is not None:
            yield (
                "Feeling there, assumed",
                f"{words.signed(rolled.assumed, self.language)}, the mean of its steps",
            )
        if rolled.worst is not None:
            how = "measured" if rolled.worst.is_measured else "assumed"
            yield (
                "Worst there",
                f"{clean(rolled.worst.title)}, {words.signed(rolled.worst.value, self.language)} {how}",
            )
        if rolled.typical_us is not None:
            yield "It usually takes", f"{format_duration(rolled.typical_us)}, as the team believes"

    def hands(self) -> Iterator[Passing]:
        """Yield what passes between personas, in the order of the steps."""
        names = {str(p.id): clean(p.name) for p in self.atlas.personas}
        order = {str(s.id): number for number, s in enumerate(self.journey.steps())}
        known = [hand for hand in self.journey.hands if str(hand.step) in order]
        for hand in sorted(known, key=lambda h: order[str(h.step)]):
            giver, taker = str(hand.from_), str(hand.to)
            yield Passing(
                str(hand.step),
                giver,
                taker,
                names.get(giver, giver),
                names.get(taker, taker),
                clean(hand.text),
            )

    def is_new(self, step: Step) -> bool:
        """Whether a to-be step stands for no step of the as-is journey that its journey improves."""
        if self.journey.state != "to-be" or self.journey.improves is None:
            return False
        if self._known_at is None:
            before = next((j for j in self.atlas.journeys if j.id == self.journey.improves), None)
            self._known_at = {str(s.id) for s in before.steps()} if before is not None else {"*"}
        if "*" in self._known_at:
            return False
        return str(step.id) not in self._known_at and str(step.improves or "") not in self._known_at


def _names(boundary: Boundary) -> set[str]:
    said = (boundary.text, boundary.touchpoint, boundary.value)
    return {str(name) for name in said if name}
