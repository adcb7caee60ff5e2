"""The same photograph is found again when it was cut, mirrored or copied from a screen; other photographs are not."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import numpy as np
import pytest
from PIL import Image
from tests.bureau import people
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.album import CASE_WORKER, REGISTRAR, record
from tests.imaging.drawn import as_file, drawn

from antigone.bureau.ledger import Actor
from antigone.bureau.photographs import actions, queries
from antigone.bureau.photographs.copies import find_copies
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.models import Fingerprint, SamePhotograph
from antigone.bureau.photographs.values import PhotographDraft
from antigone.imaging import copies

WORKER = Actor("worker", "worker")


def _screenshot(picture: Image.Image) -> Image.Image:
    screen = Image.new("RGB", (720, 1280), (20, 20, 20))
    screen.paste(picture.resize((660, 495)), (30, 300))
    return screen


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "a quarter cut off": lambda picture: picture.crop((60, 20, 60 + 554, 20 + 415)),
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned": lambda picture: picture.rotate(90, expand=True),
    "a screenshot": _screenshot,
    "grey and small": lambda picture: picture.convert("L").convert("RGB").resize((400, 300)),
}


def _features(picture: Image.Image) -> copies.Features:
    return copies.features_of(np.asarray(picture))


def _agree(one: Image.Image, other: Image.Image) -> copies.Agreement | None:
    mirror = copies.features_of(copies.mirror_image(np.asarray(one)))
    return copies.agreement(_features(one), mirror, _features(other))


@pytest.mark.parametrize("edit", EDITS)
def test_a_changed_copy_agrees(edit: str) -> None:
    plain = drawn(640, 480)
    changed = Image.open(BytesIO(as_file(EDITS[edit](plain), quality=70)))
    found = _agree(changed, plain)
    assert found is not None
    assert found.mirrored == (edit == "mirrored")


def test_other_pictures_do_not() -> None:
    pictures = [drawn(640, 480, seed=seed) for seed in range(6)]
    assert not any(_agree(one, other) for place, one in enumerate(pictures) for other in pictures[place + 1 :])


def test_a_flat_picture_is_a_copy_of_nothing() -> None:
    flat = Image.new("RGB", (64, 64), (90, 90, 90))
    assert _agree(flat, flat) is None


def test_features_are_kept_as_they_were() -> None:
    features = _features(drawn(640, 480))
    again = copies.unpacked(copies.packed(features))
    assert np.abs(again.points - features.points).max() < 0.05
    assert np.array_equal(again.descriptors, features.descriptors)
    assert (again.width, again.height) == (features.width, features.height)


@pytest.mark.django_db
def test_the_worker_links_copies_and_no_others() -> None:
    one, other, third = (
        record(people.dead(number, name)) for number, name in (("D1", "Один"), ("D2", "Другий"), ("D3", "Третій"))
    )
    plain = drawn(640, 480)

    def added(to: UUID, picture: Image.Image) -> UUID:
        photograph = prepared(as_file(picture, quality=80))
        return actions.add_photograph(to, photograph, PhotographDraft("face"), actor=REGISTRAR)

    original = added(one, plain)
    copy = added(other, EDITS["mirrored"](plain))
    stranger = added(third, drawn(640, 480, seed=99))
    with acting_as("antigone_worker"):
        assert find_copies(actor=WORKER) == 3
        assert find_copies(actor=WORKER) == 0
    (link,) = queries.photograph_card(copy).copies
    assert (link.photograph, link.record, link.by, link.mirrored) == (original, one, "features", True)
    assert queries.photograph_card(stranger).copies == ()
    assert all(b"\x00" * 32 not in bytes(row.content) for row in Fingerprint.objects.all())
    with acting_as("antigone_staff"):
        actions.part_copies(link.link, actor=CASE_WORKER)
    Fingerprint.objects.filter(photograph__public_id=copy).delete()
    find_copies(actor=WORKER)
    assert SamePhotograph.objects.filter(undone_on=None).count() == 0
