"""Sessions on a cluster: reached within a time, quiet, with settings of their own, and given back.

A process has one classic Spark application at a time; workspaces share it, and the last one to close ends it. Each has a
session of its own in it, so that settings and temporary views do not meet.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footpath.base import EngineError, Problem
from footpath.engines.spark.engine import addresses
from footpath.engines.spark.errors import INSTALL, engine_error, missing, unreachable
from footpath.engines.types import EngineUrl

ANSWERS_S = 5.0
"""How long a host may take to accept a connection."""
WORKERS_S = 60.0
"""How long the cluster may take to run the first, tiny job: until it has given us a worker."""
RETRIES = 3
"""How often a call to a Connect server that does not answer is made again (Spark's own way tries for ten minutes)."""

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # Overflow and impossible casts are errors, never other numbers.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    # Files of pandas hold nanoseconds, which Spark has not: they come as integers and are cut here.
    "spark.sql.legacy.parquet.nanosAsLong": "true",
}
"""What a session of ours is set to; the user's own is not touched."""


@dataclass(frozen=True)
class Held:
    """A session that a workspace works in; `release` gives back what was taken for it."""

    session: Any
    release: Callable[[], None]


class _Application:
    """The classic application of this process, as far as it is ours: how many workspaces hold it."""

    lock = threading.RLock()
    holders = 0
    ours: Any = None


def connected(url: EngineUrl) -> Held:
    """Return a session on the cluster of a URL, which answers and has run a first job.

    Raises
    ------
    MissingExtraError
        missing-extra without pyspark or Java.
    EngineError
        engine-unreachable where the cluster does not answer in time, or gives no worker.
    """
    _check_pyspark()
    if url.scheme == "sc":
        _reach(url, "Spark Connect server")
        held = _connect(url)
    else:
        _check_java()
        _reach(url, "Spark master")
        held = _classic(url)
    try:
        _ready(held.session, url)
    except BaseException:
        held.release()
        raise
    return held


def borrowed(session: Any) -> Held:
    """Return a clone of a session that somebody has: its tables and views are seen, its settings stay as they are."""
    _check_pyspark()
    if _is_connect(session):
        _ = session.version  # the server knows a session only once it was asked something
        clone = session.cloneSession()
        _set(clone)
        return Held(clone, lambda: _quietly(clone.stop))
    clone = type(session)(session.sparkContext, jsparkSession=session._jsparkSession.cloneSession())
    _set(clone)
    return Held(clone, lambda: None)


def _is_connect(session: Any) -> bool:
    return ".connect." in type(session).__module__


# ---------------------------------------------------------------- what must be there


def _check_pyspark() -> None:
    try:
        with quiet():
            import pyspark  # noqa: F401
    except ImportError:
        raise missing("Spark needs the package pyspark, which is not installed", INSTALL) from None


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if (home and (Path(home) / "bin" / "java").exists()) or shutil.which("java"):
        return
    raise missing(
        "spark:// needs Java 17 or newer, and there is none",
        f"Install it (on Debian: apt-get install openjdk-17-jre-headless) beside footpath[spark] ({INSTALL}), "
        "or ask through Spark Connect (sc://host:15002), which needs no Java here.",
    )


def _reach(url: EngineUrl, what: str) -> None:
    """Raise where no host of the URL accepts a connection in time."""
    for host, port in addresses(url):
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=ANSWERS_S):
            return
    raise unreachable(
        f"no {what} answers at {url.rest.partition('/')[0]}",
        "See whether it runs, and whether this machine reaches its port (firewall, VPN).",
    )


def _ready(session: Any, url: EngineUrl) -> None:
    """Run a tiny job; raise where the cluster has not run it in time, as one without free workers never does."""
    with limited(session, WORKERS_S) as stopped:
        try:
            session.range(1).count()
        except Exception as error:
            if stopped.is_set():
                raise unreachable(
                    f"the cluster at {url.rest.partition('/')[0]} gave no worker within {WORKERS_S:.0f} seconds",
                    "Its workers are gone, taken by others, or have less memory than an executor asks for "
                    "(spark.executor.memory).",
                ) from error
            raise engine_error(error) from error


# ---------------------------------------------------------------- classic


def _classic(url: EngineUrl) -> Held:
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    with _Application.lock:
        running = SparkContext._active_spark_context
        if running is not None and running.master != str(url):
            raise EngineError(
                Problem(
                    code="engine-cannot",
                    message=f"this process runs a Spark application on {running.master} already",
                    help="Spark allows one in a process: close that one first, or ask through Spark Connect (sc://).",
                )
            )
        if running is None:
            conf = SparkConf(loadDefaults=False).setMaster(str(url)).setAppName("footpath")
            conf.set("spark.ui.showConsoleProgress", "false")
            _start_java(conf)
            try:
                with quiet():
                    root = SparkSession.builder.config(conf=conf).getOrCreate()
            except Exception as error:
                raise unreachable(
                    f"the Spark master at {url.rest} does not take the application",
                    "Driver and cluster must run the same version of Spark, and the workers must reach this machine "
                    "(spark.driver.host in the settings of SPARK_CONF_DIR).",
                ) from error
            _Application.ours = root.sparkContext
            _Application.holders = 0
        else:
            root = SparkSession(running)
        session = root.newSession()
        if _Application.ours is root.sparkContext:
            _Application.holders += 1
    _set(session)
    return Held(session, _give_back)


def _give_back() -> None:
    with _Application.lock:
        if _Application.ours is None:
            return
        _Application.holders -= 1
        if _Application.holders <= 0:
            from pyspark.sql import SparkSession

            ended, _Application.ours = _Application.ours, None
            _quietly(SparkSession(ended).stop)


def _start_java(conf: Any) -> None:
    """Start the process of Java that pyspark talks to, its many words in a file instead of the user's terminal."""
    from pyspark import SparkContext
    from pyspark.java_gateway import launch_gateway

    if SparkContext._gateway is not None:
        return
    handle, name = tempfile.mkstemp(prefix="footpath-spark-", suffix=".log")
    try:
        with os.fdopen(handle, "wb") as log:
            start: Any = launch_gateway  # pyspark gives it no types
            gateway = start(conf, {"stdout": log, "stderr": log})
        SparkContext._ensure_initialized(gateway=gateway, conf=conf)
    except Exception as error:
        said = Path(name).read_text("utf-8", errors="replace")
        if "UnsupportedClassVersionError" in said or "Unrecognized option" in said:
            raise missing("Spark needs Java 17 or newer, and the one here is older", INSTALL) from error
        raise missing(
            "Java could not be started for Spark", f"See whether `java -version` works. {INSTALL}"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()


# ---------------------------------------------------------------- Connect


def _connect(url: EngineUrl) -> Held:
    try:
        with quiet():
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
    except ImportError:
        raise missing("Spark Connect needs packages that are not installed", INSTALL) from None
    session = None
    try:
        session = SparkSession(connection=str(url))
        session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
        _set(session)
    except Exception as error:
        if session is not None:
            _quietly(session.stop)
        raise engine_error(error) from error
    made = session
    return Held(made, lambda: _quietly(made.stop))


# ---------------------------------------------------------------- both


def _set(session: Any) -> None:
    for name, value in SETTINGS.items():
        session.conf.set(name, value)


@contextlib.contextmanager
def limited(session: Any, seconds: float | None) -> Iterator[threading.Event]:
    """Run what stands inside, interrupted after some seconds; the event says that it was.

    The session is ours alone, so all that runs in it is stopped: tags, which would tell queries apart, do not find
    those of a new session (pyspark 4.3). An interrupt that comes while a query is still planned finds no job, so it is
    repeated until the block is left.
    """
    done, stopped = threading.Event(), threading.Event()

    def watch() -> None:
        if done.wait(seconds):
            return
        stopped.set()
        while True:
            _quietly(session.interruptAll)
            if done.wait(0.5):
                return

    if seconds is None:
        yield stopped
        return
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield stopped
    finally:
        done.set()
        watcher.join(5)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep back what pyspark 4.3 says about pandas 3: rows go as Arrow here, past pandas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _quietly(what: Callable[[], object]) -> None:
    """Do what may fail because the cluster is gone already."""
    with contextlib.suppress(Exception):
        what()
