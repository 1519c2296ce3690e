"""Random sequences of every operation on random atlases with comments: what must hold after each, and after undoing all.

Rules D50, D51, D52, D59, D90, D91 of docs/spec/document.md.

`FOOTPATH_SEQUENCES` sets how many sequences there are. A failure names its seed: `run(SEED, write_atlas)` repeats it.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from footpath.atlas import (
    OPERATIONS,
    AddCell,
    AddEntry,
    AddFile,
    AddLane,
    AddStage,
    AddStep,
    DuplicateJourney,
    DuplicateStep,
    FormatFile,
    Loaded,
    MergeStages,
    MergeSteps,
    MoveCell,
    MoveEntry,
    MoveLane,
    MoveStage,
    MoveStep,
    Operation,
    PlaceNote,
    RemoveAllowance,
    RemoveCell,
    RemoveEntry,
    RemoveFile,
    RemoveLane,
    RemoveStage,
    RemoveStep,
    RemoveTerm,
    RemoveThing,
    Rename,
    SetAllowance,
    SetCell,
    SetEntry,
    SetField,
    SetTerm,
    SetText,
    Several,
    SplitStage,
    SplitStep,
    UnplaceCell,
    apply,
    load_texts,
    operation_from_json,
    operation_to_json,
)
from footpath.atlas.editing import change
from footpath.atlas.ids import effective_ids
from footpath.atlas.yamltext import Scalar
from footpath.base import BadInputError, has_errors

SEQUENCES = int(os.environ.get("FOOTPATH_SEQUENCES", "150"))
LENGTH = 8
REFUSALS = {
    "target-gone",
    "target-exists",
    "still-named",
    "cannot-edit",
    "wrong-value",
    "bad-id",
    "would-be-invalid",
}
# These keep every reference themselves: an atlas without errors has none after them.
WHOLE = (
    Rename,
    MergeSteps,
    MergeStages,
    SplitStep,
    SplitStage,
    DuplicateStep,
    DuplicateJourney,
    MoveStep,
    MoveStage,
    MoveEntry,
    MoveLane,
    AddStage,
    AddStep,
    SetTerm,
    FormatFile,
)
# These take nothing away, so that every comment stays.
KEEPS = (*WHOLE, AddCell, MoveCell, AddEntry, AddLane, SetAllowance, AddFile, PlaceNote, UnplaceCell)
TEXTS = ("plain", "a: b", "x #y", "two\nlines", "it's", "😀 שלום", "no", "1984", " lead", "{x", "'")
LISTS: dict[str, tuple[str, ...]] = {
    "journey": ("lanes", "personas", "sources", "hands", "notes", "views", "attachments"),
    "persona": ("goals", "needs", "channels", "sliders", "unknown", "pains", "context"),
    "atlas": ("channels", "departments", "team", "lanes", "locales"),
}


class Chooser:
    """Chooses operations that mostly make sense in the atlas as it is."""

    def __init__(self, chance: random.Random, loaded: Loaded) -> None:
        self.chance = chance
        self.atlas = loaded.atlas
        self.files = list(loaded.texts)
        self.journey = chance.choice(self.atlas.journeys)
        self.j = self.journey.id
        self.steps = [step.id for step in self.journey.steps()] or ["gone"]
        self.stages = [stage.id for stage in self.journey.stages]

    def text(self) -> str:
        return self.chance.choice(TEXTS)

    def index(self) -> int | None:
        return self.chance.choice((None, 0, 1, 2, 5))

    def new_id(self) -> str:
        return self.chance.choice(("new", "n-2", "s1", "gift", "Ünï", "web", "bad id", "action"))

    def place(self) -> tuple[str, Any]:
        at_step = self.chance.random() < 0.8
        return (
            (self.chance.choice(self.steps), "step")
            if at_step
            else (self.chance.choice(self.stages), "stage")
        )

    def lane(self, at: str, on: str) -> str:
        holders = self.journey.stages if on == "stage" else tuple(self.journey.steps())
        filled = [lane for holder in holders if holder.id == at for lane in holder.cells]
        if filled and self.chance.random() < 0.8:
            return self.chance.choice(filled)
        return self.chance.choice(("action", "thought", "barrier", "house", "mood", "emotion"))

    def value(self, lane: str) -> Any:
        if lane == "touchpoint":
            return self.chance.choice(("web", "shop", ["web", "courier-visit"]))
        if lane == "opportunity":
            return self.chance.choice(("faster", ["faster", "cheaper"]))
        if lane == "emotion":
            return self.chance.choice((1, {"score": -1, "word": self.text()}))
        if lane == "criticality":
            return self.chance.choice(("low", {"level": "high", "why": self.text()}))
        if lane == "barrier" and self.chance.random() < 0.5:
            return {"id": f"nb-{self.chance.randint(1, 9)}", "text": self.text()}
        return self.chance.choice((self.text(), {"text": self.text(), "origin": "drafted"}))

    def operation(self) -> Operation:
        makers = [
            self.cell,
            self.cell,
            self.step,
            self.step,
            self.stage,
            self.field,
            self.entry,
            self.rename,
            self.remove,
            self.other,
            self.note,
        ]
        made = self.chance.choice(makers)()
        if self.chance.random() < 0.05:
            return Several((made, self.chance.choice(makers)()), "two")
        return made

    def cell(self) -> Operation:
        choose = self.chance.choice
        (at, on), (to, to_on) = self.place(), self.place()
        lane = self.lane(at, on)
        index = choose((None, None, 0, 1))
        value = self.value(lane)
        single = value[0] if isinstance(value, list) else value
        return choose(
            (
                SetCell(self.j, at, lane, value, None, on),
                SetCell(self.j, at, lane, single, 0, on),
                AddCell(self.j, at, lane, single, index, on),
                RemoveCell(self.j, at, lane, index, on),
                MoveCell(self.j, at, lane, to, index, self.index(), on, to_on),
            )
        )

    def step(self) -> Operation:
        choose = self.chance.choice
        step, other = choose(self.steps), choose(self.steps)
        filled = [str(lane) for each in self.journey.steps() if each.id == step for lane in each.cells]
        lanes = tuple(self.chance.sample(filled, self.chance.randint(0, len(filled))))
        title = choose((self.text(), "A new step"))
        return choose(
            (
                AddStep(self.j, choose(self.stages), {"title": title, "action": self.text()}, self.index()),
                AddStep(self.j, choose(self.stages), choose((title, {"id": self.new_id(), "title": title}))),
                MoveStep(self.j, step, choose(self.stages), self.index()),
                MoveStep(self.j, step, choose(self.stages), self.index()),
                RemoveStep(self.j, step),
                SplitStep(self.j, step, title, lanes),
                SplitStep(self.j, step, title, lanes),
                MergeSteps(self.j, step, other),
                MergeSteps(self.j, step, other),
                DuplicateStep(self.j, step, choose((None, title))),
            )
        )

    def stage(self) -> Operation:
        choose = self.chance.choice
        stage, other = choose(self.stages), choose(self.stages)
        inside = [step.id for each in self.journey.stages if each.id == stage for step in each.steps]
        new = {"title": self.text(), "steps": [self.text(), {"title": "inner"}]}
        return choose(
            (
                AddStage(self.j, choose((self.text(), new)), self.index()),
                MoveStage(self.j, stage, choose((0, 1, 2))),
                RemoveStage(self.j, stage),
                SplitStage(self.j, stage, choose(inside or self.steps), self.text()),
                SplitStage(self.j, stage, (inside or self.steps)[-1], self.text()),
                MergeStages(self.j, stage, other),
                MergeStages(self.j, stage, other),
            )
        )

    def field(self) -> Operation:
        choose = self.chance.choice
        at, on = self.place()
        value = choose((self.text(), None))
        locale = choose(("en", "de", "he"))
        lane = self.lane(at, on)
        return choose(
            (
                SetField(on, at, "title", self.text(), self.j),
                SetField(on, at, "typical", "2 days", self.j),
                SetField("journey", self.j, choose(("claim", "scenario")), value),
                SetField("journey", self.j, "begins.touchpoint", "shop"),
                SetField("journey", self.j, "horizon.silence", "9 days"),
                SetField("persona", "nadia", choose(("age", "name")), value),
                SetField("touchpoint", "shop", choose(("title", "channel")), choose(("web", None))),
                SetField("opportunity", "faster", "text", self.text()),
                SetField("department", "web team", "typical", "1 day"),
                SetField("channel", "web", "icon", "globe"),
                SetField("atlas", "", choose(("title", "currency")), choose(("EUR", None))),
                SetText(on, at, "title", locale, value, self.j),
                SetText(on, at, choose(("text", "word", "why")), locale, value, self.j, lane, 0),
                SetText("journey", self.j, choose(("claim", "begins.text")), locale, value),
                SetText("touchpoint", "shop", "title", locale, value),
                SetText("persona", "nadia", "quote.text", locale, value),
            )
        )

    def entry(self) -> Operation:
        choose = self.chance.choice
        kind = choose(("journey", "persona", "atlas", "library", "step"))
        where: dict[str, Any] = {}
        if kind == "journey":
            where = {"journey": self.j}
        elif kind == "persona":
            where = {"persona": choose(("nadia", "omar"))}
        elif kind == "step":
            where = {"journey": self.j, "at": choose(self.steps)}
        named: Any = choose(
            LISTS.get(kind)
            or (("next", "attachments") if kind == "step" else ("touchpoints", "opportunities"))
        )
        entry: Any = {
            "hands": {"from": "nadia", "to": "omar", "step": choose(self.steps), "text": self.text()},
            "sliders": {"low": self.text(), "high": "b", "at": 0.5},
            "views": {"id": self.new_id(), "form": "grid"},
            "lanes": choose(("driver", {"id": "own-lane", "role": "text", "title": self.text()})),
            "personas": "omar",
            "sources": "reviews",
            "channels": choose(("web", "phone")),
            "attachments": {"file": "pictures/a.png", "text": self.text()},
            "next": choose((choose(self.steps), {"to": "gives up", "label": self.text()})),
            "touchpoints": choose(({"title": self.text()}, {"id": self.new_id(), "title": "T"})),
            "opportunities": {"text": self.text()},
            "departments": choose(("legal", {"id": "legal", "title": self.text()})),
            "locales": "de",
        }.get(named, self.text())
        id_ = choose(self.ids(kind, named))
        return choose(
            (
                AddEntry(named, entry, self.index(), **where),
                AddEntry(named, entry, self.index(), **where),
                SetEntry(named, id_, entry, **where),
                MoveEntry(named, id_, choose((0, 1, 3)), **where),
                RemoveEntry(named, id_, **where),
            )
        )

    def ids(self, kind: str, named: str) -> list[str]:
        holder: Any = {"journey": self.journey, "persona": next(iter(self.atlas.personas), None)}.get(
            kind, self.atlas
        )
        things = getattr(holder, named, ()) if kind != "step" else ()
        ids = [getattr(thing, "id", None) or getattr(thing, "form", None) or str(thing) for thing in things]
        if named in ("goals", "context", "needs", "pains", "unknown"):
            ids = effective_ids([Scalar(0, 1, str(getattr(thing, "text", thing)), "'") for thing in things])
        return ids if ids and self.chance.random() < 0.9 else ["hand", "note", "slider", "gone"]

    def thing(self) -> tuple[str, str, str | None]:
        choose = self.chance.choice
        barriers = [str(c.id) for s in self.journey.steps() for c in s.lane("barrier")]
        return choose(
            (
                ("journey", self.j, None),
                ("stage", choose(self.stages), self.j),
                ("step", choose(self.steps), self.j),
                ("step", choose(self.steps), self.j),
                ("persona", choose(("nadia", "omar")), None),
                ("touchpoint", choose([t.id for t in self.atlas.touchpoints] or ["gone"]), None),
                ("source", "reviews", None),
                ("opportunity", choose([o.id for o in self.atlas.opportunities] or ["gone"]), None),
                ("channel", choose(("web", "kiosk")), None),
                ("department", choose(("web team", "logistics")), None),
                ("barrier", choose(barriers or ["p1"]), self.j if barriers else None),
                ("view", "sales", self.j),
                ("note", "n1", self.j),
            )
        )

    def rename(self) -> Operation:
        kind, id_, journey = self.chance.choice(
            (
                self.thing(),
                self.thing(),
                self.thing(),
                ("lane", "house", None),
                ("lane", self.chance.choice(("mood", "action")), self.j),
                ("term", "basket", None),
            )
        )
        return Rename(kind, id_, self.new_id(), journey)  # type: ignore[arg-type]  # the kinds are those above

    def remove(self) -> Operation:
        kind, id_, journey = self.thing()
        if kind == "journey" and len(self.atlas.journeys) < 2:
            kind, id_, journey = "note", "n1", self.j
        return RemoveThing(kind, id_, self.chance.random() < 0.6, journey)  # type: ignore[arg-type]  # as above

    def other(self) -> Operation:
        choose = self.chance.choice
        journey = choose((self.j, None))
        lane = choose(("mood", "house", "action", "barrier", "driver"))
        return choose(
            (
                AddLane(choose(("driver", "house", {"id": "fresh", "role": "text"})), self.index(), journey),
                MoveLane(lane, choose((0, 1, 2)), journey),
                RemoveLane(lane, journey, choose((True, False))),
                SetTerm(
                    choose(("basket", "new term")), choose((self.text(), {"text": "x", "customers": True}))
                ),
                RemoveTerm(choose(("basket", "SKU"))),
                SetAllowance("S001", self.text(), self.j),
                SetAllowance("S001", "a reason"),
                RemoveAllowance(choose(("F005", "S001")), self.j),
                DuplicateJourney(self.j, self.new_id(), choose((None, "Copy")), choose((True, False))),
                AddFile("personas/mia.yaml", {"name": self.text()}),
                FormatFile(choose(self.files)),
                FormatFile(choose(self.files)),
                RemoveFile(
                    "personas/mia.yaml" if "personas/mia.yaml" in self.files else "personas/omar.yaml"
                ),
            )
        )

    def note(self) -> Operation:
        choose = self.chance.choice
        at, on = self.place()
        notes = [str(note.id or "a-note") for note in self.journey.notes] or ["gone"]
        return choose(
            (
                PlaceNote(
                    self.j, choose(notes), at, choose(("action", "barrier", "emotion", "house")), None, on
                ),
                UnplaceCell(self.j, at, self.lane(at, on), choose((None, 0)), on),
            )
        )


def comments(texts: Any) -> Counter[str]:
    return Counter(found for text in texts.values() for found in re.findall(r"# c\d+\b", text))


def check_step(before: Loaded, operation: Operation) -> tuple[Loaded, Operation] | None:
    """Do one operation and look at all that must hold; None where it was refused."""
    assert operation_from_json(operation_to_json(operation)) == operation
    texts = dict(before.texts)
    try:
        made = change(before, operation)
    except BadInputError as error:
        codes = {problem.code for problem in error.problems}
        assert error.problems[0].code in REFUSALS, error
        assert "would-be-invalid" not in codes or not isinstance(operation, WHOLE), error
        assert not (
            isinstance(operation, RemoveThing) and operation.everywhere and "would-be-invalid" in codes
        ), error
        assert dict(before.texts) == texts, "a refused operation changed something"
        return None
    after = made.loaded
    assert not has_errors(after.problems)
    for file, text in texts.items():
        spans = made.changes.get(file, ())
        if file not in after.texts:
            continue
        rest, at = [], 0
        for span in spans:
            assert at <= span.start <= span.end
            rest += [text[at : span.start], span.new]
            at = span.end
        assert "".join([*rest, text[at:]]) == after.texts[file], f"bytes outside the spans of {file} changed"
    lost = comments(texts) - comments(after.texts)
    assert not lost or not isinstance(operation, KEEPS), f"lost {dict(lost)}"
    back = apply(after.texts, made.inverse, after.parsed)
    assert dict(back.texts) == texts, "the inverse gives other bytes"
    assert operation_from_json(operation_to_json(made.inverse)) == made.inverse
    again = apply(back.texts, back.inverse)
    assert dict(again.texts) == dict(after.texts), "the inverse of the inverse gives other bytes"
    return after, made.inverse


def run(seed: int, write: Callable[[int], dict[str, str]]) -> Counter[str]:
    """Run one sequence; return how often each operation was done."""
    chance = random.Random(seed)
    first = load_texts(write(seed))
    assert not has_errors(first.problems), first.problems
    now = first
    inverses: list[Operation] = []
    done: Counter[str] = Counter()
    for _ in range(LENGTH):
        operation = Chooser(chance, now).operation()
        try:
            made = check_step(now, operation)
        except Exception as error:
            error.add_note(f"seed {seed}: {operation!r}")
            raise
        if made is not None:
            now, inverse = made
            inverses.append(inverse)
            done[type(operation).__name__] += 1
    assert load_texts(now.texts).atlas == now.atlas
    texts: Any = dict(now.texts)
    for inverse in reversed(inverses):
        texts = apply(texts, inverse).texts
    assert dict(texts) == dict(first.texts), f"seed {seed}: undoing all gives other bytes"
    return done


def test_random_sequences_leave_a_valid_atlas_lose_no_comment_and_undo_to_the_first_byte(
    write_atlas: Callable[[int], dict[str, str]],
) -> None:
    done: Counter[str] = Counter()
    for seed in range(SEQUENCES):
        done += run(seed, write_atlas)
    missing = OPERATIONS.keys() - done.keys() - {"AddMeasures", "Restore"}
    assert len(missing) <= (3 if SEQUENCES < 1000 else 0), f"never done: {missing}"


@pytest.mark.parametrize("seed", range(40))
def test_several_operations_are_one_change_or_none(
    seed: int, write_atlas: Callable[[int], dict[str, str]]
) -> None:
    chance = random.Random(seed)
    loaded = load_texts(write_atlas(seed))
    operations: list[Operation] = []
    texts: Any = loaded.texts
    for _ in range(5):
        operation = Chooser(chance, loaded).operation()
        try:
            texts = apply(texts, operation).texts
        except BadInputError:
            with pytest.raises(BadInputError):
                apply(loaded.texts, Several((*operations, operation)))
            continue
        operations.append(operation)
    made = apply(loaded.texts, Several(tuple(operations), "all at once"))
    assert dict(made.texts) == dict(texts)
    assert dict(apply(made.texts, made.inverse).texts) == dict(loaded.texts)
