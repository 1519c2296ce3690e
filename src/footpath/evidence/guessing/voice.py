"""What was said: scores with their scale and kind, texts, the remark's id, the kind of source."""

from __future__ import annotations

from typing import Literal

from footpath.atlas.types import Score
from footpath.evidence.guessing import names
from footpath.evidence.guessing.profile import ColumnProfile
from footpath.evidence.guessing.state import Deciding

Kind = Literal["nps", "csat", "ces", "rating", "choice"]


def find_texts(state: Deciding) -> None:
    """Find the columns that hold people's own words, a heading before its text."""
    if state.says("text"):
        return

    def fits(c: ColumnProfile) -> bool:
        if (
            names.has(c.name, names.THING | names.STATUS | names.PRIVATE - frozenset({"name"}))
            or c.is_time
            or c.is_number
        ):
            return False
        if names.has(c.name, names.ID) and not c.is_text:
            return False
        named = names.has(c.name, names.TEXT)
        wordy = c.long >= 0.4 or (c.words >= 2 and c.unique > 0.2 and c.distinct > 3)
        return (named and (c.is_text or wordy)) or (c.is_text and c.long >= 0.5 and c.words >= 6)

    found = state.find(fits)
    heads = [c for c in found if names.has(c.name, names.TEXT_HEAD)]
    ordered = [*heads, *(c for c in found if c not in heads)]
    if ordered:
        state.fields["text"] = tuple(c.name for c in ordered)
        for column in ordered:
            why = (
                "sentences in people's own words"
                if column.words >= 3
                else "its name says so, and the values are words"
            )
            state.note("text", column, why, means="what they say")


def find_score(state: Deciding) -> None:
    """Find the score, its scale and how it is summed up."""
    if state.says("score"):
        return

    def fits(c: ColumnProfile) -> bool:
        if c.low is None or c.high is None or not c.is_number:
            return False
        named = names.has(c.name, names.SCORE) and not names.has(c.name, names.COUNTS | names.ID - {"no"})
        few = c.distinct <= 41 and (c.unique < 1.0 or c.filled < 30)
        return named and few and c.low >= -5 and c.high <= 10

    found = state.find(fits)
    if not found:
        return
    best = max(found, key=lambda c: (names.has(c.name, frozenset({"nps", "csat", "ces"})), -found.index(c)))
    kind, scale, sure = kind_and_scale(best)
    state.fields["score"] = Score(column=best.name, scale=scale, kind=kind)
    low, high = (f"{end:g}" for end in scale)
    why = f"its name says so, and its values are numbers from {best.low:g} to {best.high:g}"
    state.note("score", best, why, means=f"{_KIND_WORDS[kind]}, {low} to {high}", sure=sure)


_KIND_WORDS: dict[Kind, str] = {
    "nps": "would they recommend us",
    "csat": "how content they are",
    "ces": "how easy it was",
    "rating": "how they feel, as a score",
    "choice": "what they chose",
}


def kind_and_scale(c: ColumnProfile) -> tuple[Kind, tuple[float, float], bool]:
    """Return a score's kind, its scale, and whether both are sure."""
    parts = frozenset(names.words(c.name))
    low, high = c.low or 0.0, c.high or 0.0
    if parts & {"nps", "recommend", "recommendation", "likelihood", "weiterempfehlung"}:
        return "nps", (0, 10), True
    kind: Kind = "rating"
    if parts & {"csat", "satisfaction", "zufriedenheit", "satisfacción", "satisfação"}:
        kind = "csat"
    elif parts & {"ces", "effort"}:
        kind = "ces"
    if low < 0:
        end = 2.0 if high <= 2 and low >= -2 else 5.0
        return kind, (-end, end), end == 2.0
    if high <= 5:
        return kind, (1 if low >= 1 else 0, 5), high == 5
    if high <= 7:
        return kind, (1, 7), high == 7
    if low == 0 and kind == "rating":
        return "nps", (0, 10), False
    return kind, (0 if low == 0 else 1, 10), high == 10


def find_remark_id(state: Deciding) -> None:
    """Find the id of the review, answer or ticket itself."""
    if state.says("remark_id"):
        return
    nouns = names.VOICE_TIME | names.SURVEY | names.SOCIAL | names.CASE
    found = state.find(lambda c: c.unique >= 0.9 and c.looks_like_id and c.filled > 3 and not c.fractional)
    named = [c for c in found if names.is_id_of(c.name, nouns) and names.has(c.name, names.ID)]
    bare = [c for c in found if names.words(c.name) and set(names.words(c.name)) <= names.ID]
    if named or bare:
        state.take("remark_id", (named or bare)[0], "an id that is new with each remark")


def find_kind(state: Deciding, file: str) -> None:
    """Tell what kind of source it is, by the words of its columns and of the file's name."""
    if state.says("source_kind"):
        return
    score = state.fields.get("score")
    seen = {word for c in state.profile.columns for word in names.words(c.name)} | set(names.words(file))
    if seen & {"diary", "tagebuch", "diario", "journal"}:
        kind = "diary"
    elif seen & {"interview", "interviews", "transcript"}:
        kind = "interview"
    elif seen & {
        "review",
        "reviews",
        "stars",
        "bewertung",
        "rezension",
        "avaliação",
        "reseña",
        "avis",
        "отзыв",
        "отзывы",
    }:
        kind = "review"
    elif seen & (names.SUPPORT | {"tickets", "complaint", "complaints"}):
        kind = "support"
    elif seen & (names.SURVEY | {"answers", "answer", "responses"}) or (score and score.kind != "rating"):
        kind = "survey"
    elif seen & (names.SOCIAL | {"tweets", "posts"}):
        kind = "social"
    else:
        kind = "review" if score else "survey"
    state.fields["source_kind"] = kind


def said_among(columns: tuple[ColumnProfile, ...]) -> ColumnProfile | None:
    """Return the column that says when a remark was made, of several time columns."""
    if not columns:
        return None

    def rank(c: ColumnProfile) -> tuple[bool, bool, int]:
        return (
            not names.has(c.name, names.SAID_FIRST),
            not names.has(c.name, names.VOICE_TIME),
            columns.index(c),
        )

    return min(columns, key=rank)
