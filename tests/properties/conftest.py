"""Random atlases as people write them: many layouts, short and long forms, comments everywhere, each comment once."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

TITLES = (
    "I look elsewhere",
    "Ask a friend",
    "The parcel comes",
    "Pay: by card",
    "Gift #2",
    "שלום",
    "Доставка",
    "no",
    "😀 unpack",
    "1984",
)
WORDS = (
    "plain words",
    "a: b",
    "x #y",
    "it's",
    'she said "no"',
    "- dash",
    "two\nlines",
    "three\n\nlines\n",
    "yes",
    "0x10",
    "comma, here",
    "{brace",
    "😀",
    "שלום עולם",
    "a rather long sentence that says in many words what could have been said in a few, to be broken somewhere",
)


class Writer:
    """Writes data as YAML in a random layout."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.dash = chance.choice((0, 2, 2, 4))
        self.busy = chance.choice((0.0, 0.15, 0.4))
        self.flow = chance.choice((0.2, 0.5))
        self.count = 0

    def comment(self) -> str:
        self.count += 1
        return f"# c{self.count} {self.chance.choice(('', 'why: not', '- {x}', chr(39)))}".rstrip()

    def above(self, pad: str) -> list[str]:
        lines = []
        if self.chance.random() < self.busy / 3:
            lines.append("")
        if self.chance.random() < self.busy:
            lines.append(pad + self.comment())
        return lines

    def beside(self) -> str:
        return f"  {self.comment()}" if self.chance.random() < self.busy / 2 else ""

    def scalar(self, value: Any, pad: str, in_flow: bool = False) -> list[str]:
        if value is None:
            return ["null"]
        if isinstance(value, bool):
            return [str(value).lower()]
        if isinstance(value, (int, float)):
            return [str(value)]
        text = str(value)
        if "\n" in text and not in_flow and self.chance.random() < 0.7:
            header = "|" if text.endswith("\n") else "|-"
            lines = text.removesuffix("\n").split("\n")
            return [header + self.beside(), *(f"{pad}  {line}" if line else "" for line in lines)]
        if "\n" in text:
            return ['"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"']
        safe = (
            text.replace(" ", "").replace("-", "").isalnum()
            and text[0].isalpha()
            and text not in ("no", "yes")
        )
        if safe and self.chance.random() < 0.7:
            if " " in text and len(text) > 60 and not in_flow and self.chance.random() < 0.3:
                half = text.index(" ", len(text) // 2)
                return [text[:half], f"{pad}  {text[half + 1 :]}"]
            return [text]
        if self.chance.random() < 0.5:
            return ["'" + text.replace("'", "''") + "'"]
        return ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"']

    def one_line(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.one_line(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.one_line(item) for item in value) + "]"
        return self.scalar(value, "", in_flow=True)[0]

    def small(self, value: Any) -> bool:
        items = value.values() if isinstance(value, dict) else value
        return len(self.one_line(value)) < 90 and not any(isinstance(item, (dict, list)) for item in items)

    def after(self, value: Any, indent: int, key: str = "") -> list[str]:
        pad = " " * indent
        if isinstance(value, (dict, list)) and value:
            keep = key in ("stages", "steps", "touchpoints", "opportunities", "sources")
            if not keep and (self.chance.random() < self.flow or indent > 40) and self.small(value):
                return [f" {self.one_line(value)}{self.beside()}"]
            if isinstance(value, dict):
                return [self.beside(), *self.mapping(value, indent + 2)]
            return [self.beside(), *self.list(value, indent + self.dash)]
        if isinstance(value, (dict, list)):
            return [" {}" if isinstance(value, dict) else " []"]
        lines = self.scalar(value, pad)
        if len(lines) == 1:
            lines[0] += self.beside()
        return [f" {lines[0]}", *lines[1:]]

    def mapping(self, value: dict[str, Any], indent: int) -> list[str]:
        pad = " " * indent
        lines: list[str] = []
        for key, item in value.items():
            first, *rest = self.after(item, indent, key)
            lines += [*self.above(pad), f"{pad}{key}:{first}", *rest]
        return lines

    def list(self, value: list[Any], indent: int) -> list[str]:
        pad = " " * indent
        lines: list[str] = []
        for item in value:
            lines += self.above(pad)
            if isinstance(item, dict) and item:
                if self.small(item) and self.chance.random() < self.flow:
                    lines.append(f"{pad}- {self.one_line(item)}{self.beside()}")
                    continue
                first, *rest = self.mapping(item, indent + 2)
                while first.strip().startswith("#") or not first.strip():
                    lines.append(pad + first.strip() if first.strip() else "")
                    first, *rest = rest
                lines += [f"{pad}- {first[indent + 2 :]}", *rest]
            else:
                first, *rest = self.after(item, indent)
                lines += [f"{pad}-{first}", *rest]
        return lines

    def document(self, value: dict[str, Any]) -> str:
        lines = [self.comment(), ""] if self.chance.random() < self.busy else []
        lines += self.mapping(value, 0)
        if self.chance.random() < self.busy:
            lines += ["", self.comment()]
        text = "\n".join(lines) + self.chance.choice(("\n", "\n", ""))
        return self.chance.choice(("", "", "", "\ufeff")) + text


def random_texts(seed: int) -> dict[str, str]:
    """Return the texts of a valid atlas with two journeys (the second is the to-be of the first), as people write them."""
    chance = random.Random(seed)
    dice = chance.random
    word = lambda: chance.choice(WORDS)  # noqa: E731  # said often below
    touchpoints = ["web", "shop", "courier-visit"]
    steps = iter(f"s{number}" for number in range(1, 20))

    def text(value: str) -> Any:
        return {"en": value, "de": f"{value} (de)"} if dice() < 0.08 else value

    def cell() -> Any:
        made: dict[str, Any] = {"text": text(word())}
        if dice() < 0.2:
            made["persona"] = chance.choice(("nadia", "omar"))
        if dice() < 0.2:
            made["evidence"] = [{"source": "reviews", "theme": "delay"}]
        return (
            made["text"] if set(made) == {"text"} and isinstance(made["text"], str) and dice() < 0.8 else made
        )

    def cells(step: str, before: list[str], barriers: list[str]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for lane in chance.sample(("action", "thought", "mood", "house", "quote"), chance.randint(0, 4)):
            many = [cell() for _ in range(chance.randint(1, 3))]
            made[lane] = many[0] if len(many) == 1 and dice() < 0.7 else many
        if dice() < 0.5:
            made["touchpoint"] = chance.choice(([chance.choice(touchpoints)], chance.choice(touchpoints)))
        if dice() < 0.3:
            made["emotion"] = chance.choice((-1, 1.5, {"score": -2, "word": "lost"}))
        if dice() < 0.2:
            made["criticality"] = {"level": "high", "why": word()}
        if dice() < 0.4:
            barrier = f"b-{step}"
            barriers.append(barrier)
            found = {"exit": chance.choice([*before, step])}
            made["barrier"] = [
                {"id": barrier, "text": word(), "evidence": [{"source": "reviews", **found}]},
                *(["Too slow"] if dice() < 0.3 else []),
            ]
        if dice() < 0.25:
            made["opportunity"] = ["faster"]
        return made

    def journey(id_: str, title: str) -> tuple[dict[str, Any], list[str]]:
        barriers: list[str] = []
        known: list[str] = []
        stages: list[Any] = []
        for number in range(chance.randint(1, 3)):
            inner: list[Any] = []
            for _ in range(chance.randint(0, 3)):
                step = next(steps)
                known.append(step)
                body = {"id": step, "title": text(chance.choice(TITLES)), **cells(step, known[:-1], barriers)}
                if dice() < 0.1:
                    barriers[:] = [barrier for barrier in barriers if barrier != f"b-{step}"]
                    body = {"title": f"Bare {step}"}
                    known[-1] = f"bare-{step}"
                inner.append(f"Bare {step}" if len(body) == 1 and dice() < 0.4 else body)
            stage: dict[str, Any] = {"id": f"{id_}-{number}", "title": text(chance.choice(TITLES))}
            if dice() < 0.3:
                stage["action"] = cell()
            if dice() < 0.2:
                stage = {"title": f"Stage {id_} {number}"}
            if inner or dice() < 0.5:
                stage["steps"] = inner
            if dice() < 0.1:
                stage["takeaway"] = word()
            stages.append(stage)
        plain = [
            item
            for stage in stages
            for item in stage.get("steps", ())
            if isinstance(item, dict) and "id" in item
        ]
        for item in plain:
            if dice() < 0.25:
                item["next"] = [chance.choice(known), {"to": "gives up", "label": word()}]
        made: dict[str, Any] = {"id": id_, "title": text(title), "personas": ["nadia", "omar"]}
        if dice() < 0.5:
            made["footpath"] = 1
        made["begins"] = chance.choice(("starts", {"text": "starts", "touchpoint": "web"}))
        made["ends"] = {"wanted": {"text": "has it", "touchpoint": "courier-visit"}, "unwanted": ["gives up"]}
        if dice() < 0.7:
            roles = ["action", "thought", "touchpoint", "barrier"]
            made["lanes"] = [*roles, {"id": "mood", "role": "text", "title": text("Mood")}]
        if dice() < 0.4:
            made["sources"] = ["reviews"]
        made["stages"] = stages
        if known and dice() < 0.5:
            made["hands"] = [{"from": "nadia", "to": "omar", "step": chance.choice(known), "text": word()}]
        if dice() < 0.5:
            made["notes"] = ["a note", {"id": "n1", "text": "another", "tags": ["wall"], "votes": 2}]
        if dice() < 0.4:
            ids = [stage["id"] for stage in stages if "id" in stage]
            made["views"] = [
                "curve",
                {"id": "sales", "form": "funnel", "stages": dict.fromkeys(ids, "lead"), "lanes": ["action"]},
            ]
        if dice() < 0.3:
            made["allow"] = {"F005": "later"}
        if not made.get("lanes") or "mood" not in str(made["lanes"]):
            for stage in stages:
                for holder in [stage, *(s for s in stage.get("steps", ()) if isinstance(s, dict))]:
                    holder.pop("mood", None)
        return made, barriers

    as_is, barriers = journey("gift", "Buying a gift")
    to_be, _ = journey("gift-new", "Buying a gift, better")
    to_be |= {"state": "to-be", "improves": "gift"}
    shared_steps = [
        s for stage in as_is["stages"] for s in stage.get("steps", ()) if isinstance(s, dict) and "id" in s
    ]
    if shared_steps and dice() < 0.5:
        to_be["stages"].append(
            {"title": "Kept", "steps": [{"id": shared_steps[0]["id"], "title": "As before"}]}
        )
    opportunity: dict[str, Any] = {"id": "faster", "text": text("Be faster"), "owner": "web team"}
    if barriers:
        opportunity["answers"] = chance.sample(barriers, 1)
        slow = str(as_is).count("'Too slow'")
        opportunity["answers"] += [
            f"too-slow{'' if n < 2 else f'-{n}'}" for n in range(1, slow + 1) if dice() < 0.5
        ]
    if shared_steps and dice() < 0.5:
        opportunity["target"] = {"measure": "share-late", "step": shared_steps[-1]["id"], "to": 0.1}
    files: dict[str, dict[str, Any]] = {
        "atlas.yaml": {
            "title": text("Shop"),
            "language": "en",
            "team": ["Ana", "Ben"],
            "departments": ["web team", {"id": "logistics", "title": "Logistics", "typical": "2 days"}],
            "channels": ["web", {"id": "kiosk", "title": "Kiosk"}],
            "lanes": [{"id": "house", "role": "text", "title": "House"}],
            "glossary": {"basket": "what is to be bought", "SKU": {"text": "an item", "customers": False}},
        },
        "touchpoints.yaml": {
            "touchpoints": [
                {"id": "web", "title": "Web shop", "channel": "web", "department": "web team"},
                {"title": "Shop", "channel": "kiosk", "initiator": "nadia"},
                {
                    "id": "courier-visit",
                    "title": "The courier",
                    "source": "reviews",
                    "department": "logistics",
                },
            ]
        },
        "sources.yaml": {"sources": [{"id": "reviews", "files": "reviews.csv", "text": "comment"}]},
        "opportunities.yaml": {"opportunities": [opportunity, {"id": "cheaper", "text": "Be cheaper"}]},
        "personas/nadia.yaml": {
            "name": "Nadia",
            "goals": [word(), {"text": word(), "evidence": [{"source": "reviews", "theme": "x"}]}],
            "channels": ["web", "kiosk"],
            "sliders": [{"low": "calm", "high": "in a hurry", "at": 0.7}],
            "quote": word(),
        },
        "personas/omar.yaml": {"id": "omar", "name": "Omar", "pains": [{"id": "p1", "text": word()}]},
        "journeys/gift.yaml": as_is,
        "journeys/gift-new.yaml": to_be,
    }
    texts: dict[str, str] = {}
    for file, value in files.items():
        made = Writer(chance).document(value)
        texts[file] = made.replace("\n", "\r\n") if dice() < 0.15 else made
    return texts


@pytest.fixture(scope="session")
def write_atlas() -> Callable[[int], dict[str, str]]:
    """Return the function from a seed to the texts of a random atlas."""
    return random_texts
