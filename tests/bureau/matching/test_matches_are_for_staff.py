"""Who may be whom is for staff: the families' website can read none of it, and nothing that is published holds any."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.bureau.matching.lists import compare, found, lists_say, match_between, missing
from tests.bureau.people import OPEN_LIST, REGISTRAR, arrive

import antigone
from antigone.bureau.disclosure.actions import publish_what_may_be

pytestmark = pytest.mark.django_db


def answers(question: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [str(answer) for (answer,) in cursor.fetchall()]


def test_the_public_has_no_right_to_any_table_column_or_number_of_it() -> None:
    tables = answers("SELECT relname FROM pg_class WHERE relname LIKE 'matching%' AND relkind = 'r'")
    assert {"matching_match", "matching_key", "matching_due", "matching_run"} <= set(tables)
    assert not answers(
        "SELECT c.relname FROM pg_class c WHERE c.relname LIKE 'matching%' AND c.relkind IN ('r', 'v', 'm', 'p')"
        " AND (has_any_column_privilege('antigone_public', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')"
        " OR has_table_privilege('antigone_public', c.oid, 'DELETE, TRUNCATE, TRIGGER'))"
    )
    assert not answers(
        "SELECT sequencename FROM pg_sequences WHERE sequencename LIKE 'matching%'"
        " AND has_sequence_privilege('antigone_public', sequencename, 'USAGE, SELECT, UPDATE')"
    )


def test_nothing_that_the_public_may_call_or_read_looks_into_it() -> None:
    assert not answers(
        "SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname IN ('public', 'published') AND p.prosrc LIKE '%matching\\_%'"
        " AND has_function_privilege('antigone_public', p.oid, 'EXECUTE')"
        " AND (p.prosecdef OR n.nspname = 'published')"
    )
    assert not answers(
        "SELECT DISTINCT v.oid::regclass FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid"
        " JOIN pg_class v ON v.oid = r.ev_class JOIN pg_class m ON m.oid = d.refobjid"
        " WHERE d.classid = 'pg_rewrite'::regclass AND m.relname LIKE 'matching%'"
        " AND has_table_privilege('antigone_public', v.oid, 'SELECT')"
    )


def test_the_rooms_that_speak_to_families_never_name_it() -> None:
    source = Path(antigone.__file__).parent
    rooms = [source / "bureau" / "disclosure", source / "interfaces" / "website"]
    files = [file for room in rooms for file in room.rglob("*") if file.suffix in (".py", ".sql", ".html")]
    assert len(files) > 10
    naming = [
        file for file in files if "matching_" in (text := file.read_text(encoding="utf-8")) or ".matching" in text
    ]
    assert naming == []


def test_a_match_leaves_no_trace_in_what_is_published() -> None:
    lists_say(found("17", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    tables = answers(
        "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'published' AND c.relkind = 'r'"
    )
    assert tables
    before = {table: answers(f"SELECT t::text FROM {table} t ORDER BY 1") for table in tables}
    arrive(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"), source=OPEN_LIST)
    compare()
    assert match_between("1", "17").joint_posterior > 0.9
    publish_what_may_be(actor=REGISTRAR)
    assert {table: answers(f"SELECT t::text FROM {table} t ORDER BY 1") for table in tables} == before
