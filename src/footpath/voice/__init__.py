"""What customers said: scores summed up, scores read as emotion, and the most telling quotes.

The room knows tables and texts, not maps; tying a remark to a step is the work of `insight`.

>>> emotion_of([1, 5], (1, 5)).values
(-2.0, 2.0)
"""

from footpath.voice.codes import CODES
from footpath.voice.emotion import EMOTION, EmotionLine, Emotions, emotion_of, measure_emotion
from footpath.voice.quotes import choose_quotes
from footpath.voice.scores import KINDS, ScoreKind, summarise
from footpath.voice.text import count_words, says_something, sentences
from footpath.voice.types import Quote, QuoteKind, Remark, Scale, Score

__all__ = [
    "CODES",
    "EMOTION",
    "KINDS",
    "EmotionLine",
    "Emotions",
    "Quote",
    "QuoteKind",
    "Remark",
    "Scale",
    "Score",
    "ScoreKind",
    "choose_quotes",
    "count_words",
    "emotion_of",
    "measure_emotion",
    "says_something",
    "sentences",
    "summarise",
]
