"""Finding: a journey drafted from evidence. (Causes, criticality and prediction come with the insight issue.)"""

from footpath.insight.find.draft import Draft, draft

__all__ = ["Draft", "draft"]
