"""Customers of a trail in groups: by a property, by rules over them, or by the variant of a test that they met first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrays import Column
from footpath.engines.trail.masks import mask
from footpath.mining.groups import ALL
from footpath.mining.passes.fitting import fitting
from footpath.mining.passes.values import Coded, as_texts
from footpath.rules import Aggregate, And, Compare, Not, Or, Rule, operands
from footpath.rules import Column as Named

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.mining.groups import Groups
    from footpath.mining.part import Part
    from footpath.rules import Node

Array = Any


@dataclass(frozen=True)
class Members:
    """Who is in which group: one entry a customer and group.

    Attributes
    ----------
    names
        The groups.
    customers
        Which customer of the view, 0, 1, ...; ascending within a group.
    groups
        Which group.
    since_us
        By customer of the view: when the exposure to a test was; None where everything counts.
    mixed
        By customer of the view: who met several variants; None where there are none.
    """

    names: tuple[str, ...]
    customers: Array
    groups: Array
    since_us: Array | None = None
    mixed: Array | None = None


def part_view(view: View, part: Part) -> View | None:
    """Return the view of the events that count; None where the trail cannot say."""
    if part.where is None:
        return view
    chosen = view.mask(part.where, part.zone)
    return None if chosen is None else view.where(chosen)


def members(groups: Groups, view: View, part: Part) -> Members | None:
    """Return who is in which group, as `mining.groups.members` does; None where the trail cannot say."""
    everyone = np.arange(len(view.starts) - 1)
    if groups.rules:
        inside = [meant(one.when, view, part) for one in groups.rules]
        if any(one is None for one in inside):
            return None
        found = [np.flatnonzero(np.asarray(one)) for one in inside]
        return Members(
            tuple(one.name for one in groups.rules),
            np.concatenate(found),
            np.repeat(np.arange(len(found)), [len(one) for one in found]),
        )
    if groups.by is None:
        return Members((ALL,), everyone, np.zeros(len(everyone), np.int64))
    if groups.is_test or groups.exposure is not None:
        return _exposed(groups, view, part)
    first = first_values(view, groups.by)
    if first is None:
        return None
    some = np.flatnonzero(first.codes != first.nothing)
    return Members(first.texts, some, first.codes[some])


def first_values(view: View, name: str) -> Coded | None:
    """Return the first value of a property that each customer's events have, as text; None where the trail cannot say."""
    column = view.column(name)
    return None if column is None else first_values_in(column, view.starts)


def first_values_in(column: Column, starts: Array) -> Coded | None:
    """Return the first value of a column in each run of rows, as text; None where the trail cannot say."""
    return as_texts(_at(column, first_rows(starts, column.there)))


def first_rows(starts: Array, there: Array | None) -> Array:
    """Return of each run of rows the first that is there, -1 where none is."""
    firsts = np.asarray(starts[:-1], np.int64)
    if there is None or not len(firsts):
        return firsts
    found = np.where(there[firsts], firsts, -1)
    lacking = np.flatnonzero(found < 0)
    if len(lacking):
        rows = np.flatnonzero(there)
        at = np.searchsorted(rows, firsts[lacking])
        rows = np.append(rows, starts[-1])[at]
        found[lacking] = np.where(rows < starts[lacking + 1], rows, -1)
    return found


def _at(column: Column, rows: Array) -> Column:
    """Return a column at some rows; at -1 it holds nothing."""
    there = rows >= 0
    if not len(column.values):
        return Column(column.values, None, column.texts)
    return Column(column.values[np.maximum(rows, 0)], None if there.all() else there, column.texts)


def _exposed(groups: Groups, view: View, part: Part) -> Members | None:
    column = view.column(groups.by or "")
    coded = None if column is None else as_texts(column)
    if coded is None or column is None:
        return None
    met = column.there
    if groups.exposure is not None:
        fits = view.mask(groups.exposure, part.zone)
        if fits is None:
            return None
        met = fits if met is None else met & fits
    first = first_rows(view.starts, met)
    some = np.flatnonzero(first >= 0)
    own = np.full(len(first), coded.nothing, coded.codes.dtype)
    own[some] = coded.codes[first[some]]
    other = coded.codes != np.repeat(own, np.diff(view.starts))
    rows = np.flatnonzero(other if met is None else other & met)
    mixed = np.zeros(len(first), bool)
    mixed[whose(view, rows)] = True
    since = np.where(first >= 0, view.times[np.maximum(first, 0)] if len(view.times) else first, 0)
    if not groups.is_test:
        return Members(coded.texts, some, own[some])
    return Members(coded.texts, some, own[some], since, mixed)


def whose(view: View, rows: Array) -> Array:
    """Return which customer of the view some rows are of."""
    if view.chosen is None:
        return view.groups[rows]
    return np.searchsorted(view.starts, rows, side="right") - 1


# ---------------------------------------------------------------- rules over customers


def meant(rule: Rule, view: View, part: Part) -> Array | None:
    """Return which customers of a view a rule over customers means; None where the trail cannot say.

    A property that no table of customers gives is that of the customer's first event that has it.
    """
    if part.needs_traits([rule]):
        return None
    known: dict[str, Column] = {}
    for operand in operands(rule.tree):
        if isinstance(operand, Aggregate) and _name(operand) not in known:
            found = _aggregate(operand, view, part.zone)
            if found is None:
                return None
            known[_name(operand)] = found

    def column(name: str) -> Column | None:
        if name in known:
            return known[name]
        found = None if name == "customer_key" else view.column(name)
        return None if found is None else _at(found, first_rows(view.starts, found.there))

    firsts = view.starts[:-1]
    people = replace(
        view,
        trail=replace(view.trail, column=column),
        starts=np.arange(len(view.starts)),
        codes=view.codes[firsts],
        times=view.times[firsts],
        groups=view.groups[firsts],
        chosen=None,
    )
    return mask(_of_columns(rule.tree), people, part.zone)


def _name(aggregate: Aggregate) -> str:
    return f"\0{aggregate!r}"  # no column of a table is called so


def _of_columns(node: Node) -> Node:
    """Return the tree with columns for what is summed up over events."""
    if isinstance(node, And | Or):
        return type(node)(tuple(_of_columns(item) for item in node.items))
    if isinstance(node, Not):
        return Not(_of_columns(node.item))
    if isinstance(node, Compare) and isinstance(node.left, Aggregate):
        return Compare(Named(_name(node.left)), node.op, node.right)
    return node


def _aggregate(aggregate: Aggregate, view: View, zone: str) -> Column | None:
    """Return a count, or the first or last time, of each customer."""
    sizes = np.diff(view.starts)
    rows: Callable[[], Array]
    if aggregate.rule is None:
        if aggregate.kind == "count" and aggregate.within is None:
            return Column(sizes)
        rows = _all(view)
    else:
        fits = fitting(view, Rule("", aggregate.rule), zone)
        if fits is None:
            return None
        rows = fits.rows
    chosen = rows()
    if aggregate.within is not None and len(view.times):
        chosen = chosen[view.times[chosen] >= int(view.times.max()) - aggregate.within.us]
    who = whose(view, chosen)
    if aggregate.kind == "count":
        return Column(np.bincount(who, minlength=len(sizes)))
    found, there = np.zeros(len(sizes), np.int64), np.zeros(len(sizes), bool)
    if aggregate.kind == "first":
        chosen, who = chosen[::-1], who[::-1]  # of several assignments the last one stays
    found[who] = view.times[chosen]
    there[who] = True
    return Column(found, there)


def _all(view: View) -> Callable[[], Array]:
    return lambda: np.arange(len(view.times))
