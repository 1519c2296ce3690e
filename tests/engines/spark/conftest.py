"""Tests of Spark alone run where `make test-engines` names it (FOOTPATH_ENGINES), as they need Java and a cluster."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

NAMED = os.environ.get("FOOTPATH_ENGINES", "").replace(",", " ").split()
if not any(name.startswith(("spark", "sc")) for name in NAMED):
    collect_ignore_glob = ["test_*.py"]


def _beside(name):
    """Return the module of a file of the folder above: tests are no package."""
    if name not in sys.modules:
        path = Path(__file__).parent.parent / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def clusters():
    """Return the module that starts clusters."""
    return _beside("spark_cluster")


@pytest.fixture(scope="session")
def cluster():
    """Return a running cluster of two workers: that of the shared suite, where it was started for it."""
    _beside("every").open_for("spark")
    return sys.modules["spark_cluster"].RUNNING[-1]


@pytest.fixture(scope="session")
def held(cluster, stands, tmp_path_factory):
    """Hold a workspace open, so that the application is started once for all tests."""
    from footpath.engines import open_engine

    folder = tmp_path_factory.mktemp("held")
    source = stands.prepared(folder, events=[stands.event("a", 1, "x")])
    with open_engine(cluster.url).workspace([source]) as workspace:
        yield workspace


@pytest.fixture(scope="session")
def connect(cluster):
    """Return the URL of a Spark Connect server on the cluster."""
    return cluster.serve_connect()
