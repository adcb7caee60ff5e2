"""Laboratories' files for one test each, and the published samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from antigone.interfaces.exchange.dna import DnaFile, DnaFormat, read_dna


@pytest.fixture
def formats(reference: Path) -> Path:
    """The published samples of formats, which are not part of the repository."""
    return reference / "dna" / "formats"


@pytest.fixture
def frequencies(reference: Path) -> Path:
    """The published frequency tables."""
    return reference / "dna" / "frequencies"


class Bench:
    """Writes text to a file and reads it as a laboratory's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, content: str | bytes, name: str = "file.csv", kind: DnaFormat | None = None) -> DnaFile:
        path = self._folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_dna(path, kind)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def sentences(contents: DnaFile) -> list[str]:
    return [finding.sentence(contents.name) for finding in contents.findings]
