"""Every grant on the tables of staff, worker and vault, tried as the role that must not."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.bureau.disclosure.roles import acting_as

pytestmark = pytest.mark.django_db

_INSERT_NOTICE = "INSERT INTO enquiries_notice (enquiry, kind) VALUES (gen_random_uuid(), 'news')"
_INSERT_OPENING = (
    "INSERT INTO enquiries_opening (enquiry, what, reason, opened_by, role, allowed)"
    " VALUES (gen_random_uuid(), 'contact', 'a reason', 'x', 'case worker', true)"
)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        *[(role, "SELECT * FROM enquiries_notice") for role in ("antigone_public", "antigone_laboratory")],
        *[(role, _INSERT_NOTICE) for role in ("antigone_public", "antigone_laboratory", "antigone_vault")],
        *[(role, "DELETE FROM enquiries_notice") for role in ("antigone_staff", "antigone_worker", "antigone_vault")],
        ("antigone_staff", "UPDATE enquiries_notice SET state = 'sent'"),
        ("antigone_vault", "UPDATE enquiries_notice SET state = 'sending'"),
        ("antigone_worker", "UPDATE enquiries_notice SET reference = gen_random_uuid()"),
        ("antigone_worker", "UPDATE enquiries_notice SET enquiry = gen_random_uuid()"),
        ("antigone_staff", "INSERT INTO enquiries_notice (enquiry, state) VALUES (gen_random_uuid(), 'sending')"),
        *[
            (role, _INSERT_OPENING)
            for role in ("antigone_public", "antigone_staff", "antigone_worker", "antigone_laboratory")
        ],
        ("antigone_worker", "SELECT * FROM enquiries_opening"),
        ("antigone_vault", "SELECT drafted_by FROM enquiries_telling"),
        ("antigone_vault", "UPDATE enquiries_telling SET dropped_by = 'x'"),
        ("antigone_worker", "UPDATE enquiries_telling SET approved_by = 'x', approved_on = current_date"),
        ("antigone_worker", "INSERT INTO enquiries_telling (enquiry) VALUES (gen_random_uuid())"),
        ("antigone_worker", "SELECT intake.draft(gen_random_uuid(), gen_random_uuid(), '', 'x')"),
        ("antigone_public", "SELECT intake.draft(gen_random_uuid(), gen_random_uuid(), '', 'x')"),
        ("antigone_vault", "SELECT intake.draft(gen_random_uuid(), gen_random_uuid(), '', 'x')"),
        ("antigone_vault", "INSERT INTO ledger_event (id) VALUES (1)"),
        ("antigone_vault", "DELETE FROM ledger_event"),
        ("antigone_vault", "SELECT last_login FROM auth_user"),
        ("antigone_vault", "INSERT INTO auth_user_groups (user_id, group_id) VALUES (1, 1)"),
        ("antigone_staff", "INSERT INTO auth_user_groups (user_id, group_id) VALUES (1, 1)"),
    ],
)
def test_it_is_refused(role: str, statement: str) -> None:
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_functions_of_the_intake_are_nobodys_by_default() -> None:
    """What a migration forgets to grant is granted to nobody: PUBLIC has no right on any of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'intake'"
            " AND has_function_privilege('antigone_laboratory', p.oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'intake'"
            " AND has_function_privilege('antigone_public', p.oid, 'EXECUTE') ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == [
            "acknowledge", "erase", "leave", "letters", "look", "page", "pictures", "turn", "withdraw", "write",
        ]  # fmt: skip
