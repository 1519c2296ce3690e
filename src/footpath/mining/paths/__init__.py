"""Paths: the ways that customers take, most walked first."""

from footpath.mining.paths.question import OTHER, Paths, paths

__all__ = ["OTHER", "Paths", "paths"]
