"""A family asks: what becomes of what it writes, the ten words, and that nothing of it is lost or told."""

from __future__ import annotations

import json
import re
import tempfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bureau.disclosure.roles import acting_as
from tests.interfaces.website.asking import LANGUAGES, stranger, words_on

from antigone.bureau.enquiries.intake import open_enquiry
from antigone.bureau.enquiries.receipts import parsed, word_list
from antigone.bureau.enquiries.values import LARGEST_PHOTOGRAPH, EnquiryDraft, LetterKind, MayBeTold, Notices, Relation
from antigone.interfaces.website.enquiries import views
from antigone.interfaces.website.enquiries.understood import sought_in
from antigone.interfaces.website.even_answers import LENGTH_STEP

JPEG, PNG = b"\xff\xd8\xff\xe0" + b"j" * 500, b"\x89PNG\r\n\x1a\n" + b"p" * 500
WEBP, HEIC = b"RIFF\x00\x00\x00\x00WEBP" + b"w" * 500, b"\x00\x00\x00\x18ftypheic" + b"h" * 500
WHOLE = {
    "name": "Колодій Вадим Сергійович",
    "other_names": "Kolodiy Vadym\nКіт",
    "birth_date": "13 травня 1987",
    "age": "36–38",
    "father_name": "Сергій",
    "mother_maiden_name": "Гнатюк",
    "sex": "male",
    "birthplace": "Полтава",
    "residence": "Лубни",
    "nationality": "Україна",
    "documents": "паспорт КО 000000",
    "force": "ЗСУ",
    "branch": "піхота",
    "unit": "93 омбр",
    "rank": "сержант",
    "service_number": "АБ-17",
    "call_sign": "Кіт",
    "last_seen_date": "листопад 2023",
    "last_seen_place": "Бахмут",
    "circumstances": "Не повернувся з чергування.",
    "description": "Татуювання: якір.",
    "relation": "parent",
    "own_name": "Ольга",
    "phone": "+380 50 000 17 29",
    "email": "olha@example.org",
    "telegram": "@olha",
    "postal": "Полтава, до запитання",
    "other": "через сестру",
    "best_time": "увечері",
    "notices": "on",
    "may_be_told": ["neutral agency"],
    "first_message": "Він не дзвонив з неділі.",
}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[EnquiryDraft]:
    """What the bureau was given; without a database."""
    drafts: list[EnquiryDraft] = []

    def leave(draft: EnquiryDraft) -> Any:
        drafts.append(draft)
        return parsed(" ".join(word_list("uk")[:10]))

    monkeypatch.setattr(views, "leave_enquiry", leave)
    return drafts


def asked(form: dict[str, Any], language: str = "uk", photograph: bytes | None = None) -> HttpResponse:
    content = dict(form)
    if photograph is not None:
        content["photograph"] = SimpleUploadedFile("my son 2023.jpg", photograph, "image/jpeg")
    return stranger().post(f"/{language}/ask/", content)


def test_every_field_reaches_the_bureau(kept: list[EnquiryDraft]) -> None:
    assert asked(WHOLE, photograph=JPEG).status_code == 200
    (draft,) = kept
    assert draft.sought.names == ("Колодій Вадим Сергійович", "Kolodiy Vadym", "Кіт")
    assert (draft.sought.birth_date, draft.sought.last_seen_date) == ("1987-05-13", "2023-11")
    assert (draft.sought.age_low, draft.sought.age_high) == (36, 38)
    for field in set(WHOLE) & set(draft.sought.__dataclass_fields__) - {"birth_date", "last_seen_date"}:
        assert getattr(draft.sought, field) == WHOLE[field], field
    assert draft.relation is Relation.PARENT
    assert (draft.contact.name, draft.contact.phone, draft.contact.best_time) == ("Ольга", WHOLE["phone"], "увечері")
    assert draft.contact.notices is Notices.EMAIL
    assert draft.may_be_told == {MayBeTold.NEUTRAL_AGENCY}
    assert (draft.language, draft.first_message, draft.photograph) == ("uk", WHOLE["first_message"], JPEG)


def test_a_name_alone_is_enough_and_nobody_may_be_told(kept: list[EnquiryDraft]) -> None:
    assert asked({"name": "Вадим"}, "ru").status_code == 200
    (draft,) = kept
    assert (draft.may_be_told, draft.contact.notices, draft.relation) == (frozenset(), Notices.NONE, Relation.UNSAID)
    assert draft.language == "ru"


@pytest.mark.parametrize("photograph", [JPEG, PNG, WEBP, HEIC], ids=["jpeg", "png", "webp", "heic"])
def test_a_photograph_alone_is_enough_and_is_kept_byte_for_byte(kept: list[EnquiryDraft], photograph: bytes) -> None:
    assert asked({"name": "невідомо"}, photograph=photograph).status_code == 200
    assert (kept[0].sought.names, kept[0].photograph) == ((), photograph)


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_name_nor_photograph_is_asked_back_and_nothing_is_lost(kept: list[EnquiryDraft], language: str) -> None:
    page = asked(WHOLE | {"name": " ", "other_names": ""}, language)
    assert page.status_code == 400
    assert not kept
    for value in ("Лубни", "Татуювання: якір.", "Він не дзвонив з неділі.", "olha@example.org"):
        assert value in page.text
    assert page.text.count("<details open>") == 5, "every section that holds something stands open"
    assert 'value="neutral agency"' in page.text
    assert re.search(r'<option value="parent" selected', page.text)


@pytest.mark.parametrize(
    ("photograph", "words"),
    [
        (b"GIF89a" + b"g" * 100, "not a photograph that we can take"),
        (b"%PDF-1.7", "not a photograph that we can take"),
        (b"<svg onload=alert(1)>", "not a photograph that we can take"),
        (JPEG + b"x" * LARGEST_PHOTOGRAPH, "too large; we can take up to 5 megabytes"),
    ],
    ids=["gif", "pdf", "svg", "too large"],
)
def test_what_is_no_photograph_is_named_with_the_cure(kept: list[EnquiryDraft], photograph: bytes, words: str) -> None:
    page = asked({"name": "Вадим"}, "en", photograph)
    assert page.status_code == 400
    assert words in page.text
    assert "take a picture of the screen" in page.text
    assert "Only the photograph you must choose once more" in page.text
    assert not kept


def test_more_than_any_telephone_sends_is_not_read() -> None:
    page = stranger().generic(
        "POST",
        "/en/ask/",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )
    assert page.status_code == 400


@pytest.mark.parametrize("path", ["", "help/", "contact/", "no-such-page/"])
def test_no_other_page_takes_a_file(path: str) -> None:
    reply = stranger().post(f"/en/{path}", {"photograph": SimpleUploadedFile("a.jpg", JPEG)})
    assert reply.status_code in {400, 404, 405}


def test_two_photographs_at_once_are_refused(kept: list[EnquiryDraft]) -> None:
    two = [SimpleUploadedFile("a.jpg", JPEG), SimpleUploadedFile("b.jpg", JPEG)]
    assert stranger().post("/en/ask/", {"name": "Вадим", "photograph": two}).status_code == 400
    assert not kept


def test_a_photograph_is_never_written_anywhere_open(kept: list[EnquiryDraft], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a temporary file was made")

    for maker in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "_mkstemp_inner"):
        monkeypatch.setattr(tempfile, maker, refuse)
    large = JPEG + b"x" * (LARGEST_PHOTOGRAPH - len(JPEG))
    assert asked({"name": "Вадим"}, photograph=large).status_code == 200
    assert kept[0].photograph == large


def test_the_name_of_the_file_goes_nowhere(kept: list[EnquiryDraft]) -> None:
    page = asked({"name": "Вадим"}, photograph=JPEG)
    assert "2023.jpg" not in page.text
    assert "2023.jpg" not in repr(kept)


def test_dates_and_ages_that_cannot_be_read_are_kept_as_words_for_people() -> None:
    sought = sought_in({"name": "Вадим", "birth_date": "31.02.1987", "age": "дорослий", "last_seen_date": "навесні"})
    assert (sought.birth_date, sought.age_low, sought.last_seen_date) == ("", None, "")
    for words in ("31.02.1987", "дорослий", "навесні"):
        assert words in sought.circumstances


def test_more_names_than_a_record_holds_are_kept_as_words() -> None:
    sought = sought_in({"name": "Вадим", "other_names": "\n".join(f"Ім’я{number}" for number in "абвгдежз")})
    assert len(sought.names) == 6
    assert "Ім’яз" in sought.circumstances


def test_news_by_mail_need_an_address(kept: list[EnquiryDraft]) -> None:
    page = asked({"name": "Вадим", "email": "olha", "notices": "on"}, "en")
    assert page.status_code == 400
    assert "an address like name@example.org" in page.text
    assert not kept


def test_the_language_changes_without_leaving_anything(kept: list[EnquiryDraft]) -> None:
    wrong = asked(WHOLE | {"name": " ", "other_names": ""}, "uk").text
    form = re.search(r'<form method="post" action="/ru/ask/".*?</form>', wrong, re.DOTALL)
    assert form
    carried = re.findall(r'name="(\w+)" value="(.*?)"', form[0], re.DOTALL)
    said: dict[str, list[str]] = {}
    for name, value in carried:
        said.setdefault(name, []).append(value)
    assert said["act"] == ["language"]
    page = stranger().post("/ru/ask/", said)
    assert (page.status_code, page.headers["Content-Language"]) == (200, "ru")
    assert "Татуювання: якір." in page.text
    assert not kept


def test_a_database_that_is_away_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_draft: EnquiryDraft) -> None:
        raise OperationalError

    monkeypatch.setattr(views, "leave_enquiry", away)
    page = asked(WHOLE, "en")
    assert page.status_code == 503
    assert "Nothing that you wrote is lost" in page.text
    assert "Татуювання: якір." in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_ten_words_that_open_the_enquiry(language: str) -> None:
    with acting_as("antigone_public"):
        page = asked(WHOLE, language, JPEG)
    words = words_on(page.text)
    assert len(words.split()) == 10
    assert set(words.split()) <= set(word_list(language))
    assert len(page.content) == LENGTH_STEP
    assert words.split()[0] not in str(page.headers)
    with acting_as("antigone_public"):
        opened = open_enquiry(parsed(words))
    assert opened
    assert [letter.kind for letter in opened.letters] == [LetterKind.MESSAGE, LetterKind.PHOTOGRAPH]


@pytest.mark.django_db
def test_a_second_enquiry_for_the_same_person_gets_the_same_answer_with_other_words() -> None:
    with acting_as("antigone_public"):
        pages = [asked({"name": "Колодій Вадим"}).text for _ in range(2)]
    words = [words_on(page) for page in pages]
    assert words[0] != words[1]
    plain = [
        re.sub(r'<ol class="card".*?</ol>', "", page, flags=re.DOTALL).replace(own, "").rstrip()
        for page, own in zip(pages, words, strict=True)
    ]
    assert plain[0] == plain[1]


@pytest.mark.django_db
def test_who_asks_stands_nowhere_in_the_clear() -> None:
    with acting_as("antigone_public"):
        asked(WHOLE, photograph=JPEG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e) - 'public_key' FROM intake.enquiry e")
        row = json.dumps(cursor.fetchone(), ensure_ascii=False)
        cursor.execute("SELECT string_agg(encode(sealed, 'escape'), '') FROM intake.letter")
        letters = str(cursor.fetchone())
    for private in (WHOLE["phone"], "olha", "Ольга", "неділі", "через сестру"):
        assert str(private) not in row
        assert str(private) not in letters
    assert "jjjj" not in letters


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(st.sampled_from([*WHOLE, "act", "words"]), st.text() | st.sampled_from(["keep", "on", "parent"])),
    st.none() | st.binary(max_size=300),
)
def test_nothing_that_is_sent_breaks_the_form(form: dict[str, str], photograph: bytes | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "leave_enquiry", lambda _draft: parsed(" ".join(word_list("uk")[:10])))
        encodable = {name: text.encode("utf-8", "replace").decode() for name, text in form.items()}
        assert asked(encodable, photograph=photograph).status_code in {200, 400}
