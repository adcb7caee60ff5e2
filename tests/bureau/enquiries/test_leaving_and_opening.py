"""A mother leaves an enquiry and comes back with her ten words."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import A_PHOTOGRAPH, MOTHER, ask

from antigone.bureau.enquiries import intake
from antigone.bureau.enquiries.receipts import new_receipt, parsed
from antigone.bureau.enquiries.values import (
    Contact,
    EnquiryRejected,
    EnquiryState,
    KeepRecord,
    LetterKind,
    MayBeTold,
    NoSuchEnquiry,
    Notices,
    Sought,
)

pytestmark = pytest.mark.django_db


def test_the_receipt_opens_the_enquiry_for_the_public_role() -> None:
    with acting_as("antigone_public"):
        receipt = ask()
        page = intake.open_enquiry(parsed(receipt.text))
    assert page is not None
    assert page.state is EnquiryState.RECEIVED
    assert page.language == "uk"
    assert [letter.text for letter in page.letters] == ["Останній дзвінок був у неділю."]
    assert page.told == ()
    assert page.months_until_renewal == 6


def test_other_words_open_nothing() -> None:
    ask()
    assert intake.open_enquiry(new_receipt("uk")) is None


def test_messages_details_and_photographs_are_added() -> None:
    with acting_as("antigone_public"):
        receipt = ask()
        intake.add_message(receipt, "Чи є новини?")
        intake.add_detail(receipt, "Шрам на лівій брові")
        intake.add_photograph(receipt, A_PHOTOGRAPH)
        page = intake.open_enquiry(receipt)
    assert page is not None
    assert [(letter.kind, letter.text) for letter in page.letters[1:]] == [
        (LetterKind.MESSAGE, "Чи є новини?"),
        (LetterKind.DETAIL, "Шрам на лівій брові"),
        (LetterKind.PHOTOGRAPH, ""),
    ]


def test_whoever_finds_the_card_does_not_learn_the_contact() -> None:
    receipt = ask()
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert "0001729" not in repr([letter.text for letter in page.letters]).replace(" ", "")
    assert all(letter.kind is not LetterKind.CONTACT for letter in page.letters)


def test_a_changed_contact_takes_the_place_of_the_old_one() -> None:
    with acting_as("antigone_public"):
        receipt = ask()
        intake.change_contact(receipt, Contact(email="new@example.org", notices=Notices.EMAIL))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake.letter WHERE kind = 'contact'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT notices FROM intake.enquiry")
        assert cursor.fetchone() == ("email",)


def test_the_family_pauses_and_goes_on() -> None:
    with acting_as("antigone_public"):
        receipt = ask()
        intake.pause(receipt)
        paused = intake.open_enquiry(receipt)
        intake.resume(receipt)
        again = intake.open_enquiry(receipt)
    assert paused is not None
    assert paused.state is EnquiryState.PAUSED
    assert again is not None
    assert again.state is EnquiryState.RECEIVED


def test_a_withdrawal_takes_every_letter_and_the_key_at_once() -> None:
    with acting_as("antigone_public"):
        receipt = ask()
        intake.withdraw(receipt, keep_record=KeepRecord.ERASE)
        page = intake.open_enquiry(receipt)
        with pytest.raises(NoSuchEnquiry):
            intake.add_message(receipt, "ще одне")
        with pytest.raises(NoSuchEnquiry):
            intake.withdraw(receipt, keep_record=KeepRecord.KEEP)
    assert page is not None
    assert page.state is EnquiryState.WITHDRAWN
    assert page.letters == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM intake.key), (SELECT count(*) FROM intake.letter)")
        assert cursor.fetchone() == (0, 0)
        cursor.execute("SELECT sought FROM intake.enquiry")
        assert cursor.fetchone() == (None,)


def test_a_deleted_enquiry_opens_no_more() -> None:
    with acting_as("antigone_public"):
        receipt = ask()
        intake.delete(receipt)
        assert intake.open_enquiry(receipt) is None
        with pytest.raises(NoSuchEnquiry):
            intake.delete(receipt)


@pytest.mark.parametrize("act", [intake.pause, intake.resume, intake.renew, intake.delete])
def test_nothing_is_done_without_a_receipt(act: object) -> None:
    ask()
    with pytest.raises(NoSuchEnquiry):
        act(new_receipt("uk"))  # type: ignore[operator]
    with pytest.raises(NoSuchEnquiry):
        intake.acknowledge(new_receipt("uk"), uuid4())


def test_a_flood_gets_the_same_answer_and_is_not_kept() -> None:
    with acting_as("antigone_public"):
        receipt = ask()
        for number in range(60):
            intake.add_message(receipt, f"message {number}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake.letter WHERE waits")
        assert cursor.fetchone() == (40,)


def test_choices_are_kept_as_they_were_made() -> None:
    receipt = ask(replace(MOTHER, may_be_told=frozenset({MayBeTold.NEUTRAL_AGENCY}), keep_record=KeepRecord.ERASE))
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert page.may_be_told == {MayBeTold.NEUTRAL_AGENCY}
    assert page.keep_record is KeepRecord.ERASE
    default = intake.open_enquiry(ask())
    assert default is not None
    assert default.may_be_told == frozenset()


def test_a_photograph_alone_is_enough_and_nothing_at_all_is_not() -> None:
    assert intake.open_enquiry(ask(replace(MOTHER, sought=Sought(), photograph=A_PHOTOGRAPH))) is not None
    with pytest.raises(EnquiryRejected, match="neither a name nor a photograph"):
        ask(replace(MOTHER, sought=Sought(names=("  ",))))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(MOTHER, sought=Sought(names=("a" * 500,))), "name: 500 characters"),
        (replace(MOTHER, sought=Sought(names=tuple("abcdefg"))), "7 names"),
        (replace(MOTHER, sought=Sought(names=("а",), birth_date="31.02.1999")), "«31.02.1999» is no date"),
        (replace(MOTHER, sought=Sought(names=("а",), age_low=40, age_high=30)), "exchange them"),
        (replace(MOTHER, sought=Sought(names=("а",), age_low=200)), "200"),
        (replace(MOTHER, photograph=b"GIF89a"), "no photograph"),
        (replace(MOTHER, photograph=b"\xff\xd8\xff" + b"x" * 5_300_000), "5.1 MB"),
        (replace(MOTHER, first_message="x" * 7_000), "7000 characters"),
        (replace(MOTHER, language="fr"), "«fr»"),
        (replace(MOTHER, contact=Contact(email="a@b\r\nBcc: c@d.org", notices=Notices.EMAIL)), "name@example.org"),
        (replace(MOTHER, contact=Contact(notices=Notices.EMAIL)), "name@example.org"),
    ],
)
def test_what_cannot_be_kept_is_told_in_a_sentence(wrong: object, sentence: str) -> None:
    with pytest.raises(EnquiryRejected, match=sentence):
        intake.leave_enquiry(wrong)  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake.enquiry")
        assert cursor.fetchone() == (0,)


def test_nul_and_half_a_surrogate_do_no_harm() -> None:
    receipt = ask(replace(MOTHER, sought=Sought(names=("Ко\x00лодій\ud800",)), first_message="a\x00b"))
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert page.letters[0].text == "ab"


def test_nothing_is_kept_more_exactly_than_to_the_day() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data_type FROM information_schema.columns WHERE table_schema = 'intake'")
        types = {name for (name,) in cursor.fetchall()}
    assert "date" in types
    assert not {name for name in types if name.startswith("time")}
