"""Finding: a journey drafted from evidence. (Causes, criticality and prediction come with the insight issue.)"""

from footpath.insight.find.draft import Draft, draft
from footpath.insight.find.words import offer_quotes

__all__ = ["Draft", "draft", "offer_quotes"]
