"""The rights of the website's role, as the database's own catalogue has them: no page can say what it cannot read.

Every schema is looked at, so that a table, view, sequence or function that somebody adds later is in the test too.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

_OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
_RELATIONS = (
    "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    f" WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {_OURS} AND "
)
_FUNCTIONS = (
    "SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
    f" WHERE p.prosecdef AND {_OURS} AND "
)

#: What is asked of the catalogue -> how. Names of schemas and of what stands in them.
QUESTIONS: Mapping[str, str] = {
    "reads": _RELATIONS + "has_any_column_privilege('antigone_public', c.oid, 'SELECT')",
    "writes": _RELATIONS
    + "(has_any_column_privilege('antigone_public', c.oid, 'INSERT, UPDATE, REFERENCES')"
    + " OR has_table_privilege('antigone_public', c.oid, 'DELETE, TRUNCATE, TRIGGER'))",
    "counts with": "SELECT s.seqrelid::regclass FROM pg_sequence s"
    " WHERE has_sequence_privilege('antigone_public', s.seqrelid, 'USAGE, SELECT, UPDATE')",
    "calls with the owner's rights": _FUNCTIONS
    + "p.prorettype <> 'trigger'::regtype AND has_function_privilege('antigone_public', p.oid, 'EXECUTE')"
    + " AND has_schema_privilege('antigone_public', n.oid, 'USAGE')",
    # Without this a temporary table of the caller could take a table's place.
    "may put tables under": _FUNCTIONS
    + "NOT coalesce(p.proconfig::text ~ 'search_path=pg_catalog,.*pg_temp\"', false)",
    "reads through a view": "SELECT DISTINCT n.nspname || '.' || c.relname FROM pg_depend d"
    " JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class c ON c.oid = d.refobjid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE d.classid = 'pg_rewrite'::regclass"
    f" AND {_OURS} AND n.nspname <> 'published' AND has_any_column_privilege('antigone_public', r.ev_class, 'SELECT')",
    "is also": "SELECT rolname FROM pg_roles WHERE pg_has_role('antigone_public', oid, 'MEMBER')",
    "makes things in": "SELECT n.nspname FROM pg_namespace n"
    f" WHERE {_OURS} AND has_schema_privilege('antigone_public', n.oid, 'CREATE')",
    "is given later": "SELECT d.defaclobjtype::text || a.privilege_type"
    " FROM pg_default_acl d, aclexplode(d.defaclacl) a"
    " WHERE a.grantee IN (0, 'antigone_public'::regrole) AND d.defaclobjtype IN ('r', 'S')",
    "stands above": "SELECT rolname FROM pg_roles WHERE rolname = 'antigone_public'"
    " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
}
#: What the answers have to be; nothing where a question is not named.
ALLOWED: Mapping[str, set[str]] = {
    "reads": {f"published.{name}" for name in ("departed", "figures", "name", "paper", "person", "thing", "word")},
    # Each takes the lookup of a receipt, or leaves an enquiry; one tells how old the oldest transaction at work is;
    # one counts what all visitors of the gallery look at in a minute; those of partners take a key.
    "calls with the owner's rights": {"published.settled_until"}
    | {f"partners.{name}" for name in ("admit", "agreed", "begin_once", "deliver", "delivered", "end_once")}
    | {"published.admit_to_things", "intake.look", "intake.pictures"}
    | {f"intake.{name}" for name in ("acknowledge", "erase", "leave", "letters", "page", "turn", "withdraw", "write")},
    "is also": {"antigone_public"},
}
#: A hand that slips once -> the question by which it is seen.
SLIPS: Mapping[str, str] = {
    "GRANT SELECT ON intake.letter TO antigone_public": "reads",
    "GRANT SELECT (id) ON registry_record TO antigone_public": "reads",
    "GRANT SELECT ON matching_match TO PUBLIC": "reads",
    "GRANT INSERT (number) ON intake.letter TO antigone_public": "writes",
    "GRANT DELETE ON published.person TO antigone_public": "writes",
    "GRANT SELECT ON SEQUENCE intake.letter_id_seq TO antigone_public": "counts with",
    "GRANT EXECUTE ON FUNCTION intake.withdraw_for TO antigone_public": "calls with the owner's rights",
    "CREATE FUNCTION published.asked() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
    " AS 'SELECT count(*) FROM intake.enquiry'": "calls with the owner's rights",
    "ALTER FUNCTION intake.page RESET ALL": "may put tables under",
    "CREATE VIEW published.asked AS SELECT count(*) FROM intake.enquiry;"
    " GRANT SELECT ON published.asked TO antigone_public": "reads through a view",
    "GRANT antigone_staff TO antigone_public": "is also",
    "GRANT CREATE ON SCHEMA published TO antigone_public": "makes things in",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO antigone_public": "is given later",
    "ALTER ROLE antigone_public CREATEDB": "stands above",
}


def answer(question: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(QUESTIONS[question])
        return {str(name) for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_websites_role_has_no_right_but_these(question: str) -> None:
    assert answer(question) == ALLOWED.get(question, set())


@pytest.mark.parametrize("slip", SLIPS)
def test_a_right_too_many_is_seen(slip: str) -> None:
    with connection.cursor() as cursor:
        for statement in slip.split(";"):
            cursor.execute(statement)
    assert answer(SLIPS[slip]) > ALLOWED.get(SLIPS[slip], set())
