"""A static edition opens from a disk, names nobody, and shows when one byte of it was changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections
from tests.bureau.people import REGISTRAR, arrive, dead
from tests.interfaces.figures.conftest import keep_figures
from tests.sites import copied_database

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.ledger.models import Event
from antigone.bureau.ledger.notes import Signer
from antigone.interfaces.exchange.edition import EditionBroken, OutIsTaken, verify_edition, write_edition
from antigone.interfaces.exchange.edition.writing import NoSuchSite

pytestmark = pytest.mark.django_db
SIGNER = Signer("bureau.example", Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
OTHER = Signer("bureau.example", Ed25519PrivateKey.from_private_bytes(b"\2" * 32))


def load() -> None:
    keep_figures()
    arrive(dead("open", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)


@pytest.fixture(scope="module")
def edition(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One edition for the module, of a database that holds figures and a person who may be listed."""
    from django.db import connection

    out = tmp_path_factory.mktemp("edition") / "out"
    original = connection.settings_dict["NAME"]
    with copied_database(django_db_blocker, load) as name, django_db_blocker.unblock():
        connection.settings_dict["NAME"] = name
        try:
            made = {"bureau": "Bureau", "site": "https://bureau.example", "made_on": "2031-05-01", "actor": REGISTRAR}
            written = write_edition(out, signer=SIGNER, **made)  # type: ignore[arg-type]
            detail = Event.objects.get(verb="disclosure.let_out_edition").detail
            assert detail == {"files": written.files, "manifest_sha256": written.manifest_sha256}
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original
    return out


def pages(edition: Path) -> list[Path]:
    return sorted(edition.rglob("*.html"))


def test_every_page_stands_in_three_languages_with_charts_and_tables(edition: Path) -> None:
    found = {page.relative_to(edition).as_posix() for page in pages(edition)}
    for language in ("uk", "ru", "en"):
        assert {f"{language}/figures/north/index.html", f"{language}/help/index.html"} <= found
        assert (edition / language / "figures" / "north" / "claims.svg").read_bytes().startswith(b"<svg")
        assert (edition / language / "figures" / "north" / "claims.csv").exists()
    assert "Війна на півночі" in (edition / "uk/figures/north/index.html").read_text(encoding="utf-8")


def test_links_lead_to_files_of_the_edition_or_to_the_living_site(edition: Path) -> None:
    for page in pages(edition):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'(?:src|rel="stylesheet" href)="https?:', text)
        for target in re.findall(r'(?:href|src)="([^"]*)"', text):
            if target.startswith(("https://", "#")):
                continue
            assert not target.startswith(("/", "http")), (page, target)
            assert (page.parent / target.partition("#")[0]).exists(), (page, target)


def test_nobody_is_named_in_it(edition: Path) -> None:
    for file in edition.rglob("*"):
        if file.is_file():
            assert "Гончаровськ" not in file.read_text(encoding="utf-8", errors="ignore"), file


def test_machines_find_the_same_figures(edition: Path) -> None:
    lines = (edition / "data" / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["slug"] for line in lines} == {"north", "linked"}


def test_it_is_good_for_whoever_knows_the_key(edition: Path) -> None:
    verdict = verify_edition(edition, SIGNER.verifier)
    assert (verdict.bureau, verdict.made_on) == ("Bureau", "2031-05-01")
    assert verdict.files == sum(1 for file in edition.rglob("*") if file.is_file()) - 2
    with pytest.raises(EditionBroken, match=r"was not signed by bureau\.example"):
        verify_edition(edition, OTHER.verifier)


def changed(folder: Path) -> None:
    page = folder / "en" / "help" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"e", b"o", 1))


def missing(folder: Path) -> None:
    (folder / "data" / "figures.jsonl").unlink()


def added(folder: Path) -> None:
    (folder / "en" / "pay.html").write_text("pay here", encoding="utf-8")


def linked(folder: Path) -> None:
    page = folder / "index.html"
    page.rename(folder.parent / "outside.html")
    page.symlink_to(folder.parent / "outside.html")


def rewritten(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"Bureau"', '"Others"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("hand", "sentence"),
    [
        (changed, "en/help/index.html was changed"),
        (missing, "data/figures.jsonl is missing"),
        (added, "en/pay.html was added"),
        (linked, "index.html is missing"),
        (rewritten, "was not signed by"),
    ],
)
def test_a_change_is_seen(edition: Path, tmp_path: Path, hand: Callable[[Path], None], sentence: str) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(edition, copy)
    hand(copy)
    with pytest.raises(EditionBroken, match=sentence):
        verify_edition(copy, SIGNER.verifier)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    made = {"bureau": "Bureau", "site": "", "made_on": "2031-05-01", "actor": REGISTRAR}
    with pytest.raises(OutIsTaken, match="is not empty; name a new folder"):
        write_edition(tmp_path, signer=SIGNER, **made)  # type: ignore[arg-type]
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_living_site_that_no_link_can_lead_to_is_refused(tmp_path: Path) -> None:
    made = {"bureau": "Bureau", "site": 'javascript:alert("x")', "made_on": "2031-05-01", "actor": REGISTRAR}
    with pytest.raises(NoSuchSite, match="write it as https://bureau"):
        write_edition(tmp_path / "out", signer=SIGNER, **made)  # type: ignore[arg-type]
