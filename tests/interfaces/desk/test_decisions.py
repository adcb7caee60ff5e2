"""Two case workers bring two records to a signed identification at the desk, and everything that stops them."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.factors import SoftwareKey
from tests.interfaces.desk.office import OPERATOR, PASSWORD

from antigone.bureau.identification.deciding.models import Approval, Comparison, Identification
from antigone.bureau.identification.deciding.queries import statement_to_rescind
from antigone.bureau.identification.deciding.verifying import verify
from antigone.bureau.registry.models import Record
from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role
from antigone.interfaces.desk.second_factor.approvals import verified_by


def public_id(source_record_id: str) -> UUID:
    return Record.objects.get(source_record_id=source_record_id).public_id


@pytest.fixture
def two(office: None, staff_colleague: None, staff_rights: None) -> tuple[Client, Client]:
    """Two case workers, both signed in."""
    return signed_in("taras"), signed_in("iryna")


@pytest.fixture
def staff_colleague(office: None) -> None:
    add_account("iryna", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)


def pair_of(found: str = "m-3") -> dict[str, UUID]:
    return {"sought": public_id("c-2"), "found": public_id(found)}


def address(route: str, **of: object) -> str:
    return reverse(f"desk:{route}", kwargs=of)


def compare(who: Client, identifier: str, verdict: str = "consistent", **said: str) -> str:
    form = {"identifier": identifier, "verdict": verdict, "grounds": "side by side", "evidence": "report 17"} | said
    return who.post(address("comparison-add", **pair_of()), form, follow=True).text


def hidden(page: str) -> dict[str, str]:
    """What a page's signing form carries."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


def propose(who: Client, route: str = "identification-propose", **said: str) -> str:
    """Write why, read, sign; gives the last page."""
    form = {"because": "the teeth are his"} | said
    review = who.post(address(route, **pair_of()), form)
    if review.status_code != 200:
        return review.text
    return who.post(address(route, **pair_of()), form | hidden(review.text), follow=True).text


def sign(who: Client) -> str:
    where = address("identification-sign", public_id=Identification.objects.get().public_id)
    return who.post(where, hidden(who.get(where).text), follow=True).text


def test_two_case_workers_identify_remains(two: tuple[Client, Client]) -> None:
    taras, iryna = two
    page = compare(taras, "dental")
    assert "The comparison is recorded." in page
    assert "enough for an identification" in page
    assert "Another person must sign it." in propose(taras)
    waiting = iryna.get(address("decisions")).text
    assert "Верещака О. Д." in waiting.partition("All, the newest first")[0]
    page = sign(iryna)
    assert "The identification is signed." in page
    kept = Identification.objects.get()
    assert (kept.state, [one.by for one in kept.approvals.all()]) == ("signed", ["taras", "iryna"])
    assert "Nothing waits for you." in iryna.get(address("decisions")).text


def test_the_signers_page_shows_in_plain_words_and_as_text_what_is_signed(two: tuple[Client, Client]) -> None:
    taras, iryna = two
    compare(taras, "dental", grounds="crowns 36 and 46 agree")
    propose(taras, because="the teeth of the picture of 2019")
    page = iryna.get(address("identification-sign", public_id=Identification.objects.get().public_id)).text
    for said in (
        "These remains are of the missing person.",
        "the teeth of the picture of 2019",
        "crowns 36 and 46 agree",
        "Верещака О. Д.",
        "&quot;act&quot;: &quot;sign&quot;",
        "&quot;by&quot;: &quot;iryna&quot;",
        str(public_id("c-2")),
    ):
        assert said in page, said


def question(page: str) -> str:
    """What the page asks the browser's passkey, as JSON."""
    return unescape(re.findall(r'data-question="([^"]+)"', page)[0])


def test_a_passkey_signs_and_its_signature_holds_by_itself(two: tuple[Client, Client]) -> None:
    taras, iryna = two
    key = SoftwareKey()
    made = key.made(question(iryna.get(reverse("desk:factors")).text))
    assert iryna.post(reverse("desk:passkey-add"), {"name": "key ring", "answer": made}).status_code == 302
    compare(taras, "dental")
    propose(taras)
    it = Identification.objects.get()
    where = address("identification-sign", public_id=it.public_id)
    page = iryna.get(where).text
    other = SoftwareKey(credential_id=key.credential_id)
    answer = iryna.post(where, hidden(page) | {"assertion": other.shown(question(page))})
    assert answer.status_code == 409
    assert "The signature is not yours" in answer.text
    answer = iryna.post(where, hidden(page) | {"assertion": key.shown(question(page))}, follow=True)
    assert "with a passkey" in answer.text
    assert "The identification is signed." in answer.text
    (found,) = verify(verified_by)
    assert found.sound
    assert [one.method.value for one in found.approvals] == ["server", "passkey"]
    kept = Approval.objects.get(act="sign")
    with pytest.raises(IntegrityError, match="not over what was signed"), transaction.atomic():
        Approval.objects.create(
            identification=it,
            act="rescind",
            by="iryna",
            because="so",
            method="passkey",
            key_id=kept.key_id,
            signed=statement_to_rescind(it.public_id, by="iryna", because="so"),
            evidence=bytes(kept.evidence),
        )


def test_nobody_signs_twice(two: tuple[Client, Client]) -> None:
    taras, _ = two
    compare(taras, "dental")
    propose(taras)
    where = address("identification-sign", public_id=Identification.objects.get().public_id)
    page = taras.get(where).text
    assert "You have signed this already" in page
    assert 'name="shown"' not in page
    digest = re.findall(r'<span class="code">([0-9a-f]{64})</span>', page)[0]
    answer = taras.post(where, {"shown": digest})
    assert answer.status_code == 409
    assert "Another person must." in answer.text
    assert Approval.objects.count() == 1


def test_what_changed_since_the_page_was_shown_is_not_signed(two: tuple[Client, Client]) -> None:
    taras, iryna = two
    compare(taras, "dental")
    form = {"because": "the teeth are his"}
    review = taras.post(address("identification-propose", **pair_of()), form).text
    compare(iryna, "traits")
    answer = taras.post(address("identification-propose", **pair_of()), form | hidden(review))
    assert answer.status_code == 409
    assert "Something changed since this page was shown." in answer.text
    assert not Identification.objects.exists()


def test_too_little_is_not_proposed_and_the_page_says_why(two: tuple[Client, Client]) -> None:
    taras, _ = two
    page = compare(taras, "effects")
    assert "possible, not enough" in page
    assert address("identification-propose", **pair_of()) not in page
    review = taras.post(address("identification-propose", **pair_of()), {"because": "his jacket"})
    answer = taras.post(address("identification-propose", **pair_of()), {"because": "his jacket"} | hidden(review.text))
    assert answer.status_code == 409
    assert "does not carry an identification" in answer.text


def test_dna_without_a_finding_of_the_laboratory_is_refused(two: tuple[Client, Client]) -> None:
    page = compare(two[0], "dna")
    assert "The laboratory has no finding on these two records" in page
    assert not Comparison.objects.exists()


def test_a_board_decides_with_three_people(two: tuple[Client, Client], django_user_model: type[User]) -> None:
    taras, iryna = two
    compare(taras, "effects")
    board = {"document": "minutes 4", "sha256": "ab" * 32, "members": "Iryna, odontologist\nBohdan, lawyer"}
    assert "Another person must sign it." in propose(taras, "board-decision", **board)
    assert "One more is needed." in sign(iryna)
    assert Identification.objects.get().state == "proposed"
    assert propose(taras, "board-decision", **(board | {"sha256": "x"})).count("Grounds, evidence") == 1


def test_an_identification_is_taken_back_with_its_reason(two: tuple[Client, Client]) -> None:
    taras, iryna = two
    compare(taras, "dental")
    propose(taras)
    sign(iryna)
    it = Identification.objects.get()
    where = address("identification-rescind", public_id=it.public_id)
    reason = {"because": "the X-ray was another man's"}
    review = iryna.post(where, reason)
    assert "This identification is taken back." in review.text
    page = iryna.post(where, reason | hidden(review.text), follow=True).text
    assert "taken back" in page
    assert "the X-ray was another man&#x27;s" in page
    it.refresh_from_db()
    assert it.state == "rescinded"


def test_what_is_asked_for_stands_beside_the_pair_until_it_is_compared(two: tuple[Client, Client]) -> None:
    taras, _ = two
    form = {"identifier": "dental", "what": "X-rays of 2019", "of_whom": "the dentist in Lubny"}
    page = taras.post(address("evidence-ask", **pair_of()), form, follow=True).text
    assert "X-rays of 2019" in page
    assert "waiting" in page
    assert "compared since" in compare(taras, "dental")


def test_two_records_that_are_no_pair_have_no_page(two: tuple[Client, Client]) -> None:
    taras, _ = two
    other = {"sought": public_id("m-1"), "found": public_id("m-3")}
    for route in ("pair", "comparison-add", "evidence-ask", "identification-propose", "board-decision"):
        assert taras.get(address(route, **other)).status_code == 404
    nothing = UUID(int=4)
    for route in ("identification", "identification-sign", "identification-rescind"):
        assert taras.get(address(route, public_id=nothing)).status_code == 404


def test_a_form_that_lacks_something_says_what(two: tuple[Client, Client]) -> None:
    page = compare(two[0], "dental", evidence="")
    assert "Grounds, evidence or reasons are missing" in page
    assert "Please choose one of the list." in compare(two[0], "gut feeling")
    assert Group.objects.filter(name="case worker").exists()
