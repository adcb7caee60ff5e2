"""From the record of somebody's remains to a post about them, without copying its number by hand."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import REGISTRAR

from antigone.bureau.disclosure.channel.queries import channel_posts
from antigone.bureau.registry.actions import withhold_record
from antigone.bureau.registry.models import Record

LINK = re.compile(r'<a href="(/channel/new/\?about=[^"]+)">')


def link_on(client: Client, source_record_id: str) -> str:
    """Where the record's page leads for a post about it; empty where nowhere."""
    number = Record.objects.get(source_record_id=source_record_id).public_id
    found = LINK.search(client.get(reverse("desk:record", kwargs={"public_id": number})).text)
    return found[1] if found else ""


def test_a_post_is_begun_from_the_record_of_remains_with_its_number(office: None, staff_rights: None) -> None:
    taras = signed_in("taras")
    form = taras.get(link_on(taras, "m-3")).text
    number = str(Record.objects.get(source_record_id="m-3").public_id)
    assert f'name="about" value="{number}"' in form
    assert re.search(r'<option value="remains"[^>]* selected', form)
    sent = {"kind": "remains", "language": "uk", "about": number, "body": "Татуювання: якір на лівому передпліччі."}
    page = taras.post(reverse("desk:channel-new"), sent, follow=True).text
    (card,) = channel_posts()
    assert str(card.about) == number
    assert reverse("desk:record", kwargs={"public_id": number}) in page


def test_no_post_is_offered_about_anybody_else_nor_to_who_writes_none(office: None, staff_rights: None) -> None:
    taras, olena = signed_in("taras"), signed_in("olena")
    assert [link_on(taras, "m-1"), link_on(taras, "c-1"), link_on(olena, "m-3")] == ["", "", ""]
    withhold_record(str(Record.objects.get(source_record_id="m-3").public_id), reason="contested", actor=REGISTRAR)
    assert link_on(taras, "m-3") == ""
