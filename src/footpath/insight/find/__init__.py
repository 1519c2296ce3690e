"""Finding: a journey drafted from evidence. (Causes, criticality and prediction come with the insight issue.)"""

from footpath.insight.find.draft import Draft, draft
from footpath.insight.find.said import SaidByLost, in_words, said_by_lost
from footpath.insight.find.words import offer_quotes

__all__ = ["Draft", "SaidByLost", "draft", "in_words", "offer_quotes", "said_by_lost"]
