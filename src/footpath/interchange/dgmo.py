"""Diagrammo's `journey-map`, in and out: phases, steps with a score and a word, and what hangs under a step.

It keeps stage, step, score, one word of feeling, thoughts, barriers, opportunities, what they do (as description), one
persona, and the channel as a tag. The older way of writing a step (`Step | 4 Hopeful, m: Cunning`) is read too.

Source: diagrammo/dgmo, its parser of `journey-map` and its published examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from footpath.atlas.types import Atlas, Emotion, Journey, Reference, Step
from footpath.interchange.cells import cells_of, words
from footpath.interchange.formats import Format, Options
from footpath.interchange.losses import all_lanes
from footpath.interchange.reading import Foreign, Read, ReadOptions, refuse
from footpath.interchange.report import Report, Written, counted
from footpath.interchange.sketch import Sketch, score_value

_NEUTRAL = 3
_KEPT = {"thought": "thought", "barrier": "pain", "opportunity": "opportunity", "action": "description"}
_LANES = {key: lane for lane, key in _KEPT.items()}
_ANNOTATION = re.compile(r"^(pain|opportunity|thought|description)\s*:\s*(.+)$", re.IGNORECASE)
_OLD_SCORE = re.compile(r"^(\d+(?:\.\d+)?)(?:\s+(.+))?$")
_TAG = re.compile(r"^tag\s*:?\s+(.+?)(?:\s+(?:as\s+)?(\w+))?$", re.IGNORECASE)
_COLOURED = re.compile(r"\s*\(\w+\)\s*$")
_OPTIONS = ("solid-fill", "no-title", "no-legend", "active-tag")


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the diagram and its report."""
    channels = _channels(atlas, journey)
    lines = [f"journey-map {_line(journey.claim or journey.title)}", ""]
    who = [one for one in atlas.personas if one.id in (options.persona or list(journey.personas)[:1])]
    if who:
        lines += [f"persona {_line(who[0].name)}"]
        lines += [f"  {_line(text)}" for text in (who[0].summary, who[0].situation) if text]
        lines += [""]
    if channels:
        lines += ["tag Channel as ch", *(f"  {name}" for name in dict.fromkeys(channels.values())), ""]
    kept: dict[str, int] = {}
    unfelt = rounded = worded = 0
    for stage in journey.stages:
        lines += [f"[{_line(stage.title).replace(']', ')')}]"]
        for step in stage.steps:
            felt = _felt(step, options)
            meta: list[str] = []
            if felt is not None and felt.score is not None:
                face = min(5, max(1, int(felt.score + _NEUTRAL + 0.5)))
                rounded += not float(felt.score).is_integer()
                meta.append(f"score: {face}")
            unfelt += not meta
            if felt is not None and felt.word:
                word = felt.word.split()[0].strip(",.;:!?")
                worded += len(felt.word.split()) > 1
                meta += [f"emotion: {word}"] if meta and word else []
            if step.id in channels:
                meta.append(f"ch: {channels[step.id]}")
            title = _title(step.title)
            lines.append(f"  {title} {', '.join(meta)}".rstrip())
            for lane in options.lanes:
                if (key := _KEPT.get(lane.role)) is None:
                    continue
                texts = words(cells_of(step, lane, options.persona), lane, atlas)
                if key == "description" and len(texts) > 1:
                    texts = ["; ".join(texts)]
                kept[lane.role] = kept.get(lane.role, 0) + len(texts)
                lines += [f"    {key}: {_line(text)}" for text in texts]
        lines.append("")
    steps = list(journey.steps())
    others = [lane for lane in options.lanes if lane.role not in {*_KEPT, "channel"}]
    report = Report(
        format="dgmo journey map",
        direction="out",
        kept=counted(
            [
                ("stages", len(journey.stages)),
                ("steps", len(steps)),
                ("scores", len(steps) - unfelt),
                *((f"cells of {role}", count) for role, count in kept.items()),
            ]
        ),
        lost=counted(
            [
                ("further personas", max(0, len(journey.personas) - 1), "a diagram has one"),
                ("further words of a feeling", worded, "a feeling is one word"),
                *all_lanes(journey, others, "a step has a score, thoughts, pains and opportunities"),
                (
                    "branches, loops and exits",
                    sum(len(step.next) for step in steps),
                    "steps follow one another",
                ),
            ]
        ),
        assumed=(
            "how they feel, -2 to +2, became a score from 1 to 5: the score plus 3",
            *(("scores between two whole ones were rounded, halves upwards",) if rounded else ()),
        ),
    )
    return Written(("\n".join(lines).rstrip() + "\n").encode("utf-8"), report)


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map of a diagram.

    Raises
    ------
    BadInputError
        Where the text is no `journey-map` (`not-this-format`).
    """
    del options
    reader = _Reader(Sketch())
    lines = list(_lines(foreign.text))
    if not lines or not lines[0][1].lower().startswith("journey-map"):
        raise refuse(
            "the text does not begin with `journey-map`",
            "A dgmo journey map begins with that word and its title.",
            value=lines[0][1][:60] if lines else "",
        )
    reader.sketch.title = lines[0][1][len("journey-map") :].strip()
    for indent, text in lines[1:]:
        reader.take(indent, text)
    if not reader.sketch.stages:
        raise refuse("the diagram has no phase and no step", "Write `[Phase]` and indented steps under it.")
    reader.sketch.assumed.append("scores from 1 to 5 became feelings from -2 to +2: the score minus 3")
    return reader.sketch.done("dgmo journey map", foreign.name)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"):
        wide = line.expandtabs(4)
        if wide.strip() and not wide.strip().startswith("//"):
            yield len(wide) - len(wide.lstrip()), wide.strip()


class _Reader:
    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.persona: str | None = None
        self.tags: dict[str, str] = {}
        self.tag: str | None = None
        self.step: dict[str, object] | None = None
        self.indent = 0

    def take(self, indent: int, text: str) -> None:
        lower = text.lower()
        if indent == 0:
            self.step = None
            if text.startswith("[") and text.endswith("]"):
                self.persona = self.tag = None
                self.sketch.stage(text[1:-1].strip() or "Stage")
                return
            if self.head(text, lower):
                return
        if self.persona is not None and indent > 0 and not self.sketch.stages:
            known = self.sketch.personas[self.persona]
            known["summary"] = f"{known.get('summary', '')} {text}".strip()
        elif self.tag is not None and indent > 0 and not self.sketch.stages:
            return
        elif self.step is not None and indent > self.indent:
            self.annotation(text)
        else:
            self.indent = indent
            self.begin_step(text)

    def head(self, text: str, lower: str) -> bool:
        """Take a line of the head; return whether it was one."""
        if self.sketch.stages:
            return False
        if lower.startswith("persona "):
            name = re.sub(
                r"\s*\|?\s*color:\s*\S+\s*$", "", text[len("persona ") :], flags=re.IGNORECASE
            ).strip()
            self.persona = self.sketch.persona(name or "Persona")
            return True
        if lower.startswith("tag") and (found := _TAG.match(text)):
            self.tag = found[1].strip()
            self.tags[self.tag.lower()] = self.tag
            if found[2]:
                self.tags[found[2].lower()] = self.tag
            self.persona = None
            return True
        return lower.split(maxsplit=1)[0] in _OPTIONS

    def begin_step(self, text: str) -> None:
        title, facts = _split(text, self.tags)
        self.step = self.sketch.step(title or "Step")
        score, word = facts.pop("score", ""), facts.pop("emotion", "")
        if score:
            try:
                value = float(score)
            except ValueError:
                value = 0.0
            if not 1 <= value <= 5:
                self.sketch.lost.append(
                    ("scores that are none from 1 to 5", 1, "what they mean cannot be told")
                )
            else:
                self.sketch.put(self.step, "emotion", score_value(value - _NEUTRAL, word))
        elif word:
            self.sketch.put(self.step, "emotion", {"word": word})
        for key, value_ in facts.items():
            group = self.tags.get(key, key)
            if group.lower() in ("channel", "channels"):
                self.sketch.put(self.step, "channel", self.sketch.libraries.refer("channels", value_))
            else:
                lane = re.sub(r"\W+", "-", group.lower()).strip("-") or "tag"
                self.sketch.lanes.setdefault(lane, {"id": lane, "role": "text", "title": group})
                self.sketch.put(self.step, lane, _COLOURED.sub("", value_))

    def annotation(self, text: str) -> None:
        found = _ANNOTATION.match(text)
        if found is None or self.step is None:
            self.sketch.lost.append(
                ("lines under a step that say nothing known", 1, "Diagrammo skips them too")
            )
            return
        lane = _LANES[found[1].lower()]
        value = self.sketch.libraries.refer("opportunities", found[2]) if lane == "opportunity" else found[2]
        self.sketch.put(self.step, lane, value)


def _split(text: str, tags: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return a step's title and what is said of it, in the newer and the older way."""
    if " | " in text:
        title, _, rest = text.partition(" | ")
        facts: dict[str, str] = {}
        for part in rest.split(","):
            key, colon, value = part.partition(":")
            if colon:
                facts[key.strip().lower()] = value.strip()
            elif found := _OLD_SCORE.match(part.strip()):
                facts["score"] = found[1]
                if found[2]:
                    facts["emotion"] = found[2]
        return title.strip(), facts
    keys = "|".join(map(re.escape, sorted({"score", "emotion", *tags}, key=len, reverse=True)))
    marks = list(re.finditer(rf"(?:^|[\s,])({keys})\s*:\s*", text, re.IGNORECASE))
    if not marks:
        return text, {}
    facts = {}
    for mark, after in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=True):
        facts[mark[1].lower()] = text[mark.end() : after].strip().strip(",").strip()
    return text[: marks[0].start()].strip().rstrip(","), facts


def _felt(step: Step, options: Options) -> Emotion | None:
    found = [cell for row in step.cells.values() for cell in row if isinstance(cell, Emotion)]
    mine = [cell for cell in found if options.persona is None or cell.persona in (None, options.persona)]
    return next((cell for cell in mine if cell.score is not None), mine[0] if mine else None)


def _channels(atlas: Atlas, journey: Journey) -> dict[str, str]:
    """Return each step's channel by title: the one in its channel lane, else that of its first touchpoint."""
    channel_of = {str(one.id): one.channel for one in atlas.touchpoints}
    found: dict[str, str] = {}
    for step in journey.steps():
        refs = [cell.ref for cell in step.lane("channel") if isinstance(cell, Reference)]
        refs += [str(channel_of[one]) for one in step.touchpoints() if channel_of.get(one)]
        for ref in refs[:1]:
            found[step.id] = _line(_channel_title(atlas, ref)).replace(",", "")
    return found


def _channel_title(atlas: Atlas, ref: str) -> str:
    try:
        return atlas.channel(ref).title
    except KeyError:
        return ref


def _title(text: str) -> str:
    """Return a step's title that is read as a title: nothing in it looks like what is said of a step."""
    plain = _line(text).replace(" | ", " / ")
    plain = re.sub(
        r"\b(score|emotion|ch|channel)(\s*):",
        lambda found: f"{found[1]}{found[2]}\u2236",
        plain,
        flags=re.IGNORECASE,
    )
    return plain.lstrip("[/") if plain.startswith(("[", "//")) else plain


def _line(text: str) -> str:
    return " ".join(text.split())


_ENDINGS: Sequence[str] = (".dgmo",)
FORMAT = Format("dgmo journey map", tuple(_ENDINGS), write=write, read=read)
