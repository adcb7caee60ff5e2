"""Case workers answer: assigned, replied under seal, closed, withdrawn on request; events say that and not what."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group, User
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import CASE_WORKER, COLLEAGUE, WORKER, ask

from antigone.bureau.enquiries import intake, queries
from antigone.bureau.enquiries.actions import (
    EnquiryEnded,
    NoSuchColleague,
    NotYourEnquiry,
    assign,
    close,
    mark_answered,
    reply,
    withdraw_for_family,
)
from antigone.bureau.enquiries.models import Notice
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import EnquiryRejected, EnquiryState, KeepRecord, NoSuchEnquiry
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def case_workers() -> None:
    group = Group.objects.get(name="case worker")
    for actor in (CASE_WORKER, COLLEAGUE):
        User.objects.create(username=actor.name).groups.add(group)


def the_enquiry() -> UUID:
    (line,) = queries.enquiries()
    return line.id


def test_a_reply_is_read_with_the_receipt() -> None:
    receipt = ask(email_news=True)
    take_in(actor=WORKER)
    enquiry = the_enquiry()
    with acting_as("antigone_staff"):
        assign(enquiry, to=CASE_WORKER.name, actor=COLLEAGUE)
        reply(enquiry, "Чи був у нього шрам?", actor=CASE_WORKER)
        reply(enquiry, "І ще одне запитання.", actor=CASE_WORKER)
    with acting_as("antigone_public"):
        page = intake.open_enquiry(receipt)
    assert page is not None
    assert [letter.text for letter in page.letters if letter.kind == "reply"] == [
        "Чи був у нього шрам?",
        "І ще одне запитання.",
    ]
    assert Notice.objects.count() == 1, "two replies before the next post are one piece of news"
    assert "шрам" not in " ".join(str(event.detail) for event in Event.objects.all())


def test_only_the_one_to_whom_it_is_assigned_answers() -> None:
    ask()
    take_in(actor=WORKER)
    enquiry = the_enquiry()
    with acting_as("antigone_staff"):
        with pytest.raises(NotYourEnquiry):
            reply(enquiry, "привіт", actor=CASE_WORKER)
        assign(enquiry, to=COLLEAGUE.name, actor=CASE_WORKER)
        with pytest.raises(NotYourEnquiry):
            reply(enquiry, "привіт", actor=CASE_WORKER)
        with pytest.raises(NotYourEnquiry):
            mark_answered(enquiry, actor=CASE_WORKER)
        with pytest.raises(NotYourEnquiry):
            close(enquiry, reason="a reason", actor=Actor(COLLEAGUE.name, "administrator"))


def test_an_enquiry_is_assigned_to_case_workers_alone() -> None:
    ask()
    User.objects.create(username="closed", is_active=False).groups.add(Group.objects.get(name="case worker"))
    User.objects.create(username="auditor").groups.add(Group.objects.get(name="auditor"))
    for name in ("closed", "auditor", "nobody", ""):
        with acting_as("antigone_staff"), pytest.raises(NoSuchColleague):
            assign(the_enquiry(), to=name, actor=CASE_WORKER)


def test_lists_show_what_is_mine_and_what_is_nobodys() -> None:
    ask()
    ask()
    take_in(actor=WORKER)
    first, second = (line.id for line in queries.enquiries())
    with acting_as("antigone_staff"):
        assign(first, to=CASE_WORKER.name, actor=CASE_WORKER)
        assert [line.id for line in queries.my_enquiries(CASE_WORKER)] == [first]
        assert [line.id for line in queries.enquiries(assigned_to="")] == [second]
        assert [line.id for line in queries.enquiries(state="answered")] == []
        mark_answered(first, actor=CASE_WORKER)
        assert [line.id for line in queries.enquiries(state="answered")] == [first]
        counts = queries.enquiry_counts()
    assert (counts.open, counts.answered, counts.unassigned) == (1, 1, 1)


def test_a_closed_enquiry_says_so_on_its_page() -> None:
    receipt = ask()
    with acting_as("antigone_staff"):
        assign(the_enquiry(), to=CASE_WORKER.name, actor=CASE_WORKER)
        with pytest.raises(EnquiryRejected, match="reason"):
            close(the_enquiry(), reason=" ", actor=CASE_WORKER)
        close(the_enquiry(), reason="found alive, told by telephone", actor=CASE_WORKER)
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert page.state is EnquiryState.CLOSED


def test_a_family_that_asks_a_person_is_withdrawn_like_one_that_does_it_itself() -> None:
    receipt = ask()
    take_in(actor=WORKER)
    enquiry = the_enquiry()
    with acting_as("antigone_staff"):
        assign(enquiry, to=CASE_WORKER.name, actor=CASE_WORKER)
        withdraw_for_family(enquiry, keep_record=KeepRecord.ERASE, reason="asked by telephone", actor=CASE_WORKER)
        with pytest.raises(EnquiryEnded):
            reply(enquiry, "привіт", actor=CASE_WORKER)
        with pytest.raises(EnquiryEnded):
            withdraw_for_family(enquiry, keep_record=KeepRecord.ERASE, reason="again", actor=CASE_WORKER)
    take_in(actor=WORKER)
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert (page.state, page.letters) == (EnquiryState.WITHDRAWN, ())
    assert queries.enquiry_card(enquiry).sealed is False
    assert queries.enquiry_card(enquiry).record is None


def test_there_is_no_such_enquiry() -> None:
    with acting_as("antigone_staff"):
        for act in (lambda: queries.enquiry_card(uuid4()), lambda: reply(uuid4(), "x", actor=CASE_WORKER)):
            with pytest.raises(NoSuchEnquiry, match="enquiries list"):
                act()  # type: ignore[no-untyped-call]


def test_records_asked_after_are_those_of_families_that_still_ask() -> None:
    stays, goes = ask(), ask()
    take_in(actor=WORKER)
    intake.withdraw(goes, keep_record=KeepRecord.KEEP)
    assert intake.open_enquiry(stays) is not None
    with acting_as("antigone_staff"):
        (asked,) = queries.records_asked_after()
        assert [line.state for line in queries.enquiries_of_record(asked)] == ["open"]
