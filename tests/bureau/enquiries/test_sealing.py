"""What is sealed opens in its own place with its own key, and nowhere else."""

from __future__ import annotations

from uuid import uuid4

import pytest

from antigone.bureau.enquiries.sealing import PUBLIC_BYTES, PrivateKey, PublicKey, new_private_key, opened, sealed
from antigone.bureau.enquiries.values import SealBroken

KEY = new_private_key()
ENQUIRY = uuid4()


def test_what_was_sealed_opens() -> None:
    content = sealed(b"+380 50 000 17 29", KEY.public, enquiry=ENQUIRY, place="contact")
    assert opened(content, KEY, enquiry=ENQUIRY, place="contact") == b"+380 50 000 17 29"
    assert opened(content, PrivateKey(KEY.seed), enquiry=ENQUIRY, place="contact")


def test_the_public_half_is_enough_to_seal() -> None:
    content = sealed(b"x", PublicKey(KEY.public.raw), enquiry=ENQUIRY, place="contact")
    assert opened(content, KEY, enquiry=ENQUIRY, place="contact") == b"x"
    assert len(KEY.public.raw) == PUBLIC_BYTES


@pytest.mark.parametrize(
    "changed", [{"key": new_private_key()}, {"enquiry": uuid4()}, {"place": "message"}], ids=["key", "enquiry", "place"]
)
def test_another_key_another_enquiry_and_another_place_do_not_open_it(changed: dict[str, object]) -> None:
    content = sealed(b"secret", KEY.public, enquiry=ENQUIRY, place="contact")
    with pytest.raises(SealBroken):
        opened(content, **({"key": KEY, "enquiry": ENQUIRY, "place": "contact"} | changed))  # type: ignore[arg-type]


def test_a_changed_byte_does_not_open() -> None:
    content = sealed(b"secret", KEY.public, enquiry=ENQUIRY, place="contact")
    for place in (0, 1_100, len(content) // 2, len(content) - 1):
        wrong = bytearray(content)
        wrong[place] ^= 1
        with pytest.raises(SealBroken):
            opened(bytes(wrong), KEY, enquiry=ENQUIRY, place="contact")
    with pytest.raises(SealBroken):
        opened(b"", KEY, enquiry=ENQUIRY, place="contact")


def test_the_same_text_sealed_twice_looks_different() -> None:
    assert sealed(b"x", KEY.public, enquiry=ENQUIRY, place="c") != sealed(b"x", KEY.public, enquiry=ENQUIRY, place="c")


def test_keys_of_another_length_are_refused() -> None:
    with pytest.raises(SealBroken, match="96"):
        PrivateKey(b"short")
    with pytest.raises(SealBroken, match="1216"):
        PublicKey(b"short")


def test_a_private_key_is_not_printed_by_accident() -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert str(KEY.seed) not in repr(KEY)
