"""An administrator gives partners keys and looks after their webhooks; nobody can read a key afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.bureau.disclosure.roles import acting_as
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import OPERATOR
from tests.interfaces.desk.partners import (
    ADDRESS,
    NAME,
    a_partner,
    a_partner_that_reads_agreed_records,
    a_partner_whose_key_was_taken_back,
    a_webhook,
)

from antigone.bureau.disclosure.partners import Scope, admit, partners_with_keys
from antigone.bureau.disclosure.partners.upkeep import WORKER
from antigone.bureau.disclosure.partners.webhooks import TEST, Outcome, Postman, Said, send_messages, webhooks
from antigone.bureau.ledger.models import Event

FORM = {"name": NAME, "scopes": ["search", "write"], "domain": "Agency.example", "quota": "100"}
KEY = re.compile(r'id="key">([\w-]{43})<')


@pytest.fixture
def chief(office: None, staff_rights: None) -> Client:
    return signed_in("chief")


def opens(key: str) -> bool:
    return admit(key, None) is not None


def carried(said: Said) -> list[dict[str, Any]]:
    """What the worker brings away in one round, which is answered so."""
    bodies: list[dict[str, Any]] = []

    def carry(url: str, _headers: Any, body: bytes) -> Said:
        bodies.append({"url": url, "body": body})
        return said

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    with acting_as("antigone_worker"):
        send_messages(Postman(bytes, carry), actor=WORKER)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    return bodies


def key_on(page: str) -> str:
    found = KEY.search(page)
    assert found is not None
    return found[1]


def test_a_key_is_shown_once_and_opens_what_was_ticked(chief: Client) -> None:
    answer = chief.post(reverse("desk:partner-new"), FORM)
    key = key_on(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    with acting_as("antigone_public"):
        assert admit(key, Scope.SEARCH) is not None
        assert admit(key, Scope.FEED) is None
    (kept,) = partners_with_keys()
    assert (kept.domain, kept.quota, kept.audience) == ("agency.example", 100, "public")
    pages = [reverse("desk:partners"), reverse("desk:partner", kwargs={"public_id": kept.public_id})]
    assert [key in chief.get(page).text for page in pages] == [False, False]
    assert "1 of 100" in chief.get(pages[1]).text
    assert key not in str(list(Event.objects.values_list("detail", flat=True)))


def test_a_partner_has_one_key_and_what_is_wrong_stands_beside_its_field(chief: Client) -> None:
    a_partner()
    said = chief.post(reverse("desk:partner-new"), FORM)
    assert (said.status_code, "has a key" in said.text) == (400, True)
    for change, sentence in (
        ({"domain": ""}, "those of its own domain"),
        ({"domain": "no domain"}, "This is no domain"),
        ({"quota": "many"}, "Write a whole number"),
        ({"quota": "0"}, "Write a whole number"),
        ({"scopes": []}, "Please fill this in"),
        ({"scopes": ["agreed"]}, "Please choose one of the list"),
        ({"name": " "}, "Please fill this in"),
    ):
        said = chief.post(reverse("desk:partner-new"), FORM | {"name": "Another"} | change)
        assert (said.status_code, sentence in said.text) == (400, True), change
    assert len(partners_with_keys()) == 1


def test_a_new_key_takes_the_place_of_the_old_one(chief: Client) -> None:
    first = key_on(chief.post(reverse("desk:partner-new"), FORM).text)
    (kept,) = partners_with_keys()
    second = key_on(chief.post(reverse("desk:partner-renew", kwargs={"public_id": kept.public_id})).text)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert [opens(first), opens(second)] == [False, True]
    page = chief.get(reverse("desk:partner", kwargs={"public_id": kept.public_id})).text
    assert "key given anew" in page


def test_a_key_that_is_taken_back_opens_nothing(chief: Client) -> None:
    key = key_on(chief.post(reverse("desk:partner-new"), FORM).text)
    about = {"public_id": partners_with_keys()[0].public_id}
    chief.post(reverse("desk:partner-revoke", kwargs=about), {"reason": "the agreement is over"})
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert not opens(key)
    page = chief.get(reverse("desk:partner", kwargs=about)).text
    assert "the agreement is over" in page
    assert reverse("desk:partner-renew", kwargs=about) not in page


def test_the_desk_gives_nobody_a_key_to_records_of_prisoners(chief: Client) -> None:
    about = a_partner_that_reads_agreed_records()
    page = chief.get(reverse("desk:partner", kwargs=about)).text
    assert "antigone partner renew" in page
    assert reverse("desk:partner-renew", kwargs=about) not in page
    answer = chief.post(reverse("desk:partner-renew", kwargs=about))
    assert (answer.status_code, KEY.search(answer.text)) == (409, None)
    assert partners_with_keys()[0].renewed_on is None
    assert 'value="agreed"' not in chief.get(reverse("desk:partner-new")).text


def test_a_test_says_in_a_sentence_what_came_of_it_and_never_the_whole_address(chief: Client) -> None:
    about = a_webhook()
    page = reverse("desk:webhook", kwargs=about)
    said = chief.post(reverse("desk:webhook-test", kwargs=about), follow=True).text
    assert "1 message waits." in said
    (told,) = carried(Said(Outcome.LATER, "HTTP 503"))
    assert (told["url"], TEST in str(told["body"])) == (ADDRESS, True)
    said = chief.get(page).text
    assert "The last message did not arrive. The partner’s program made a mistake (HTTP 503)." in said
    assert "our-secret-path" not in said + chief.get(reverse("desk:partners")).text
    chief.post(reverse("desk:webhook-test", kwargs=about))
    carried(Said(Outcome.SENT, "HTTP 204"))
    assert "did not arrive." not in chief.get(page).text.partition("Newest messages")[0].partition("Now")[0]


def test_a_webhook_rests_until_somebody_resumes_it_and_each_act_is_an_event(chief: Client) -> None:
    about = a_webhook()
    for route, sentence in (
        ("pause", "Nothing is sent there until you resume it"),
        ("pause", "Somebody did that already"),
        ("resume", "Messages go there again"),
        ("again", "is tried at once"),
    ):
        assert sentence in chief.post(reverse(f"desk:webhook-{route}", kwargs=about), follow=True).text
    chief.post(reverse("desk:webhook-remove", kwargs=about), {"reason": "another address"})
    assert webhooks()[0].removed_on is not None
    assert "removed already" in chief.post(reverse("desk:webhook-pause", kwargs=about), follow=True).text
    acts = Event.objects.filter(subject_kind="webhook", actor_name="chief").order_by("pk")
    assert [(event.verb, event.actor_role) for event in acts] == [
        (f"disclosure.{verb}", "administrator")
        for verb in ("pause_webhook", "resume_webhook", "send_webhook_again", "remove_webhook")
    ]


def test_a_webhook_is_added_for_who_has_a_key_and_on_the_open_internet_alone(chief: Client) -> None:
    about = a_partner()
    there = reverse("desk:webhook-add", kwargs=about)
    form = {"url": ADDRESS, "topics": ["persons.changed", "delivery.closed"]}
    for change, sentence in (
        ({"url": "https://10.0.0.7/"}, "No message goes there"),
        ({"url": "http://hooks.agency.example/"}, "No message goes there"),
        ({"topics": []}, "Please fill this in"),
    ):
        said = chief.post(there, form | change)
        assert (said.status_code, sentence in said.text) == (400, True)
    assert "Send a test" in chief.post(there, form, follow=True).text
    assert webhooks()[0].topics == ["persons.changed", "delivery.closed"]
    assert "hears at this address already" in chief.post(there, form).text


def test_no_webhook_is_added_for_who_has_no_key(chief: Client) -> None:
    about = a_partner_whose_key_was_taken_back()
    answer = chief.post(reverse("desk:webhook-add", kwargs=about), {"url": ADDRESS, "topics": ["persons.changed"]})
    assert (answer.status_code, webhooks()) == (409, ())


def test_an_auditor_reads_and_is_offered_no_act(office: None, staff_rights: None) -> None:
    about = a_webhook()
    page = signed_in("watcher").get(reverse("desk:webhook", kwargs=about)).text
    assert OPERATOR.name in page
    assert re.findall(r'<form[^>]*action="/(?:partners|webhooks)/', page) == []


def test_what_is_not_there_is_not_found(chief: Client) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    assert chief.get(f"/partners/{nobody}/").status_code == 404
    for route in ("", "pause/", "test/", "remove/"):
        assert chief.post(f"/webhooks/{nobody}/{route}").status_code == (404 if route else 405)
