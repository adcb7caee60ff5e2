"""A registrar imports a file at the desk: proposal, preview, import; once, and with nothing left behind."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import CONFIDENCE, MEMORIAL, REGISTRAR

from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import undo_batch
from antigone.bureau.registry.models import Batch, Record, Source
from antigone.interfaces.desk.registrars.importing import Stage, handler, uploads, work

LIST = (
    "ID;ПІБ;Дата народження;Дата загибелі;Звання;Колір очей авто\n"
    "d-1;Бондаренко Вадим Сергійович;12.03.1987;02.05.2023;сержант;синій\n"
    "d-2;Ткаченко Зоряна Іванівна;31.02.1999;;солдат;\n"
    "d-3;Мельник Ярина;1990;травень 2023;;\n"
    "d-4;невідомий;;;;\n"
)


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def at_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The work is done in this process, where the test's transaction is; the live desk's test has the real one."""
    monkeypatch.setattr(uploads, "spawn", lambda number, _handle: work.perform(number))
    return data


def number_of(name: str) -> str:
    return str(Source.objects.get(name=name).pk)


def send(client: Client, content: bytes | str, name: str = "загиблі.csv", **fields: str) -> HttpResponse:
    body = content.encode() if isinstance(content, str) else content
    if not fields:
        fields = {"source": number_of(CONFIDENCE.name)}
    return client.post("/imports/new/", {**fields, "file": SimpleUploadedFile(name, body)})


def sent(client: Client, content: bytes | str = LIST, name: str = "загиблі.csv", **fields: str) -> str:
    answer = send(client, content, name, **fields)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def proposed(client: Client, address: str) -> dict[str, str]:
    """What the page of the mapping would send if nothing were changed."""
    page = client.get(address).text
    chosen = {}
    for select in re.finditer(r'<select name="(\w+)".*?</select>', page, re.DOTALL):
        option = re.search(r'<option value="([^"]*)" selected>', select[0])
        chosen[select[1]] = option[1] if option else ""
    return chosen | {"as_of": "", "century": "", "do": "preview"}


def previewed(client: Client, address: str, **changes: str) -> str:
    answer = client.post(address, proposed(client, address) | changes)
    assert answer.status_code == 302, answer.text
    return client.get(address).text


def folders(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "uploads").iterdir()) if (data / "uploads").exists() else []


def test_the_mapping_is_proposed_with_samples_and_nothing_is_kept(at_once: Path, registrar: Client) -> None:
    before = Record.objects.count()
    address = sent(registrar)
    page = registrar.get(address).text
    assert "It is proposed from the words of the header" in page
    for sample in ("Бондаренко Вадим Сергійович", "12.03.1987", "синій"):
        assert sample in page
    assert proposed(registrar, address) == {
        "kind": "dead",
        "use_0": "id",
        "use_1": "name",
        "use_2": "birth_date",
        "use_3": "occurred_date",
        "use_4": "rank",
        "use_5": "",
        "day_order": "unknown",
        "as_of": "",
        "century": "",
        "do": "preview",
    }
    assert (Record.objects.count(), Batch.objects.count()) == (before, 2)


def test_the_preview_says_what_would_happen_with_line_column_reason_and_cure(at_once: Path, registrar: Client) -> None:
    before = Record.objects.count()
    page = previewed(registrar, sent(registrar))
    for told in (
        ">2</dd>",
        "31.02.1999 is not a date; write 1999-02 if the day is unknown",
        "every column that holds a name is empty",
        "Дата народження",
        "The first people, as they would be kept",
        "12 March 1987",
        "May 2023",
    ):
        assert told in page, told
    assert (Record.objects.count(), Batch.objects.count()) == (before, 2)
    assert Event.objects.filter(verb="registry.import_records").count() == 2


def test_the_import_keeps_what_was_previewed_and_deletes_the_file(at_once: Path, registrar: Client) -> None:
    address = sent(registrar)
    previewed(registrar, address)
    answer = registrar.post(address, {"do": "import"}, follow=True)
    batch = Batch.objects.order_by("-pk")[0]
    assert answer.redirect_chain[-1][0] == f"/imports/{batch.pk}/"
    assert (batch.added, batch.rejected, batch.file_name, batch.imported_by) == (2, 2, "загиблі.csv", "olena")
    assert batch.file_sha256 == hashlib.sha256(LIST.encode()).hexdigest()
    assert {record.source_record_id for record in batch.records.all()} == {"d-1", "d-3"}
    assert Record.objects.get(source_record_id="d-1").original["Колір очей авто"] == "синій"
    assert folders(at_once) == []
    assert Event.objects.filter(verb="registry.import_records", subject_id=str(batch.pk)).count() == 1


def test_an_import_at_the_desk_can_be_undone(at_once: Path, registrar: Client) -> None:
    address = sent(registrar)
    previewed(registrar, address)
    registrar.post(address, {"do": "import"})
    batch = Batch.objects.order_by("-pk")[0].pk
    undo_batch(batch, actor=REGISTRAR)
    assert not Record.objects.filter(source_record_id__startswith="d-").exists()


def test_a_person_changes_what_a_column_says(at_once: Path, registrar: Client) -> None:
    address = sent(registrar)
    page = previewed(registrar, address, use_4="call_sign", use_5="description", kind="missing", as_of="1.2.2024")
    assert "Call-sign" in page
    registrar.post(address, {"do": "import"})
    record = Record.objects.get(source_record_id="d-1")
    assert (record.kind, record.call_sign, record.rank) == ("missing", "сержант", "")
    assert (record.description, record.source_date) == ("синій", "2024-02-01")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"use_1": ""}, "No column is read as a name."),
        ({"use_4": "name"}, "is read as this already; only one can be."),
        ({"kind": ""}, "Please say whom the list names."),
        ({"as_of": "влітку"}, "We could not read this date."),
        ({"century": "x"}, "Write a year from 1700 to 2000"),
        ({"use_0": "favourite_colour"}, "Please choose one of the list."),
    ],
)
def test_a_mapping_that_cannot_be_is_told_and_the_file_stays(
    changes: dict[str, str], told: str, at_once: Path, registrar: Client
) -> None:
    address = sent(registrar)
    answer = registrar.post(address, proposed(registrar, address) | changes)
    assert answer.status_code == 400
    assert told in answer.text
    assert len(folders(at_once)) == 1


def test_one_goes_back_from_the_preview_and_finds_ones_choice(at_once: Path, registrar: Client) -> None:
    address = sent(registrar)
    previewed(registrar, address, use_4="call_sign")
    registrar.post(address, {"do": "mapping"})
    assert proposed(registrar, address)["use_4"] == "call_sign"


def test_the_next_list_of_a_source_is_read_as_the_last_one_was(at_once: Path, registrar: Client) -> None:
    address = sent(registrar)
    previewed(registrar, address, use_4="call_sign", kind="missing")
    registrar.post(address, {"do": "import"})
    again = sent(registrar, LIST.replace("Бондаренко", "Бондарчук"))
    assert "as the last list of this source was read" in registrar.get(again).text
    assert (proposed(registrar, again)["use_4"], proposed(registrar, again)["kind"]) == ("call_sign", "missing")


def test_a_list_whose_header_says_too_little_is_mapped_by_hand(at_once: Path, registrar: Client) -> None:
    address = sent(registrar, "хто;коли\nБондаренко Вадим;1987\nТкаченко Зоряна;1990\n", "x.csv")
    assert "The header does not suffice" in registrar.get(address).text
    previewed(registrar, address, kind="missing", use_0="name", use_1="birth_date")
    registrar.post(address, {"do": "import"})
    assert Batch.objects.order_by("-pk")[0].added == 2


def test_a_table_without_a_header_is_mapped_by_the_numbers_of_its_columns(at_once: Path, registrar: Client) -> None:
    address = sent(registrar, "Бондаренко Вадим,12.03.1987\nТкаченко Зоряна,13.03.1990\n", "missing.csv")
    previewed(registrar, address, kind="missing", use_0="name", use_1="birth_date")
    registrar.post(address, {"do": "import"})
    assert Batch.objects.order_by("-pk")[0].added == 2


def test_the_line_of_the_header_can_be_told(at_once: Path, registrar: Client) -> None:
    address = sent(registrar, "список;2024\nкого;ПІБ\nа;Бондаренко Вадим\nб;Ткаченко Зоряна\n", "missing.csv")
    registrar.post(address, {"do": "reread", "header": "1"})
    assert "«2024» is read as" in registrar.get(address).text
    registrar.post(address, {"do": "reread", "header": "2"})
    assert "«ПІБ» is read as" in registrar.get(address).text
    registrar.post(address, {"do": "reread", "header": "99"})
    assert "has no row that begins on line 99" in registrar.get(address).text


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("ПІБ", "Дата зникнення"), ("Бондаренко Вадим", "03.05.2022"), ("Ткаченко Зоряна", "2023")):
        sheet.append(row)
    other = book.create_sheet("полонені")
    for row in (("ПІБ", "Дата полону"), ("Коваль Юхим", "01.05.2022"), ("Гончар Остап", "01.05.2022")):
        other.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_workbooks_and_json_go_in_too(at_once: Path, registrar: Client) -> None:
    address = sent(registrar, workbook(), "список.xlsx")
    assert proposed(registrar, address)["kind"] == "missing"
    registrar.post(address, {"do": "reread", "sheet": "полонені", "header": ""})
    assert proposed(registrar, address)["kind"] == "prisoner"
    previewed(registrar, address)
    registrar.post(address, {"do": "import"})
    assert {name.value for record in Record.objects.filter(kind="prisoner") for name in record.names.all()} >= {
        "Коваль Юхим",
        "Гончар Остап",
    }
    rows = json.dumps([{"ПІБ": "Шевчук Лев", "дата загибелі": "2023"}, {"ПІБ": "Рудь Ян", "дата загибелі": "2024"}])
    address = sent(registrar, rows, "dead.json")
    previewed(registrar, address)
    registrar.post(address, {"do": "import"})
    assert Batch.objects.order_by("-pk")[0].table_format == "json"


def test_a_new_source_is_made_by_the_import_and_not_before(at_once: Path, registrar: Client) -> None:
    address = sent(registrar, new_source="  Комітет  Старого міста ", publication="open")
    previewed(registrar, address)
    assert not Source.objects.filter(name="Комітет Старого міста").exists()
    registrar.post(address, {"do": "import"})
    assert Source.objects.get(name="Комітет Старого міста").publication == "open"


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"%PDF-1.7 ...", "список.pdf", "is a PDF document; ask for the table"),
        (b"PK\x03\x04 broken", "список.xlsx", "список.xlsx"),
        (b"\xd0\xcf\x11\xe0", "старий.xls", "is an old workbook"),
        ("ПІБ;дата\n".encode(), "порожній.csv", "there is a header and no row below it"),
        (b"\x89PNG\r\n", "фото.png", "is a picture"),
    ],
)
def test_what_is_no_table_is_told_with_the_cure(
    content: bytes, name: str, told: str, at_once: Path, registrar: Client
) -> None:
    page = registrar.get(sent(registrar, content, name)).text
    assert "This file cannot be read" in page
    assert told in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"source": "", "new_source": " "}, "Choose a source, or write the name of a new one"),
        ({"source": "1", "new_source": "Комітет"}, "one of"),
        ({"source": "99999"}, "Please choose one of the list."),
    ],
)
def test_a_file_without_one_source_is_not_kept(
    fields: dict[str, str], told: str, at_once: Path, registrar: Client
) -> None:
    answer = send(registrar, LIST, **fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert folders(at_once) == []


def test_a_form_without_a_file_and_an_empty_file_are_told(at_once: Path, registrar: Client) -> None:
    source = number_of(CONFIDENCE.name)
    assert "Please choose a file." in registrar.post("/imports/new/", {"source": source}).text
    assert "This file is empty." in send(registrar, b"", source=source).text
    assert folders(at_once) == []


def test_a_file_that_is_too_large_is_never_written(
    at_once: Path, registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "LARGEST_FILE", -handler._AROUND + 1_000)
    answer = send(registrar, LIST * 20, source=number_of(CONFIDENCE.name))
    assert answer.status_code == 400
    assert "larger than 128 MiB" in answer.text
    assert folders(at_once) == []


def checked_against_forgery(client: Client) -> None:
    """As in life: a browser has been here before, and the check for its token reads the body before any view does."""
    client.handler.enforce_csrf_checks = True
    client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32


@pytest.mark.parametrize("name", ["taras", "watcher", "nobody", ""])
def test_nobody_else_writes_a_byte_to_this_machine(name: str, data: Path, office: None) -> None:
    client = signed_in(name) if name else Client()
    checked_against_forgery(client)
    answer = client.post("/imports/new/", {"source": "1", "file": SimpleUploadedFile("x.csv", LIST.encode())})
    assert answer.status_code == 400
    assert folders(data) == []


def test_no_other_page_takes_a_file(data: Path, registrar: Client) -> None:
    checked_against_forgery(registrar)
    for address in ("/search/", "/records/new/dead/", "/sign-in/", "/imports/"):
        answer = registrar.post(address, {"name": "x", "file": SimpleUploadedFile("x.csv", LIST.encode())})
        assert answer.status_code == 400, address
    assert folders(data) == []


def test_the_file_lies_where_only_the_desk_can_read_it(at_once: Path, registrar: Client) -> None:
    sent(registrar)
    (number,) = folders(at_once)
    for path in (at_once / "uploads", at_once / "uploads" / number):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in (at_once / "uploads" / number).iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


@pytest.mark.parametrize("name", ["../../evil.csv", "/etc/passwd", "a\x00b.csv", "x" * 300 + ".csv", "<b>.csv"])
def test_a_hostile_name_of_a_file_goes_nowhere(name: str, at_once: Path, registrar: Client) -> None:
    answer = send(registrar, LIST, name, source=number_of(CONFIDENCE.name))
    assert answer.status_code in (302, 400)
    if answer.status_code == 302:
        assert "<b>" not in registrar.get(answer.headers["Location"]).text
    assert not (at_once / "evil.csv").exists()
    assert all(UUID(folder) for folder in folders(at_once))


def test_dropping_a_file_leaves_nothing_of_it(at_once: Path, registrar: Client) -> None:
    address = sent(registrar)
    answer = registrar.post(address, {"do": "drop"}, follow=True)
    assert "The file is dropped. Nothing of it was kept." in answer.text
    assert folders(at_once) == []
    assert registrar.get(address).status_code == 404


def test_a_file_that_nobody_touched_for_a_day_goes(at_once: Path, registrar: Client) -> None:
    sent(registrar)
    (number,) = folders(at_once)
    assert "загиблі.csv" in registrar.get("/imports/").text
    assert "waits for you to say which column says what" in registrar.get("/imports/").text
    yesterday = time.time() - uploads.FORGOTTEN_SECONDS - 60
    os.utime(at_once / "uploads" / number, (yesterday, yesterday))
    assert "загиблі.csv" not in registrar.get("/imports/").text
    assert folders(at_once) == []


def in_hand() -> uploads.Upload:
    (upload,) = uploads.in_hand()
    return upload


def test_work_that_was_killed_is_done_again(at_once: Path, registrar: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = sent(registrar)
    previewed(registrar, address)
    with monkeypatch.context() as killed:
        killed.setattr(uploads, "spawn", lambda _number, _handle: None)
        registrar.post(address, {"do": "import"})
    assert "The work was interrupted" in registrar.get(address).text
    assert Batch.objects.count() == 2
    registrar.post(address, {"do": "again"})
    assert Batch.objects.count() == 3


def test_one_upload_becomes_one_import_also_when_it_was_killed_before_the_file_was_deleted(
    at_once: Path, registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = sent(registrar)
    previewed(registrar, address)
    with monkeypatch.context() as killed:
        killed.setattr(work, "remove", lambda _number: None)
        registrar.post(address, {"do": "import"})
    assert folders(at_once) != []
    registrar.post(address, {"do": "again"})
    assert Batch.objects.count() == 3
    assert folders(at_once) == []
    assert registrar.get(address).headers["Location"] == f"/imports/{Batch.objects.order_by('-pk')[0].pk}/"


def test_what_is_worked_at_cannot_be_begun_twice(
    at_once: Path, registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = sent(registrar)
    previewed(registrar, address)
    begun: list[bool] = []

    def once_more(number: UUID, _handle: int) -> None:
        assert uploads.is_running(number)
        begun.append(uploads.begin(uploads.load(number), Stage.IMPORTING))
        page = registrar.post(address, {"do": "import"}).text
        assert "The file is being imported: all of it or, when anything fails, nothing." in page
        work.perform(number)

    monkeypatch.setattr(uploads, "spawn", once_more)
    registrar.post(address, {"do": "import"})
    assert begun == [False]
    assert Batch.objects.count() == 3


def test_dropping_a_file_that_is_worked_at_stops_the_work_and_keeps_nothing(
    at_once: Path, registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = sent(registrar)
    previewed(registrar, address)

    def dropped_meanwhile(number: UUID, _handle: int) -> None:
        registrar.post(address, {"do": "drop"})
        work.perform(number)

    monkeypatch.setattr(uploads, "spawn", dropped_meanwhile)
    registrar.post(address, {"do": "import"})
    assert Batch.objects.count() == 2
    assert folders(at_once) == []


def test_a_fault_of_ours_is_told_as_ours_and_names_nobody(
    at_once: Path, registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = sent(registrar)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Бондаренко Вадим")

    monkeypatch.setattr(work, "preview_import", broken)
    registrar.post(address, proposed(registrar, address))
    page = registrar.get(address).text
    assert "This went wrong on our side" in page
    assert "RuntimeError" not in page
    assert in_hand().stage is Stage.MAPPING


def test_the_progress_is_told_while_the_work_goes_on(
    at_once: Path, registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(work, "_TOLD_EVERY", 100)
    rows = LIST.splitlines()[0] + "\n" + "".join(f"n-{number};Бондаренко Вадим;1987;;;\n" for number in range(250))

    def looked_at(number: UUID, _handle: int) -> None:
        tell = uploads.tell_progress

        def telling(of: UUID, read: int) -> None:
            tell(of, read)
            told.append(registrar.get(f"/imports/incoming/{number}/progress/").text)

        monkeypatch.setattr(work, "tell_progress", telling)
        work.perform(number)

    monkeypatch.setattr(uploads, "spawn", looked_at)
    address = sent(registrar, rows, new_source="Комітет", publication="private")
    registrar.post(address, proposed(registrar, address))
    assert "Rows read so far: 100." in told[0]
    registrar.post(address, {"do": "import"})
    assert "200 of 250 rows are read." in told[-2]
    assert registrar.get(f"{address}progress/").status_code == 204


def test_an_agreement_that_ran_out_is_told_before_the_import(at_once: Path, registrar: Client) -> None:
    from datetime import date

    from antigone.bureau.registry.agreements import AgreementDraft, keep_agreement

    number = number_of(MEMORIAL.name)
    keep_agreement(int(number), AgreementDraft("лист", valid_until=date(2020, 1, 1)), actor=REGISTRAR)
    address = sent(registrar, source=number)
    assert "ran out after 2020-01-01" in registrar.get(address).text
    assert "ran out after 2020-01-01" in previewed(registrar, address)
