"""Guessing by the profile of a tool: roles as it says them, the rest kept as it says, what is missing said with the step that helps."""

from __future__ import annotations

from footpath.evidence.guessing.rest import keep_rest
from footpath.evidence.guessing.state import Deciding
from footpath.evidence.profiles import PROFILES
from footpath.evidence.profiles.types import Profile


def profile_for(state: Deciding) -> Profile | None:
    """Return the profile that the file fits; None where it fits none, or the user says another shape of events."""
    name = state.profile.tool
    if (
        name is None
        or state.says("times")
        or state.says("text")
        or state.says("score")
        or state.says("traits")
    ):
        return None
    return PROFILES.get(name)


def take_profile(state: Deciding, profile: Profile) -> None:
    """Give all columns their roles by a profile."""
    # Here, as profiles take this room's words about columns.
    from footpath.evidence.profiles.taking import Taking

    profile.take(Taking(state, profile))
    _say_missing(state, profile)
    for column in state.profile.columns:
        if column.name in state.used or not column.filled:
            continue
        own = profile.keep is not None and not profile.keep.fullmatch(column.name)
        if own or profile.drop.fullmatch(column.name):
            state.left_out[column.name] = f"of {profile.title}'s own"
            state.used.add(column.name)
    keep_rest(state, "properties")


def _say_missing(state: Deciding, profile: Profile) -> None:
    shaped = state.fields.get("times") or (
        state.fields.get("time") and (state.fields.get("event") or state.fields.get("event_name"))
    )
    who = state.fields.get("customer") or state.fields.get("case")
    there = {column.name for column in state.profile.columns if column.filled}
    lacking = [names for names in profile.needs if not there.intersection(names)]
    if shaped and who:
        return
    missing = " and ".join(" or ".join(names) for names in lacking) or (
        "a time and what happened" if not shaped else "a column that says who"
    )
    state.problem(
        code="tool-columns-missing",
        message=f"these look like columns of {profile.title}, but {missing} is not there or is empty",
        value=", ".join([column.name for column in state.profile.columns][:5]),
        expected=" and ".join(" or ".join(names) for names in profile.needs) or None,
        severity="error" if not shaped else "warning",
        help=profile.help or "Export it with all columns.",
    )
