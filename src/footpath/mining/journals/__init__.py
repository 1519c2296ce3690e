"""One customer's own path: each event in its place, with what they said and scored among them."""

from footpath.mining.journals.entries import Entry, Journal
from footpath.mining.journals.reading import draw_customers, journal

__all__ = ["Entry", "Journal", "draw_customers", "journal"]
