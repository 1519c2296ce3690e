"""A real Spark cluster for tests: one master and two workers in processes of their own, on loopback only.

Everything that was started is ended with the `with` block; should the tests be killed, a small watcher in the
cluster's process group sees its pipe close and ends the group. Run by hand it prints its address and waits:
``python tests/engines/spark_cluster.py``.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STARTS_IN_S = 120
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options of Java for programs that live a minute on two cores: less compiling, fewer threads."""

RUNNING: list[Cluster] = []
"""The clusters that stand now, the newest last."""


@dataclass
class Cluster:
    """A running cluster: `url` for the engine, `home` of its files; `connect_url` once `serve_connect` was called."""

    url: str
    home: Path
    web: str
    group: Group
    connect_url: str = ""

    def workers(self) -> int:
        """Return how many workers have registered, as the master itself says."""
        return int(self._state().get("aliveworkers", 0))

    def applications(self) -> list[str]:
        """Return the names of the applications that hold executors."""
        return [application["name"] for application in self._state().get("activeapps", [])]

    def serve_connect(self) -> str:
        """Start a Spark Connect server on this cluster, wait until it answers, and return its URL (``sc://``)."""
        if not self.connect_url:
            port = free_port()
            self.group.start(
                "connect",
                "spark-submit",
                *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
                *("--master", self.url),
                *("--conf", f"spark.connect.grpc.binding.port={port}"),
                *("--conf", "spark.connect.grpc.binding.address=127.0.0.1"),
                "spark-internal",
            )
            self.group.wait_for(lambda: _answers(port), "the Spark Connect server")
            self.connect_url = f"sc://127.0.0.1:{port}"
        return self.connect_url

    def _state(self) -> dict:
        try:
            with urllib.request.urlopen(f"{self.web}/json/", timeout=5) as answer:  # noqa: S310 - our own, on loopback
                return json.load(answer)
        except OSError:
            return {}


class Group:
    """Processes in one group of their own, so that exactly these are ended."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home, self.environment = home, environment
        # The watcher leads the group and ends it as soon as its input closes: with us, however we end.
        self.watcher = subprocess.Popen(
            ["/bin/sh", "-c", "trap '' TERM; read line; kill -TERM 0; sleep 5; kill -KILL 0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, script: str, *arguments: str) -> None:
        """Start one of Spark's programs, its words in a file of the cluster's folder."""
        with (self.home / f"{name}.log").open("wb") as log:
            self.started.append(
                subprocess.Popen(
                    [str(Path(self.environment["SPARK_HOME"]) / "bin" / script), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.home,
                    env=self.environment,
                    process_group=self.watcher.pid,
                )
            )

    def wait_for(self, is_so, what: str) -> None:
        """Wait until something holds; where it does not, or a process ends, raise with the end of the logs."""
        until = time.monotonic() + STARTS_IN_S
        while not is_so():
            if time.monotonic() > until or any(one.poll() is not None for one in self.started):
                raise RuntimeError(f"{what} did not come up:\n{self.last_words()}")
            time.sleep(0.2)

    def last_words(self) -> str:
        """Return the end of each log."""
        logs = sorted(self.home.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in logs)

    def end(self) -> None:
        """End the processes of this group and no other, and wait for them."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.watcher.pid, signal.SIGTERM)
        until = time.monotonic() + 10
        for one in self.started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.wait(max(0.1, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.watcher.pid, signal.SIGKILL)
        for one in (*self.started, self.watcher):
            one.wait(10)
        self.watcher.stdin.close()


def free_port() -> int:
    """Return a port of loopback that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def why_not() -> str:
    """Return what is missing to run Spark here, or ""."""
    import importlib.util

    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "there is no Java"
    return ""


@contextlib.contextmanager
def cluster(home: Path | None = None, *, workers: int = 2) -> Iterator[Cluster]:
    """Return a cluster whose workers have all registered; it is gone after the block.

    An application gets one core and a gigabyte of each worker; a worker has room for three, so that the command line
    and Spark Connect can be asked beside it.
    While it stands, SPARK_CONF_DIR names its settings, as a user's own cluster would have them.
    """
    import pyspark

    own = home is None
    home = Path(tempfile.mkdtemp(prefix="footpath-spark-")) if home is None else home
    settings = home / "conf"
    settings.mkdir(parents=True, exist_ok=True)
    executor = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.cores.max": str(workers),
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.ui.enabled": "false",
        "spark.master.rest.enabled": "false",
        "spark.local.dir": str(home / "local"),
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.driver.extraJavaOptions": f"{SHORT_LIVED} -Djava.io.tmpdir={home}",
        "spark.executor.extraJavaOptions": SHORT_LIVED,
    }
    (settings / "spark-defaults.conf").write_text("".join(f"{k} {v}\n" for k, v in executor.items()))
    mine = {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_CONF_DIR": str(settings),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(home / "local"),
        "PYSPARK_PYTHON": sys.executable,
    }
    before = {name: os.environ.get(name) for name in mine}
    os.environ.update(mine)
    group = Group(home, {**os.environ, "SPARK_DAEMON_MEMORY": "512m", "SPARK_DAEMON_JAVA_OPTS": SHORT_LIVED})
    try:
        port, web = free_port(), free_port()
        address = f"spark://127.0.0.1:{port}"
        group.start(
            "master",
            "spark-class",
            "org.apache.spark.deploy.master.Master",
            *("-h", "127.0.0.1", "-p", str(port), "--webui-port", str(web)),
        )
        group.wait_for(lambda: _answers(port), "the master")
        for number in range(1, workers + 1):
            group.start(
                f"worker-{number}",
                "spark-class",
                "org.apache.spark.deploy.worker.Worker",
                *("-h", "127.0.0.1", "-c", "3", "-m", "3g", "-d", str(home / f"work-{number}")),
                *("--webui-port", "0", address),
            )
        made = Cluster(address, home, f"http://127.0.0.1:{web}", group)
        group.wait_for(lambda: made.workers() == workers, "the workers")
        RUNNING.append(made)
        yield made
    finally:
        RUNNING[:] = [one for one in RUNNING if one.group is not group]
        group.end()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        if own:
            shutil.rmtree(home, ignore_errors=True)


def _answers(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    with cluster() as running:
        print(running.url, flush=True)  # noqa: T201
        print(running.serve_connect(), flush=True)  # noqa: T201
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
