"""Signatures over decisions: by a passkey, checkable with its public key alone; by the server for who has none."""

from __future__ import annotations

import html
import json
import random
import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.deciding import rights_of_the_owner
from tests.interfaces.desk.factors import SoftwareKey
from tests.interfaces.desk.office import OPERATOR, PASSWORD
from tests.interfaces.desk.test_decisions import compare, hidden, pair_of, propose
from tests.interfaces.desk.test_second_factors import with_passkey
from webauthn.helpers import base64url_to_bytes

from antigone.bureau.identification.deciding.models import Approval, Identification
from antigone.bureau.identification.deciding.values import Method, Signature
from antigone.bureau.identification.deciding.verifying import verify
from antigone.bureau.ledger.models import Event
from antigone.interfaces.desk.accounts import add_account, close_account
from antigone.interfaces.desk.models import Passkey, ServerKey
from antigone.interfaces.desk.permissions import Role
from antigone.interfaces.desk.second_factor.approvals import verified, verified_by
from antigone.interfaces.desk.second_factor.queries import key_named


@pytest.fixture
def key() -> SoftwareKey:
    return SoftwareKey()


@pytest.fixture
def proposed(office: None, staff_rights: None) -> UUID:
    """What `taras`, who has codes, has proposed."""
    taras = signed_in("taras")
    compare(taras, "dental")
    propose(taras)
    return Identification.objects.get().public_id


@pytest.fixture
def iryna(office: None, key: SoftwareKey) -> Client:
    """A case worker with a passkey."""
    add_account("iryna", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    client = signed_in("iryna")
    assert "The passkey is added." in with_passkey(client, key)
    return client


def form_to_sign(client: Client, where: str) -> tuple[dict[str, str], str]:
    """The signing form of a page, and what it asks the browser."""
    page = client.get(where).text
    asked = re.search(r'name="assertion" data-passkey="show"[^>]*data-question="([^"]*)"', page)
    assert asked, page
    return hidden(page), html.unescape(asked[1])


def sign_address(proposed: UUID) -> str:
    return reverse("desk:identification-sign", kwargs={"public_id": proposed})


def signed_with_passkey(client: Client, key: SoftwareKey, proposed: UUID) -> Signature:
    form, asked = form_to_sign(client, sign_address(proposed))
    page = client.post(sign_address(proposed), form | {"assertion": key.shown(asked)}, follow=True).text
    assert "The identification is signed." in page
    return signature_of(Approval.objects.get(by="iryna"))


def signature_of(kept: Approval) -> Signature:
    return Signature(Method(kept.method), kept.key_id, bytes(kept.signed), bytes(kept.evidence))


def test_a_passkey_signs_and_anybody_can_check_it_with_the_public_key(
    iryna: Client, key: SoftwareKey, proposed: UUID
) -> None:
    signature = signed_with_passkey(iryna, key, proposed)
    assert signature.method is Method.PASSKEY
    known = key_named(signature.method, signature.key_id)
    assert known is not None
    assert (known.owner, known.usable) == ("iryna", True)
    assert verified(signature, known)
    assert verified_by(signature, "iryna")
    assert not verified_by(signature, "taras")
    assert all(one.sound for one in verify(verified_by))


def test_the_signature_of_a_passkey_needs_no_second_touch(iryna: Client, key: SoftwareKey, proposed: UUID) -> None:
    session = iryna.session
    session["factor_at"] = 0
    session.save()
    signed_with_passkey(iryna, key, proposed)
    assert iryna.post("/second-factor/remove/", {"which": "0"}).status_code == 302  # it counts as a fresh factor


def test_no_bit_of_a_signature_can_be_changed(iryna: Client, key: SoftwareKey, proposed: UUID) -> None:
    signature = signed_with_passkey(iryna, key, proposed)
    known = key_named(signature.method, signature.key_id)
    assert known is not None
    chance = random.Random(1)
    for part in ("signed", "evidence"):
        content = getattr(signature, part)
        for place in chance.sample(range(8 * len(content)), 500):
            changed = bytearray(content)
            changed[place // 8] ^= 1 << place % 8
            forged = replace(signature, **{part: bytes(changed)})
            # The last letter of base64 holds bits that mean nothing: such a change is no other signature.
            assert not verified(forged, known) or same_bytes(forged, signature), (part, place)


def same_bytes(left: Signature, right: Signature) -> bool:
    """Whether two assertions mean the same bytes, however they are written."""

    said = [json.loads(one.evidence) for one in (left, right)]
    meant = [{name: base64url_to_bytes(text) for name, text in one["response"].items()} for one in said]
    return meant[0] == meant[1] and left.signed == right.signed and said[0]["id"] == said[1]["id"]


def test_a_signature_stays_valid_when_the_passkey_and_the_account_are_gone(
    iryna: Client, key: SoftwareKey, proposed: UUID
) -> None:
    signature = signed_with_passkey(iryna, key, proposed)
    page = iryna.post("/second-factor/remove/", {"which": str(Passkey.objects.get().pk)}, follow=True).text
    assert "It is removed." in page
    known = key_named(signature.method, signature.key_id)
    assert known is not None
    assert not known.usable
    assert verified_by(signature, "iryna")


@pytest.mark.parametrize("what", ["another statement", "another site", "not unlocked", "another key", "none"])
def test_the_desk_takes_no_other_signature(what: str, iryna: Client, key: SoftwareKey, proposed: UUID) -> None:
    where = sign_address(proposed)
    form, asked = form_to_sign(iryna, where)
    if what == "another statement":
        said = json.loads(asked)
        asked = json.dumps(said | {"challenge": said["challenge"][::-1]})
    key.origin = "https://desk.example.com" if what == "another site" else key.origin
    key.verified = what != "not unlocked"
    signer = SoftwareKey(credential_id=key.credential_id, counter=9) if what == "another key" else key
    assertion = "" if what == "none" else signer.shown(asked)
    answer = iryna.post(where, form | {"assertion": assertion})
    assert answer.status_code == 409
    assert "Nothing was kept." in answer.text
    assert not Approval.objects.filter(by="iryna").exists()


def test_who_holds_a_passkey_cannot_fall_back_to_the_servers_signature(iryna: Client, proposed: UUID) -> None:
    where = sign_address(proposed)
    form, _ = form_to_sign(iryna, where)
    assert iryna.post(where, form).status_code == 409
    assert not Approval.objects.filter(by="iryna").exists()


def test_the_server_signs_for_who_has_codes_and_is_marked_as_weaker(proposed: UUID) -> None:
    kept = Approval.objects.get()
    signature = signature_of(kept)
    assert (kept.method, kept.by) == ("server", "taras")
    assert verified_by(signature, "taras")
    assert ServerKey.objects.get().key_id == signature.key_id
    assert not verified_by(replace(signature, signed=signature.signed + b" "), "taras")
    assert not verified_by(replace(signature, key_id="server-of-somebody"), "taras")
    page = signed_in("taras").get(reverse("desk:identification", kwargs={"public_id": proposed})).text
    assert "the server signed, which proves less" in page
    assert Event.objects.filter(verb="desk.announce_server_key").count() == 1


def test_the_server_signs_nothing_without_a_fresh_code(office: None, staff_rights: None) -> None:
    taras = signed_in("taras")
    compare(taras, "dental")
    where = reverse("desk:identification-propose", kwargs=pair_of())
    form = {"because": "the teeth are his"}
    form |= hidden(taras.post(where, form).text)
    session = taras.session
    session["factor_at"] = 0
    session.save()
    page = taras.post(where, form)
    assert page.status_code == 403
    assert "the teeth are his" in page.text  # what was typed is not lost
    assert not Identification.objects.exists()


def test_a_closed_account_signs_no_more(iryna: Client, key: SoftwareKey, proposed: UUID) -> None:
    form, asked = form_to_sign(iryna, sign_address(proposed))

    with rights_of_the_owner():
        close_account("iryna", actor=OPERATOR)
    answer = iryna.post(sign_address(proposed), form | {"assertion": key.shown(asked)})
    assert answer.headers["Location"] == "/sign-in/"
    assert User.objects.filter(username="iryna", is_active=False).exists()
    assert not Approval.objects.filter(by="iryna").exists()


def test_a_key_that_was_put_into_the_database_without_an_act_signs_nothing(
    iryna: Client, key: SoftwareKey, proposed: UUID
) -> None:
    form, asked = form_to_sign(iryna, sign_address(proposed))
    stolen = SoftwareKey()
    Passkey.objects.create(
        account=User.objects.get(username="iryna"),
        credential_id=stolen.credential_id,
        public_key=stolen.cose(),
        rp_id="localhost",
        sign_count=0,
        name="telephone",
    )
    answer = iryna.post(sign_address(proposed), form | {"assertion": stolen.shown(asked)})
    assert answer.status_code == 409
    assert not Approval.objects.filter(by="iryna").exists()
