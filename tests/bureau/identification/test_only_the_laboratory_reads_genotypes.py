"""A profile lies under seal: other keys, other samples and other roles do not open it."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import ProgrammingError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.swabs import BONE, KEY, MOTHER, both_are_read, the_family_gives_a_swab

from antigone.bureau.identification.models import Profile
from antigone.bureau.identification.sealing import digest, laboratory_key, opened, sealed
from antigone.bureau.identification.values import SealBroken
from antigone.bureau.ledger.models import Event

OTHER_KEY = laboratory_key(X25519PrivateKey.generate())


def test_what_was_sealed_opens_for_the_laboratory() -> None:
    assert opened(sealed(BONE, sample="S-1", key=KEY), sample="S-1", key=KEY) == {
        "TH01": ("7", "9.3"),
        "FGA": ("24",),
        "vWA": ("17", "18"),
    }


def test_another_key_another_sample_and_changed_bytes_do_not_open_it() -> None:
    content = sealed(BONE, sample="S-1", key=KEY)
    with pytest.raises(SealBroken, match="sample S-1"):
        opened(content, sample="S-1", key=OTHER_KEY)
    with pytest.raises(SealBroken, match="sample S-2"):
        opened(content, sample="S-2", key=KEY)
    for place in (0, len(content) // 2, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            opened(bytes(changed), sample="S-1", key=KEY)
    with pytest.raises(SealBroken):
        opened(b"", sample="S-1", key=KEY)


def test_a_digest_tells_a_repeated_reading_to_the_laboratory_alone() -> None:
    assert digest(BONE, sample="S-1", key=KEY) == digest(
        {locus: alleles[::-1] for locus, alleles in reversed(BONE.items())}, sample="S-1", key=KEY
    )
    assert digest(BONE, sample="S-1", key=KEY) != digest(BONE, sample="S-1", key=OTHER_KEY)
    assert digest(BONE, sample="S-1", key=KEY) != digest(BONE, sample="S-2", key=KEY)
    assert digest(BONE, sample="S-1", key=KEY) != digest(MOTHER, sample="S-1", key=KEY)


@pytest.mark.django_db
def test_the_database_holds_no_allele_in_plain() -> None:
    the_family_gives_a_swab()
    both_are_read()
    assert Profile.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM identification_profile p")
        rows = " ".join(text for (text,) in cursor.fetchall())
    events = " ".join(str(event.detail) for event in Event.objects.all())
    for plain in ("9.3", "TH01", b"9.3".hex(), b"TH01".hex()):
        assert plain not in rows
        assert plain not in events


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["antigone_staff", "antigone_worker", "antigone_public"])
def test_no_other_role_reads_sealed_bytes(role: str) -> None:
    the_family_gives_a_swab()
    both_are_read()
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT sealed FROM identification_profile")
    with acting_as("antigone_laboratory"), connection.cursor() as cursor:
        cursor.execute("SELECT count(sealed) FROM identification_profile")
        assert cursor.fetchone() == (2,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT value FROM registry_name",
        "SELECT father_name FROM registry_record",
        "SELECT * FROM auth_user",
        "SELECT * FROM matching_match",
        "UPDATE registry_record SET sensitivity = ''",
        "SELECT detail FROM ledger_event",
    ],
)
def test_the_laboratory_knows_samples_not_people(statement: str) -> None:
    with (
        acting_as("antigone_laboratory"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)
