"""At the desk a family is told by one person after another has read it, and of nothing that two people did not sign."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import MOTHER, WORKER, ask
from tests.bureau.matching.lists import compare
from tests.bureau.people import CLOSED_LIST, arrive, prisoner
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.deciding import rights_of_the_owner
from tests.interfaces.desk.office import OPERATOR, PASSWORD
from tests.interfaces.desk.test_decisions import hidden

from antigone.bureau.enquiries import intake, queries
from antigone.bureau.enquiries.models import Opening, Telling
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.identification.deciding.models import Identification
from antigone.bureau.registry.models import Record
from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role

NAME = MOTHER.sought.names[0]
TOLD = "Ваш син Вадим живий. Він у полоні; це підтвердили нам 2 травня."


@pytest.fixture
def receipt(office: None) -> Receipt:
    """A mother asks; her son stands on a list of prisoners; two case workers are at the desk."""
    add_account("iryna", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    left = ask()
    take_in(actor=WORKER)
    arrive(prisoner("P-1", NAME, birth_date="1987-05-13"), source=CLOSED_LIST)
    return left


@pytest.fixture
def two(receipt: Receipt, the_vault_answers: None, staff_rights: None) -> tuple[Client, Client]:
    return signed_in("taras"), signed_in("iryna")


def at(route: str, **of: object) -> str:
    return reverse(f"desk:{route}", kwargs=of)


def enquiry() -> UUID:
    (line,) = queries.enquiries()
    return line.id


def identified(taras: Client, iryna: Client) -> Identification:
    (line,) = queries.enquiries()
    pair = {"sought": line.record, "found": Record.objects.get(source_record_id="P-1").public_id}
    for identifier in ("name", "documents"):
        form = {"identifier": identifier, "verdict": "consistent", "grounds": "alike", "evidence": "card 3"}
        assert taras.post(at("comparison-add", **pair), form).status_code == 302
    form = {"because": "his card"}
    review = taras.post(at("identification-propose", **pair), form).text
    assert taras.post(at("identification-propose", **pair), form | hidden(review)).status_code == 302
    it = Identification.objects.get()
    where = at("identification-sign", public_id=it.public_id)
    assert iryna.post(where, hidden(iryna.get(where).text)).status_code == 302
    it.refresh_from_db()
    return it


def taken_on(who: Client) -> None:
    assert "The enquiry is yours." in who.post(at("enquiry-take", public_id=enquiry()), follow=True).text


def drafted(who: Client, it: Identification | None, template: str = "in captivity", text: str = TOLD) -> str:
    form = {"template": template, "text": text} | ({"about": str(it.public_id)} if it else {})
    return who.post(at("telling-draft", public_id=enquiry()), form, follow=True).text


def seen(receipt: Receipt) -> list[str]:
    with acting_as("antigone_public"):
        page = intake.open_enquiry(receipt)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    assert page is not None
    return [one.text for one in page.told]


def test_from_two_signatures_to_the_page_of_the_receipt(receipt: Receipt, two: tuple[Client, Client]) -> None:
    taras, iryna = two
    it = identified(taras, iryna)
    page = taras.get(at("identification", public_id=it.public_id)).text
    assert "nobody has taken it on" in page
    assert "taras, case worker: identification proposed" in page
    assert "iryna, case worker: identification signed" in page
    taken_on(taras)
    page = taras.get(at("telling-draft", public_id=enquiry()), {"template": "in captivity", "about": it.public_id}).text
    assert "Ми маємо відомості про людину, яку Ви шукаєте: [ім’я]." in page
    assert "One family: whoever left this enquiry." in page
    assert "A colleague must read it before it goes out." in drafted(taras, it)
    telling = Telling.objects.get()
    where = at("telling", public_id=telling.public_id)
    assert TOLD not in iryna.get(where).text
    page = iryna.post(where).text
    assert TOLD in page
    answer = iryna.post(at("telling-approve", public_id=telling.public_id), hidden(page), follow=True)
    assert "Approved." in answer.text
    assert seen(receipt) == []
    answer = taras.post(at("telling-deliver", public_id=telling.public_id), {"channel": "receipt"}, follow=True)
    assert "this family was told" in answer.text
    assert seen(receipt) == [TOLD]


def test_the_writer_is_not_the_second_reader_and_nobody_approves_unread(two: tuple[Client, Client]) -> None:
    taras, iryna = two
    taken_on(taras)
    drafted(taras, None, "nothing yet", "Новин поки що немає.")
    telling = Telling.objects.get()
    page = taras.post(at("telling", public_id=telling.public_id)).text
    assert "a colleague must read it" in page
    approve = at("telling-approve", public_id=telling.public_id)
    assert "cannot be its second reader" in taras.post(approve, {"read": telling.digest}, follow=True).text
    assert "read it first" in iryna.post(approve, {}, follow=True).text
    telling.refresh_from_db()
    assert telling.approved_by == ""


def test_a_second_family_of_the_same_man_is_told_once_two_people_sign_for_its_own_record(
    two: tuple[Client, Client],
) -> None:
    taras, iryna = two
    it = identified(taras, iryna)
    first = enquiry()
    with rights_of_the_owner():
        ask()
        take_in(actor=WORKER)
        compare()
    (second,) = (line for line in queries.enquiries() if line.id != first)
    taras.post(at("enquiry-take", public_id=second.id))
    page = taras.get(at("enquiry", public_id=second.id)).text
    assert "two people must sign for its own record too" in page
    found = Record.objects.get(pk=it.found_id).public_id
    assert at("pair", sought=second.record, found=found) in page
    taras.post(at("enquiry-take", public_id=first))
    assert "for its own record too" not in taras.get(at("enquiry", public_id=first)).text


@pytest.mark.parametrize("template", ["identified", "in captivity"])
def test_what_two_people_did_not_sign_is_not_told(two: tuple[Client, Client], template: str) -> None:
    taras, _ = two
    taken_on(taras)
    assert "only of an identification that two people signed" in drafted(taras, None, template)
    assert not Telling.objects.exists()


def test_what_was_taken_back_meanwhile_is_not_told(receipt: Receipt, two: tuple[Client, Client]) -> None:
    taras, iryna = two
    it = identified(taras, iryna)
    taken_on(taras)
    drafted(taras, it)
    telling = Telling.objects.get()
    page = iryna.post(at("telling", public_id=telling.public_id)).text
    iryna.post(at("telling-approve", public_id=telling.public_id), hidden(page))
    where, reason = at("identification-rescind", public_id=it.public_id), {"because": "another man of this name"}
    iryna.post(where, reason | hidden(iryna.post(where, reason).text))
    answer = taras.post(at("telling-deliver", public_id=telling.public_id), {"channel": "receipt"})
    assert answer.status_code == 409
    assert "Do not tell it." in answer.text
    assert seen(receipt) == []


def test_a_gap_that_was_left_open_is_not_kept(two: tuple[Client, Client]) -> None:
    taras, _ = two
    taken_on(taras)
    assert "has a gap in [brackets]" in drafted(taras, None, "more is needed", "Нам допомогло б: [що саме].")


def test_a_freeze_hides_what_was_told_at_once(receipt: Receipt, two: tuple[Client, Client]) -> None:
    taras, iryna = two
    it = identified(taras, iryna)
    taken_on(taras)
    drafted(taras, it)
    telling = Telling.objects.get()
    page = iryna.post(at("telling", public_id=telling.public_id)).text
    iryna.post(at("telling-approve", public_id=telling.public_id), hidden(page))
    taras.post(at("telling-deliver", public_id=telling.public_id), {"channel": "receipt"})
    found = Record.objects.get(pk=it.found_id).public_id
    answer = iryna.post(at("record-freeze", public_id=found), {"reason": "he says it is not him"}, follow=True)
    assert "Tellings hidden: 1." in answer.text
    assert seen(receipt) == []
    answer = iryna.post(at("record-unfreeze", public_id=found), {"reason": "it was him"}, follow=True)
    assert "Tellings shown again: 1." in answer.text
    assert seen(receipt) == [TOLD]


def test_what_a_family_wrote_opens_with_a_reason_for_whoever_has_the_enquiry(two: tuple[Client, Client]) -> None:
    taras, iryna = two
    taken_on(taras)
    ask_why = {"what": "messages", "reason": "to answer the question of the mother"}
    page = taras.post(at("enquiry-open", public_id=enquiry()), ask_why).text
    assert MOTHER.first_message in page
    assert "<dt>Opened in the vault</dt><dd>1</dd>" in page
    answer = iryna.post(at("enquiry-open", public_id=enquiry()), ask_why)
    assert answer.status_code == 403
    assert "The vault does not open this" in answer.text
    assert MOTHER.first_message not in answer.text
    assert "10" in taras.post(at("enquiry-open", public_id=enquiry()), ask_why | {"reason": "so"}).text
    page = taras.post(at("enquiry-open", public_id=enquiry()), ask_why | {"what": "contact"}).text
    assert MOTHER.contact.phone in page
    assert Opening.objects.filter(allowed=True).count() == 2


def test_a_question_is_answered_on_the_page_of_the_receipt(receipt: Receipt, two: tuple[Client, Client]) -> None:
    taras, iryna = two
    taken_on(taras)
    answer = taras.post(at("enquiry-reply", public_id=enquiry()), {"text": "Ми вас почули."}, follow=True)
    assert "on the page of the receipt" in answer.text
    answer = iryna.post(at("enquiry-reply", public_id=enquiry()), {"text": "І я"}, follow=True)
    assert "Take it on first." in answer.text


def test_without_the_vault_nothing_sealed_is_shown_and_the_page_says_so(
    receipt: Receipt, staff_rights: None, settings: object
) -> None:
    settings.VAULT_SOCKET = "/nonexistent/vault"  # type: ignore[attr-defined]
    taras = signed_in("taras")
    taken_on(taras)
    drafted(taras, None, "nothing yet", "Новин поки що немає.")
    answer = taras.post(at("telling", public_id=Telling.objects.get().public_id))
    assert answer.status_code == 503
    assert "The vault does not answer" in answer.text
