"""The demonstration shows drawn tattoos of the unnamed dead, once, through the same two signatures as real ones."""

from __future__ import annotations

import pytest
from tests.bureau.photographs.album import REGISTRAR, add
from tests.bureau.photographs.gallery.released import remains

from antigone.bureau.disclosure import gallery
from antigone.bureau.photographs.actions import mark_region
from antigone.bureau.photographs.values import RegionDraft
from antigone.server.demo_gallery import release_things_once

pytestmark = pytest.mark.django_db


def test_tattoos_of_remains_are_released_once() -> None:
    added = add(remains(), shows="tattoo")
    mark_region(added, RegionDraft("tattoo", (0.1, 0.1, 0.5, 0.5), "forearm", "left", "якір"), actor=REGISTRAR)
    add(remains("r-2"), seed=8, shows="face")
    assert release_things_once() == 1
    (thing,) = gallery.things(gallery.ThingsQuery(words="anchor", place="forearm")).things
    assert (thing.what, thing.side, dict(thing.words)) == ("anchor", "left", {"uk": "якір"})
    assert release_things_once() == 1
