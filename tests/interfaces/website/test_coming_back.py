"""Ten words open a page: where the enquiry stands, letters both ways, a pause, the end; and nothing without them."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import CASE_WORKER, COLLEAGUE, MOTHER, WORKER, ask
from tests.interfaces.website.asking import LANGUAGES, stranger, words_on

from antigone.bureau.enquiries.actions import assign, block_sender, close, reply
from antigone.bureau.enquiries.models import AboutKind, Channel
from antigone.bureau.enquiries.receipts import Receipt, new_receipt
from antigone.bureau.enquiries.telling.actions import About, approve_telling, deliver_telling, draft_telling
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.interfaces.website.enquiries import views
from antigone.interfaces.website.even_answers import LENGTH_STEP

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt() -> Receipt:
    return ask()


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antigone.interfaces.website.even_answers.time.sleep", lambda _seconds: None)


def said(words: str, act: str = "", language: str = "en", **form: object) -> HttpResponse:
    """The page after this was sent along with the words, as the website's role answers."""
    with acting_as("antigone_public"):
        return stranger().post(f"/{language}/words/", {"words": words, **({"act": act} if act else {}), **form})


def text_of(page: HttpResponse) -> str:
    return re.sub(r"\s+", " ", page.text)


def of_the_desk() -> UUID:
    """The only enquiry, taken in and assigned."""
    User.objects.create_user(CASE_WORKER.name).groups.add(Group.objects.get(name=CASE_WORKER.role))
    take_in(actor=WORKER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM intake.enquiry")
        enquiry = UUID(str(cursor.fetchone()[0]))
    assign(enquiry, to=CASE_WORKER.name, actor=CASE_WORKER)
    return enquiry


def tell(enquiry: UUID, text: str) -> None:
    telling = draft_telling(enquiry, About(AboutKind.RECORD, "a record"), text, actor=CASE_WORKER)
    approve_telling(telling, actor=COLLEAGUE)
    deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_open_the_page_in_any_language(receipt: Receipt, language: str) -> None:
    page = said(receipt.text, language=language)
    assert page.status_code == 200
    assert "Останній дзвінок був у неділю." in page.text
    assert len(page.content) % LENGTH_STEP == 0


def test_carelessly_written_words_open_it_too(receipt: Receipt) -> None:
    for typed in (receipt.text.upper(), receipt.text.replace(" ", ",  "), f"\n {receipt.text}. "):
        assert "Your enquiry has arrived" in said(typed).text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Please write your ten words"),
        ("one two three", "These are not ten words"),
        ("абракадабрище " * 10, "“абракадабрище” is none of our words"),
        ("x" * 601, "This is too long"),
        ("слово\0 " * 10, "a sign here that we cannot read"),
    ],
)
def test_what_is_no_receipt_is_said_clearly_and_stands_there_to_be_mended(words: str, sentence: str) -> None:
    page = said(words)
    assert page.status_code == 400
    assert sentence in page.text


def test_unknown_and_deleted_are_one_page(receipt: Receipt) -> None:
    never = new_receipt("uk").text
    said(receipt.text, "delete", sure="on")
    pages = [said(words) for words in (never, receipt.text)]
    plain = [
        re.sub(r"\s+", " ", page.text.replace(words, ""))
        for page, words in zip(pages, (never, receipt.text), strict=True)
    ]
    assert plain[0] == plain[1]
    assert "These words open nothing" in plain[0]
    assert dict(pages[0].headers) == dict(pages[1].headers)
    assert len(pages[0].content) == len(pages[1].content) == LENGTH_STEP


def test_unknown_and_deleted_are_one_work(receipt: Receipt) -> None:
    said(receipt.text, "delete", sure="on")
    asked = []
    for words in (new_receipt("uk").text, receipt.text):
        with connection.execute_wrapper(
            lambda execute, sql, params, many, context: (asked[-1].append(sql), execute(sql, params, many, context))[1]
        ):
            asked.append([])
            said(words)
    assert asked[0] == asked[1]


@pytest.mark.parametrize("act", ["message", "detail", "pause", "withdraw", "delete", "acknowledge", "renew"])
def test_whatever_is_sent_with_words_that_open_nothing_is_answered_alike(act: str) -> None:
    form = {"message": "x", "detail": "x", "keep_record": "keep", "sure": "on", "number": str(UUID(int=0))}
    page = said(new_receipt("en").text, act, **form)
    assert (page.status_code, len(page.content)) == (200, LENGTH_STEP)
    assert "These words open nothing" in page.text


def test_letters_go_both_ways(receipt: Receipt) -> None:
    enquiry = of_the_desk()
    reply(enquiry, "Дякуємо за лист.\n\nНапишіть, чи мав він татуювання.", actor=CASE_WORKER)
    page = said(receipt.text, "message", message="Так, якір на плечі.", language="uk")
    assert "Ваш лист у нас." in page.text
    for letter in ("Останній дзвінок", "<p>Дякуємо за лист.</p>", "Так, якір на плечі."):
        assert letter in page.text
    assert page.text.index("Останній дзвінок") < page.text.index("Дякуємо за лист.") < page.text.index("Так, якір")


def test_markup_in_a_letter_stays_text(receipt: Receipt) -> None:
    page = said(receipt.text, "message", message="<script>alert(1)</script>{{ 7|add:7 }}")
    assert "<script" not in page.text
    assert "{{ 7|add:7 }}" in page.text


def test_a_detail_and_a_photograph_are_added_and_the_photograph_is_not_shown(receipt: Receipt) -> None:
    photograph = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0" + b"q" * 400, "image/jpeg")
    page = said(receipt.text, "detail", detail="Шрам на лівій руці.", photograph=photograph)
    assert "We have kept what you added" in page.text
    assert "Шрам на лівій руці." in page.text
    assert "You added a photograph" in page.text
    assert "<img" not in page.text


def test_an_empty_letter_or_a_file_that_is_no_photograph_is_asked_back(receipt: Receipt) -> None:
    page = said(receipt.text, "message", message=" ")
    assert (page.status_code, "Please write something first" in page.text) == (400, True)
    page = said(receipt.text, "detail", photograph=SimpleUploadedFile("a.exe", b"MZ" + b"x" * 100))
    assert (page.status_code, "not a photograph that we can take" in page.text) == (400, True)
    assert '<details class="act" open>' in page.text


def test_a_contact_can_be_changed_and_is_never_shown(receipt: Receipt) -> None:
    page = said(receipt.text, "contact", phone="+380 50 000 99 99", own_name="Оля")
    assert "We have kept how to reach you" in page.text
    for private in ("+380", "Оля", str(MOTHER.contact.phone)):
        assert private not in page.text


def test_it_rests_and_goes_on(receipt: Receipt) -> None:
    page = text_of(said(receipt.text, "pause"))
    assert "Your enquiry rests, as you wished." in page
    assert ">Go on</button>" in page
    page = text_of(said(receipt.text, "resume"))
    assert "We go on from now on." in page
    assert ">Let it rest</button>" in page


def test_it_can_be_kept_for_another_half_a_year(receipt: Receipt) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET renew_by = current_date + 40")
    assert "in 1 month at the earliest" in text_of(said(receipt.text))
    assert "in 6 months at the earliest" in text_of(said(receipt.text, "renew"))


@pytest.mark.parametrize(
    ("keep", "sentence"), [("keep", "stays without your name, as you allowed"), ("erase", "is deleted as well")]
)
def test_a_withdrawal_asks_what_becomes_of_the_record(receipt: Receipt, keep: str, sentence: str) -> None:
    page = said(receipt.text, "withdraw")
    assert (page.status_code, "Please choose one of the two." in page.text) == (400, True)
    page = said(receipt.text, "withdraw", keep_record=keep)
    assert "You have withdrawn your enquiry." in page.text
    assert sentence in page.text
    assert "Останній дзвінок" not in page.text
    assert "Write to us" not in page.text
    assert "Останній дзвінок" not in said(receipt.text, "message", message="чи є хто?").text


def test_nothing_is_deleted_by_mistake(receipt: Receipt) -> None:
    page = said(receipt.text, "delete")
    assert (page.status_code, "Please tick the box first" in page.text) == (400, True)
    assert said(receipt.text).status_code == 200
    page = said(receipt.text, "delete", sure="on")
    assert "Everything is deleted" in page.text
    assert receipt.text not in page.text
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake.letter")
        assert cursor.fetchone() == (0,)


def test_what_we_tell_is_folded_away_until_it_is_opened_and_can_be_acknowledged(receipt: Receipt) -> None:
    tell(of_the_desk(), "Знайдено тіло. Двоє фахівців підтвердили.")
    page = said(receipt.text)
    folded = re.search(r'<details class="record">.*?</details>', page.text, re.DOTALL)
    assert folded
    assert "Знайдено тіло." in folded[0]
    assert "Знайдено тіло." not in page.text.replace(folded[0], "")
    number = re.search(r'name="number" value="(.*?)"', folded[0])
    assert number
    after = said(receipt.text, "acknowledge", number=number[1]).text
    assert "We know now that you have read it" in after
    assert 'name="number"' not in after


@pytest.mark.parametrize("number", ["", "1", "'; DROP TABLE", str(UUID(int=7))])
def test_nothing_else_can_be_acknowledged(receipt: Receipt, number: str) -> None:
    page = said(receipt.text, "acknowledge", number=number)
    assert page.status_code == 200
    assert "We know now" not in page.text


def test_a_closed_enquiry_says_so_and_a_letter_takes_it_up_again(receipt: Receipt) -> None:
    close(of_the_desk(), reason="nothing more can be done", actor=CASE_WORKER)
    assert "Your enquiry is closed. If you write to us, we take it up again." in said(receipt.text).text
    said(receipt.text, "message", message="Ще одне.")
    take_in(actor=WORKER)
    assert "We are looking." in said(receipt.text).text


def test_half_a_year_without_a_sign_is_said_as_it_is(receipt: Receipt) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET renew_by = current_date - 1")
        cursor.execute("SELECT intake.shed(id) FROM intake.enquiry")
    page = said(receipt.text)
    assert "For half a year we had no sign from you" in page.text
    assert "Write to us" not in page.text


def test_a_closed_enquiry_without_letters_still_lives_in_its_last_days() -> None:
    receipt = ask(replace(MOTHER, first_message=""))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET state = 'closed', renew_by = current_date + 5")
    page = said(receipt.text)
    assert "If you write to us, we take it up again." in page.text
    assert "Write to us" in page.text


def test_who_is_blocked_and_who_floods_see_nothing_of_it(receipt: Receipt) -> None:
    enquiry = of_the_desk()
    block_sender(enquiry, reason="writes threats", actor=CASE_WORKER)
    after = said(receipt.text, "message", message="другий").text
    assert "Your letter has arrived." in after
    assert "другий" in after
    assert "block" not in after
    for number in range(45):
        page = said(receipt.text, "message", message=f"лист {number}")
        assert "Your letter has arrived." in page.text


def test_the_card_can_be_shown_again_in_every_language(receipt: Receipt) -> None:
    for language in LANGUAGES:
        assert words_on(said(receipt.text, "card", language).text) == receipt.text


def test_the_words_never_stand_in_an_address_or_a_header(receipt: Receipt) -> None:
    word = receipt.words[0]
    for act in ("", "card", "pause", "message", "delete"):
        page = said(receipt.text, act)
        assert not re.search(rf'(?:href|action|src)="[^"]*{word}', page.text)
        assert word not in str(page.headers)


def test_words_in_an_address_open_nothing(receipt: Receipt) -> None:
    page = stranger().get(f"/en/words/?words={receipt.text.replace(' ', '+')}")
    assert "Останній" not in page.text
    assert receipt.words[0] not in page.text


def test_a_database_that_is_away_is_no_answer(receipt: Receipt, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_receipt: Receipt) -> None:
        raise OperationalError

    monkeypatch.setattr(views, "open_enquiry", away)
    page = said(receipt.text)
    assert page.status_code == 503
    assert "this is no answer" in page.text


def test_another_family_of_the_same_person_is_never_mentioned(receipt: Receipt) -> None:
    alone = said(receipt.text).text
    ask()
    ask()
    assert said(receipt.text).text == alone
