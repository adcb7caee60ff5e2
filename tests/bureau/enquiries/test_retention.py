"""An enquiry without a sign of its family sheds what would endanger it, and keeps its match alive."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import WORKER, ask

from antigone.bureau.enquiries import intake
from antigone.bureau.enquiries.models import Notice
from antigone.bureau.enquiries.upkeep.retention import keep_to_retention
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import EnquiryState, NoSuchEnquiry
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db


def days_pass(days: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET renew_by = renew_by - %s::int", [days])


def kept() -> tuple[int, int]:
    with acting_as("antigone_worker"):
        return keep_to_retention(actor=WORKER)


def test_after_180_days_contact_and_messages_go_and_the_record_stays() -> None:
    receipt = ask()
    take_in(actor=WORKER)
    days_pass(180)
    assert kept() == (0, 0)
    days_pass(1)
    assert kept() == (0, 1)
    assert kept() == (0, 0)
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert (page.state, page.letters, page.months_until_renewal) == (EnquiryState.CLOSED, (), 0)
    assert Record.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM intake.key), (SELECT count(*) FROM intake.letter)")
        assert cursor.fetchone() == (0, 0)
    with pytest.raises(NoSuchEnquiry):
        intake.add_message(receipt, "ще тут")
    with pytest.raises(NoSuchEnquiry):
        intake.renew(receipt)


@pytest.mark.parametrize(
    "sign", [intake.renew, intake.pause, lambda receipt: intake.add_message(receipt, "ми чекаємо")]
)
def test_every_sign_of_the_family_keeps_it_for_another_180_days(sign: object) -> None:
    receipt = ask()
    days_pass(179)
    sign(receipt)  # type: ignore[operator]
    days_pass(2)
    assert kept()[1] == 0
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert page.months_until_renewal == 5


def test_who_wants_notices_is_reminded_once() -> None:
    ask(email_news=True)
    ask()
    days_pass(149)
    assert kept() == (0, 0)
    days_pass(1)
    assert kept() == (1, 0)
    assert kept() == (0, 0)
    assert Notice.objects.get().kind == "renewal"


def test_the_worker_cannot_shed_what_is_not_due() -> None:
    ask()
    with acting_as("antigone_worker"), connection.cursor() as cursor:
        cursor.execute("SELECT intake.shed(id) FROM intake.enquiry")
        assert cursor.fetchone() == (False,)
    with acting_as("antigone_worker"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("UPDATE intake.enquiry SET renew_by = '2000-01-01'")
