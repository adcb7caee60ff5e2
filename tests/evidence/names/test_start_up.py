"""The engine is light: what a search process pays for knowing names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
from antigone.evidence import names
names.compare("Игнат Петрович Дрозд", "Ihnat Drozd")
names.keys("Игнат Петрович Дрозд")
import sys
heavy = sorted({"pandas", "polars", "numba", "scipy", "django"} & set(sys.modules))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024, heavy)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_the_engine_fits_80_megabytes_and_brings_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, timeout=300)
    megabytes, heavy = done.stdout.split(maxsplit=1)
    assert int(megabytes) < 80
    assert heavy.strip() == "[]"
