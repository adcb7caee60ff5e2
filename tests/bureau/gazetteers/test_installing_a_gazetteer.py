"""A gazetteer is installed in one step, stays as it was, and says where it came from."""

import json
from pathlib import Path

import pytest

from antigone.bureau.gazetteers import GazetteerBroken, install, installed, use_installed
from antigone.evidence.linkage import Particulars
from antigone.evidence.places import BirthplaceLine, Entry, Gazetteer, PlaceKind


def gazetteer(name: str = "Домрець") -> Gazetteer:
    return Gazetteer.from_rows(
        "ours",
        [
            Entry("r", ("Нарденська",), PlaceKind.REGION),
            Entry("a", (name, "Колишнє"), PlaceKind.SETTLEMENT, "r", 49.5, 30.1, 900),
        ],
    )


def test_what_was_installed_is_found_again(tmp_path: Path) -> None:
    done = install(tmp_path, gazetteer(), source="ours.csv", sha256="ab" * 32)
    assert done.changed
    found = installed(tmp_path)
    assert found is not None
    assert found.gazetteer == gazetteer()
    assert found.gazetteer.entries == gazetteer().entries
    assert (found.provenance.source, found.provenance.sha256) == ("ours.csv", "ab" * 32)


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    install(tmp_path, gazetteer(), source="ours.csv", sha256="ab" * 32)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert not install(tmp_path, gazetteer(), source="a copy.csv", sha256="cd" * 32).changed
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_another_takes_its_place_and_the_first_stays_for_parameters_that_name_it(tmp_path: Path) -> None:
    first = install(tmp_path, gazetteer(), source="ours.csv", sha256="ab" * 32)
    second = install(tmp_path, gazetteer("Сурмани"), source="ours.csv", sha256="cd" * 32)
    assert second.changed
    assert installed(tmp_path).gazetteer == second.gazetteer  # type: ignore[union-attr]
    assert installed(tmp_path, first.gazetteer.fingerprint).gazetteer == first.gazetteer  # type: ignore[union-attr]
    assert not list(tmp_path.rglob(".making-*"))


def test_a_failure_half_way_leaves_what_was_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = install(tmp_path, gazetteer(), source="ours.csv", sha256="ab" * 32)

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dumps", full)
    with pytest.raises(OSError, match="No space"):
        install(tmp_path, gazetteer("Сурмани"), source="ours.csv", sha256="cd" * 32)
    monkeypatch.undo()
    assert installed(tmp_path).gazetteer == first.gazetteer  # type: ignore[union-attr]
    assert not list(tmp_path.rglob(".making-*"))


def test_where_none_is_installed_there_is_none(tmp_path: Path) -> None:
    assert installed(tmp_path) is None
    assert use_installed(tmp_path) == ""


def test_a_file_changed_by_hand_is_noticed(tmp_path: Path) -> None:
    done = install(tmp_path, gazetteer(), source="ours.csv", sha256="ab" * 32)
    places = done.folder / "places.tsv"
    places.write_text(places.read_text(encoding="utf-8").replace("Домрець", "Домрено"), encoding="utf-8")
    with pytest.raises(GazetteerBroken, match="was changed after it was installed; install the gazetteer again"):
        installed(tmp_path)


def test_evidence_uses_what_is_installed(tmp_path: Path) -> None:
    install(tmp_path, gazetteer(), source="ours.csv", sha256="ab" * 32)
    line = BirthplaceLine(gazetteer=use_installed(tmp_path))
    pair = Particulars(birthplace="Колишнє"), Particulars(birthplace="Домрець, Нарденська область")
    assert "the same place" in line.explain(*pair).reason
