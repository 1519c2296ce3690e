"""The channels that are known without being declared, by id, with the title they get where the atlas gives none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

KNOWN_CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "contextual-ads": "Contextual ads",
        "social-ads": "Social ads",
        "social": "Social posts",
        "influencers": "Bloggers and influencers",
        "search": "Search",
        "web": "Web site",
        "app": "App",
        "email": "E-mail",
        "newsletter": "Newsletter",
        "sms": "SMS",
        "messenger": "Messenger",
        "push": "Push messages",
        "chat": "Chat",
        "phone": "Phone",
        "ivr": "Phone menu",
        "video-call": "Video call",
        "shop": "Shop",
        "brand-corner": "Brand corner",
        "pop-up": "Pop-up shop",
        "showroom": "Showroom",
        "employee": "Our people",
        "office": "Office",
        "event": "Event",
        "post": "Post",
        "packaging": "Packaging",
        "courier": "Courier",
        "invoice": "Invoice",
        "payment": "Payment",
        "self-service": "Self-service machine",
        "marketplace": "Marketplace",
        "review-site": "Review site",
        "word-of-mouth": "Word of mouth",
        "tv": "TV",
        "radio": "Radio",
        "print": "Print",
        "outdoor": "Outdoor",
    }
)
"""Known channel ids and their usual titles (METHOD section 5's list)."""
