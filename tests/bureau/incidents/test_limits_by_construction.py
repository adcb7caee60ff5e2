"""What this register never does, held by actions and by the database, in SQL with the desk's own rights."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.bureau.incidents.story import ANALYST, ITEM, open_case, write_file

from antigone.bureau.incidents.actions import add_file, describe_medium
from antigone.bureau.incidents.models import Item
from antigone.bureau.incidents.places import coarse, width_of
from antigone.bureau.incidents.seeing.actions import add_picture, add_site
from antigone.bureau.incidents.values import IncidentError, NotAFile, PictureDraft, TooYoung

pytestmark = pytest.mark.django_db


def refused(statement: str) -> str:
    """What the database says when the desk's role writes this; none of it stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE antigone_staff")
        with pytest.raises(DatabaseError) as told, transaction.atomic():
            cursor.execute(statement)
    return str(told.value).splitlines()[0]


@pytest.fixture
def code(tmp_path: Path) -> str:
    return open_case(tmp_path)


def days_ago(days: int) -> date:
    return datetime.now(UTC).date() - timedelta(days=days)


def test_young_media_are_refused_also_where_only_one_of_their_dates_is_young(code: str, tmp_path: Path) -> None:
    file = str(write_file(tmp_path, "young.jpg", seed=5))
    for draft, sentence in (
        (replace(ITEM, published=days_ago(29).isoformat(), recorded=""), "nothing younger than 30 days"),
        (replace(ITEM, published=f"2024-01/{days_ago(1)}", recorded=""), "nothing younger than 30 days"),
        (replace(ITEM, recorded=days_ago(3).isoformat()), "nothing younger than 30 days"),
        (replace(ITEM, published="", recorded="", obtained_on=days_ago(2)), "nobody says when it was published"),
        (replace(ITEM, published="", recorded="", obtained_on=days_ago(-2)), "still to come"),
    ):
        with pytest.raises(TooYoung, match=sentence):
            add_file(code, file, draft, actor=ANALYST)
    assert Item.objects.count() == 1
    add_file(code, file, replace(ITEM, published=days_ago(31).isoformat(), recorded=""), actor=ANALYST)


def test_a_bureau_asks_for_more_and_never_for_less(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = replace(ITEM, published=days_ago(40).isoformat(), recorded="")
    monkeypatch.setattr(django_settings, "CONFIGURATION", replace(django_settings.CONFIGURATION, footage_age_days=90))
    with pytest.raises(TooYoung, match="nothing younger than 90 days"):
        describe_medium(code, "video/mp4", draft, actor=ANALYST)
    monkeypatch.setattr(django_settings, "CONFIGURATION", replace(django_settings.CONFIGURATION, footage_age_days=1))
    with pytest.raises(TooYoung, match="nothing younger than 30 days"):
        describe_medium(code, "video/mp4", replace(draft, published=days_ago(20).isoformat()), actor=ANALYST)


def test_the_database_holds_the_gate_by_itself(code: str) -> None:
    insert = (
        "INSERT INTO incidents_item (incident_id, number, held, title, media_type, obtained_from, obtained_on,"
        " added_by, published_by_day, recorded_to) SELECT id, 2, false, 'x', 'video/mp4', 'x', {0}, 'x', {1}, {2}"
        " FROM incidents_incident"
    )
    for obtained, published, recorded in (
        ("current_date - 40", "current_date - 29", "NULL"),
        ("current_date - 29", "NULL", "NULL"),
        ("current_date + 2", "current_date - 90", "NULL"),
        ("current_date - 40", "current_date - 40", "now() - interval '10 days'"),
    ):
        assert "30 days" in refused(insert.format(obtained, published, recorded)) or "still to come" in refused(
            insert.format(obtained, published, recorded)
        )
    picture = (
        "INSERT INTO incidents_picture (item_id, incident_id, number, label, added_by, taken_to)"
        " SELECT id, incident_id, 1, 'x', 'x', now() - interval '10 days' FROM incidents_item"
    )
    assert "nothing younger than 30 days is looked at" in refused(picture)


def test_nothing_comes_in_without_custody(code: str) -> None:
    bare = (
        "INSERT INTO incidents_item (incident_id, number, held, title, media_type, obtained_from, obtained_on,"
        " added_by) SELECT id, 2, false, 'x', 'video/mp4', 'x', '2024-01-01', 'x' FROM incidents_incident;"
        " SET CONSTRAINTS ALL IMMEDIATE"
    )
    assert "came in without an event of its custody" in refused(bare)


def test_the_chain_neither_changes_nor_forks_nor_goes_back_in_time(code: str) -> None:
    assert "denied" in refused("UPDATE incidents_custodyevent SET at = at - interval '1 day'")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            cursor.execute("UPDATE incidents_custodyevent SET at = at - interval '1 day'")
    copy = (
        "INSERT INTO incidents_custodyevent (incident_id, item_id, number, verb, at, by, tool, entry, digest)"
        " SELECT incident_id, item_id, {number}, verb, {at}, by, tool, {entry}, digest FROM incidents_custodyevent"
        " WHERE number = 2"
    )
    assert "not the next one" in refused(copy.format(number=5, at="now()", entry="entry"))
    assert "neither dated back nor ahead" in refused(
        copy.format(number=3, at="now() - interval '1 day'", entry="entry")
    )
    assert "says something else" in refused(copy.format(number=3, at="clock_timestamp()", entry="entry"))


@pytest.mark.parametrize(
    "said",
    [
        "біля 37U DQ 12345 67890",
        "37udq1234567890",
        "X=5412345 Y=7412345",
        "48.0159, 37.8028",
        "48°00'57\" пн. ш.",
        "47,86123 37,52345",
    ],
)
def test_no_text_names_an_exact_spot(said: str, code: str) -> None:
    with pytest.raises(IncidentError, match="military grid or by exact coordinates"):
        add_site(code, said, "road", actor=ANALYST)
    with pytest.raises(IncidentError, match="military grid or by exact coordinates"):
        add_picture(code, 1, PictureDraft("frame", because=said), actor=ANALYST)


@pytest.mark.parametrize(
    "said", ["за 12 км від Кам'янки", "3 вагони 40-футові", "№ 12345, 2022-07-18", "0.35 m a pixel"]
)
def test_other_texts_are_let_be(said: str, code: str) -> None:
    add_site(code, said, "road", actor=ANALYST)


def test_a_place_is_kept_to_a_kilometre_and_the_database_takes_no_closer_one(code: str) -> None:
    add_site(code, "road", "road", near=(48.01592, 37.80285), actor=ANALYST)
    with connection.cursor() as cursor:
        cursor.execute("SELECT latitude, longitude FROM incidents_site")
        assert [float(one) for one in cursor.fetchone()] == [48.015, 37.81]
    for latitude, longitude in (("48.016", "37.81"), ("48.015", "37.803"), ("60.005", "37.805")):
        assert "at least 1 km" in refused(
            "INSERT INTO incidents_site (incident_id, name, kind, latitude, longitude, added_by)"
            f" SELECT id, 'x', 'road', {latitude}, {longitude}, 'x' FROM incidents_incident"
        )


@given(st.floats(-85, 85), st.floats(-180, 180))
@pytest.mark.django_db(databases=[])
def test_every_cell_is_a_kilometre_high_and_wide(latitude: float, longitude: float) -> None:
    from math import cos, radians

    north, east = (float(one) for one in coarse(latitude, longitude))
    width = width_of(north)
    assert abs(north - latitude) <= 0.0051
    assert abs(east - longitude) <= width / 2000 + 1e-9
    farthest = min(abs(north) + 0.005, 85)
    assert width / 1000 * 111.19 * cos(radians(farthest)) >= 1.0


def test_only_files_are_taken_in(code: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for named, sentence in (
        ("https://example.org/clip.mp4", "is an address"),
        ("rtsp://camera/stream", "is an address"),
        (str(pipe), "no regular file"),
        (str(tmp_path), "no regular file"),
        ("/dev/zero", "no regular file"),
        (str(tmp_path / "nothing"), "there is no file"),
    ):
        with pytest.raises(NotAFile, match=sentence):
            add_file(code, named, ITEM, actor=ANALYST)
    text = tmp_path / "note.txt"
    text.write_text("a text")
    with pytest.raises(NotAFile, match="neither a picture"):
        add_file(code, str(text), ITEM, actor=ANALYST)
    assert Item.objects.count() == 1


def test_dates_that_cannot_be_read_say_so_and_write_nothing(code: str, tmp_path: Path) -> None:
    file = str(write_file(tmp_path, "other.jpg", seed=6))
    for said, sentence in (
        ("2024-05-20T10:30", "names an hour without its zone"),
        ("31.02.2024", "is no date or time"),
        ("2024-05-20/2024-05-01", "ends before it begins"),
        ("2024-05~", "as far as they are sure"),
        ("2024-05-20T10:30+99:00", "is no date or time"),
    ):
        with pytest.raises(IncidentError, match=sentence):
            add_file(code, file, replace(ITEM, recorded=said), actor=ANALYST)
    assert Item.objects.count() == 1


def test_faces_stay_blurred_without_two_signatures(code: str) -> None:
    add_picture(code, 1, PictureDraft("photograph"), actor=ANALYST)
    clear = (
        "INSERT INTO incidents_copy (picture_id, purpose, width, height, blurred, tool, sha256, content)"
        " SELECT id, '{0}', 1, 1, false, 'x', 'x', '' FROM incidents_picture"
    )
    assert "faces stay blurred" in refused(clear.format("clear"))
    assert "faces stay blurred" in refused(clear.format("large")) or "incidents_copy_blurred" in refused(
        clear.format("large")
    )


def test_the_websites_role_reads_nothing_of_incidents(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'incidents%' AND relkind = 'r'"
            " AND has_any_column_privilege('antigone_public', oid, 'SELECT, INSERT, UPDATE')"
        )
        assert cursor.fetchall() == []
