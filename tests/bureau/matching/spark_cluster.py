"""A real Spark cluster of one master and two workers on the loopback, as pip's PySpark can start it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

_PATIENCE_S = 60
_MASTER = re.compile(r"Starting Spark master at (spark://\S+)")
#: A test's JVM lives for seconds: what the compiler would gain later, it costs at once.
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
#: The same for the driver and the executors, and no more shuffles than two cores can use.
SETTINGS = {
    "spark.driver.extraJavaOptions": QUICK_START,
    "spark.executor.extraJavaOptions": QUICK_START,
    "spark.executor.memory": "700m",
    "spark.driver.memory": "700m",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    # On a busy machine Python may take its time to start.
    "spark.python.authenticate.socketTimeout": "120s",
    "spark.network.timeout": "600s",
}
_REGISTERED = "Successfully registered with master"


def why_not() -> str:
    """Why no cluster can be started here; empty when one can."""
    if importlib.util.find_spec("pyspark") is None:
        return "PySpark is not installed (the extra «spark»)"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "there is no Java (apt-get install openjdk-17-jre-headless)"
    return ""


def need_one() -> None:
    """Skip the test where no cluster can be started; in CI it fails instead, so that nothing goes untried unseen."""
    reason = why_not()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def _said(log: Path, what: re.Pattern[str]) -> str:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        found = what.search(log.read_text(errors="replace"))
        if found:
            return found[found.re.groups]
        time.sleep(0.1)
    raise AssertionError(f"Spark did not say «{what.pattern}» within {_PATIENCE_S} s:\n{log.read_text()[-3000:]}")


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The address of a running cluster whose workers have one core each; it is gone afterwards."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_START,
    }
    with contextlib.ExitStack() as stack:

        def start(name: str, *arguments: str) -> Path:
            log = folder / f"{name}.log"
            stream = stack.enter_context(log.open("w"))
            process = subprocess.Popen(
                [str(home / "bin" / "spark-class"), *arguments, "--host", "127.0.0.1", "--port", "0"],
                env=environment, cwd=folder, stdout=stream, stderr=subprocess.STDOUT,
            )  # fmt: skip
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            return log

        log = start("master", "org.apache.spark.deploy.master.Master", "--webui-port", "0")
        address = _said(log, _MASTER)
        logs = [
            start(
                f"worker-{number}", "org.apache.spark.deploy.worker.Worker", address, "--cores", "1", "--memory", "1g",
                "--webui-port", "0", "--work-dir", str(folder / f"work-{number}"),
            )
            for number in range(workers)
        ]  # fmt: skip
        for log in logs:
            _said(log, re.compile(_REGISTERED))
        yield address
