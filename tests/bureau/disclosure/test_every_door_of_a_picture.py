"""Each door by which pixels leave is listed, goes through disclosure, and lets nothing out besides pixels."""

from __future__ import annotations

import io

import grimp
import numpy as np
import pytest
from django.db import connection
from PIL import Image
from PIL.ExifTags import Base
from tests.imaging.drawn import drawn

from antigone.bureau.disclosure.pictures import LONGEST, Door, PictureHeldBack, outgoing_picture
from antigone.imaging.derivatives import blurred, cover, encoded, marked

#: By whom bytes are read out of the database for the world outside -> by which columns and functions.
READ_OUTSIDE = {
    "antigone_public": {
        *("published.thing.small", "published.thing.large", "published.thing.features"),  # `disclosure.gallery`
        "intake.look",  # `enquiries.pictures.looking`, by `disclosure.relatives`
        *("intake.page", "intake.letters"),  # what a family wrote itself and what it was written, under its own key
        "partners.begin_once",  # an answer that the same partner had a moment ago
    },
    "antigone_telegram": {
        "channel.claim",  # `disclosure.channel`
        "intake.letters",  # as above
        "intake.page",
        *("telegram.take", "telegram.claim"),  # what a conversation is about, and what is said in it, under its key
    },
}
#: Interfaces outside the desk, from which no import leads to a photograph but through `bureau.disclosure`.
OUTSIDE = ("website", "telegram", "api", "exchange")

_READABLE = """
    SELECT format('%%I.%%I.%%I', n.nspname, c.relname, a.attname)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'bytea'::regtype AND c.relkind IN ('r', 'v', 'm', 'p')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_column_privilege(%(role)s, c.oid, a.attnum, 'SELECT') AND has_schema_privilege(%(role)s, n.oid, 'USAGE')
    UNION
    SELECT format('%%I.%%I', n.nspname, p.proname)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND has_function_privilege(%(role)s, p.oid, 'EXECUTE')
        AND has_schema_privilege(%(role)s, n.oid, 'USAGE') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND pg_get_function_result(p.oid) ~ 'bytea'
"""


@pytest.mark.django_db
@pytest.mark.parametrize("role", READ_OUTSIDE)
def test_the_world_outside_reads_bytes_by_listed_doors_alone(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_READABLE, {"role": role})
        readable = {name for (name,) in cursor.fetchall()}
    assert readable == READ_OUTSIDE[role]


@pytest.mark.parametrize("outside", OUTSIDE)
def test_no_import_leads_from_outside_to_a_photograph_past_disclosure(outside: str) -> None:
    graph = grimp.build_graph("antigone")
    for module in [name for name in graph.modules if name.startswith("antigone.bureau.disclosure")]:
        graph.remove_module(module)
    for private in ("photographs", "incidents"):
        assert not graph.find_shortest_chains(
            f"antigone.interfaces.{outside}", f"antigone.bureau.{private}", as_packages=True
        )


PIXELS = np.asarray(drawn(1200, 900, seed=3))


def _jpeg(**saved: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(PIXELS[:300, :400]).save(buffer, "JPEG", **saved)
    return buffer.getvalue()


def test_whatever_the_bureau_makes_of_pixels_may_leave() -> None:
    small = encoded(PIXELS, longest=320).content
    for made in (small, marked(small, "K7M4"), cover(PIXELS).content, _jpeg(progressive=True), _jpeg(quality=30)):
        assert outgoing_picture(made, Door.GALLERY) == made
    assert outgoing_picture(blurred(PIXELS, [(0.1, 0.1, 0.5, 0.5)]).content, Door.CHANNEL)


@pytest.mark.parametrize("door", Door)
def test_nothing_travels_with_the_pixels_and_nothing_is_larger_than_the_door(door: Door) -> None:
    exif = Image.Exif()
    exif[Base.Model] = "a telephone"
    plain = _jpeg()
    assert outgoing_picture(plain, door) == plain
    carrying = (
        _jpeg(exif=exif), _jpeg(comment="taken at home"), _jpeg(icc_profile=b"a profile"), plain + b"PK",
        plain[:-2] + plain, b"\x89PNG" + plain, plain[:-2], plain[: len(plain) // 2], plain[:3], b"",
    )  # fmt: skip
    for content in carrying:
        with pytest.raises(PictureHeldBack):
            outgoing_picture(content, door)
    with pytest.raises(PictureHeldBack, match=f"larger than {LONGEST[door]} pixels"):
        outgoing_picture(encoded(np.zeros((LONGEST[door] + 1, 40, 3), np.uint8), longest=5000).content, door)
