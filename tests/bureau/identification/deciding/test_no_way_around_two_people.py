"""No order of actions by one person, and no SQL with the staff's own rights, reaches a signed identification.

One person, who has the desk's database role in hand, does whatever hypothesis thinks of. What SQL cannot see is whose
hand made a signature; where he writes another case worker's name under a forged one, the database still demands a
primary identifier, and `verify` finds the forgery.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.deciding.board import (
    NAME,
    TARAS,
    compared,
    proposed,
    public_id,
    rescinded,
    signature,
    signed,
    the_staff_is_there,
    verified,
)
from tests.bureau.matching.lists import compare
from tests.bureau.people import CLOSED_LIST, arrive

from antigone.bureau.identification.deciding.actions import decide_by_board
from antigone.bureau.identification.deciding.models import IDENTIFIERS, PRIMARY, Approval, Identification
from antigone.bureau.identification.deciding.queries import draft_identification
from antigone.bureau.identification.deciding.statements import as_json
from antigone.bureau.identification.deciding.values import BoardDecision, DecisionError, Verdict
from antigone.bureau.identification.deciding.verifying import verify
from antigone.bureau.matching.models import Match
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db

BOARD = BoardDecision("minutes", "ab" * 32, ("Taras", "Taras's friend"))
#: Names under which one person might sign a second time; the last but one letter of the third is Cyrillic.
NOT_ANOTHER = ("taras", "Taras", "tarаs", "taras ", "clerk", "gone", "nobody", "")
SOMEBODY_ELSE = "iryna"


@pytest.fixture
def one_person(db: None) -> None:
    the_staff_is_there()
    gone = User.objects.create_user("gone", is_active=False)
    gone.groups.add(Group.objects.get(name="case worker"))
    missing = RecordDraft(RecordKind.MISSING, (NameDraft(NAME),), source_record_id="M-1", birth_date="1987-05-13")
    body = RecordDraft(RecordKind.REMAINS, (NameDraft(NAME),), source_record_id="F-1", birth_date="1987-05-13")
    arrive(missing, body, source=CLOSED_LIST)
    compare()
    assert Match.objects.count() == 1


def savepoint() -> transaction.Atomic:
    """A block that actions take for no transaction of somebody else's, like the test case's own."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


_COMPARISON = """
    INSERT INTO identification_comparison
        (id, sought_id, found_id, identifier, verdict, grounds, evidence, "by", finding)
    SELECT %s, m.id, f.id, %s, %s, 'so', 'there', 'taras', '{"posterior": "0.999999999"}'
    FROM registry_record m, registry_record f WHERE m.source_record_id = 'M-1' AND f.source_record_id = 'F-1'
"""
_IDENTIFICATION = """
    INSERT INTO identification_identification
        (public_id, sought_id, found_id, rule, basis, because, document, document_sha256, members, proposed_by,
        proposed_on, decision, state)
    SELECT %s, m.id, f.id, 'prisoner', %s, 'so', %s, %s, %s, %s, current_date, 'x', 'signed'
    FROM registry_record m, registry_record f WHERE m.source_record_id = 'M-1' AND f.source_record_id = 'F-1'
"""
_APPROVAL = """
    INSERT INTO identification_approval
        (identification_id, act, "by", because, method, key_id, signed, evidence)
    SELECT i.id, %s, %s, 'so', 'server', %s, identification_statement(i, %s, %s, 'so'), %s
    FROM identification_identification i ORDER BY i.id DESC LIMIT 1
"""


def sql_comparison(identifier: str, verdict: str, number: int) -> None:
    sql(_COMPARISON, number, identifier, verdict)


def sql_identification(by: str, board: bool) -> None:
    told = ("board", "minutes", "ab" * 32, ["a", "b"]) if board else ("comparisons", "", "", [])
    sql(_IDENTIFICATION, uuid4(), *told, by)


def sql_approval(act: str, by: str) -> None:
    sql(_APPROVAL, act, by, f"server {by}", act, by, bytes(64))


def board_decides() -> None:
    draft = draft_identification(public_id("M-1"), public_id("F-1"), because="so", by="taras", board=BOARD)
    decide_by_board(draft, signature(TARAS, draft.statement), verified=verified, actor=TARAS)


def newest() -> Identification:
    found = Identification.objects.order_by("-id").first()
    if found is None:
        raise DecisionError("nothing is proposed")
    return found


STATEMENTS = (
    "UPDATE identification_identification SET state = 'signed'",
    "UPDATE identification_identification SET rule = 'prisoner'",
    "DELETE FROM identification_identification",
    "UPDATE identification_approval SET \"by\" = 'iryna'",
    "DELETE FROM identification_approval",
    "UPDATE identification_comparison SET identifier = 'dna'",
    "DELETE FROM identification_comparison WHERE verdict <> 'consistent'",
    "TRUNCATE identification_comparison",
    "UPDATE matching_match SET state = 'under_review', taken_up_by = 'taras', reasons = '[]'",
    "UPDATE matching_match SET state = 'confirmed', decided_by = 'taras, iryna', decided_on = now(), because = 'x',"
    " identifier = 'dna', reasons = '[]'",
    "DELETE FROM matching_match",
    "UPDATE registry_record SET kind = 'prisoner' WHERE source_record_id = 'F-1'",
    "UPDATE registry_record SET kind = 'remains' WHERE source_record_id = 'F-1'",
    "UPDATE registry_record SET kind = 'missing' WHERE source_record_id = 'F-1'",
    "UPDATE registry_record SET id = id + 1000",
    "DELETE FROM registry_record WHERE source_record_id = 'F-1'",
    "INSERT INTO auth_user (username, password, is_superuser, first_name, last_name, email, is_staff, is_active,"
    " date_joined) VALUES ('mine', 'x', false, '', '', '', false, true, now())",
    "UPDATE auth_user SET username = 'second' WHERE username = 'clerk'",
    "UPDATE auth_user SET is_active = true",
    "INSERT INTO auth_user_groups (user_id, group_id) SELECT u.id, g.id FROM auth_user u, auth_group g",
    "INSERT INTO identification_kinshipweight (search_id, family_id, sample_id, log10_lr, per_locus, loci,"
    " inconsistent) VALUES (1, 1, 1, 30, '{}', 20, 0)",
    "ALTER TABLE identification_approval DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "SET ROLE antigone_worker",
    "CREATE TEMP TABLE identification_identification (id bigint, state text, sought_id bigint, found_id bigint)",
    "CREATE TEMP TABLE registry_record (id bigint, kind text, source_record_id text)",
    "CREATE FUNCTION public.identification_case_worker(who text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql AS $$SELECT gen_random_uuid()::text$$",
    "CREATE OR REPLACE FUNCTION identification_signers_needed(basis text) RETURNS integer LANGUAGE sql AS 'SELECT 0'",
    "DROP TRIGGER identification_approval_made ON identification_approval",
    "SET CONSTRAINTS ALL DEFERRED",
    "SELECT set_config('search_path', 'pg_temp, public', false)",
)

Move = Callable[[], object]
identifier = st.sampled_from(IDENTIFIERS)
secondary = st.sampled_from([one for one in IDENTIFIERS if one not in PRIMARY])
by_action: st.SearchStrategy[Move] = st.one_of(
    st.builds(lambda one, verdict: lambda: compared(one, verdict), identifier, st.sampled_from(Verdict)),
    st.just(lambda: proposed()),
    st.just(lambda: signed(newest().public_id, TARAS)),
    st.just(lambda: rescinded(newest().public_id)),
    st.just(board_decides),
)
by_sql: st.SearchStrategy[Move] = st.one_of(
    st.builds(
        lambda one, verdict, number: lambda: sql_comparison(one, verdict.value, number),
        identifier,
        st.sampled_from(Verdict),
        st.sampled_from([1, 10**9]),
    ),
    st.builds(
        lambda by, board: lambda: sql_identification(by, board), st.sampled_from(["taras", "iryna"]), st.booleans()
    ),
    st.builds(lambda statement: lambda: sql(statement), st.sampled_from(STATEMENTS)),
)


CONFIRM = next(one for one in STATEMENTS if "state = 'confirmed'" in one)


def together(*moves: Move) -> Move:
    """Several in one transaction."""
    return lambda: [move() for move in moves]


def approvals(names: tuple[str, ...]) -> st.SearchStrategy[Move]:
    """Signatures under the newest identification, alone or with the match's own confirmation."""
    return st.builds(
        lambda act, by, confirm: together(lambda: sql_approval(act, by), *([lambda: sql(CONFIRM)] if confirm else [])),
        st.sampled_from(["propose", "sign", "sign", "rescind"]),
        st.sampled_from(names),
        st.booleans(),
    )


def whole_forgeries(names: tuple[str, ...]) -> st.SearchStrategy[Move]:
    """A primary identifier, an identification, all its signatures and the match's confirmation in one transaction."""
    return st.builds(
        lambda board, signers: together(
            lambda: sql("UPDATE matching_match SET state = 'under_review', taken_up_by = 'taras', reasons = '[]'"),
            lambda: sql_comparison("dental", "consistent", 1),
            lambda: sql_identification("taras", board),
            lambda: sql_approval("propose", "taras"),
            *[lambda by=by: sql_approval("sign", by) for by in signers],  # type: ignore[misc]
            lambda: sql(CONFIRM),
        ),
        st.booleans(),
        st.lists(st.sampled_from(names), max_size=3),
    )


def play(moves: list[Move]) -> None:
    """Each move is a transaction of its own with the staff's rights; what the database refuses is rolled back."""
    for move in moves:
        with suppress(DecisionError, Error), acting_as("antigone_staff"), savepoint():
            sql("SET CONSTRAINTS ALL DEFERRED")
            move()
            sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("RESET ROLE")
        sql("SET search_path TO DEFAULT")
    sql("DROP TABLE IF EXISTS pg_temp.identification_identification, pg_temp.registry_record")


FORGED_BY_TWO = whole_forgeries((*NOT_ANOTHER, SOMEBODY_ELSE))
PLAYED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Undone(Exception):
    """Takes an example's changes back."""


@PLAYED
@given(
    st.sampled_from([[], [lambda: compared("dental"), lambda: proposed()]]),
    st.lists(st.one_of(by_action, by_sql, approvals(NOT_ANOTHER), whole_forgeries(NOT_ANOTHER)), max_size=12),
)
def test_one_person_never_reaches_a_signed_identification(
    one_person: None, begun: list[Move], moves: list[Move]
) -> None:
    with suppress(Undone), savepoint():
        play([*begun, *moves])
        assert not Identification.objects.filter(state="signed").exists()
        assert not Match.objects.filter(state="confirmed").exists()
        raise Undone


@PLAYED
@given(
    st.lists(st.one_of(secondary.map(lambda one: lambda: compared(one)), by_sql), max_size=4),
    st.lists(st.one_of(by_action, by_sql, approvals((*NOT_ANOTHER, SOMEBODY_ELSE)), FORGED_BY_TWO), max_size=10),
)
def test_a_forged_second_signature_still_needs_a_primary_identifier_and_is_found(
    one_person: None, before: list[Move], after: list[Move]
) -> None:
    with suppress(Undone), savepoint():
        sign_for_another = together(lambda: sql_approval("sign", SOMEBODY_ELSE), lambda: sql(CONFIRM))
        play([*before, lambda: proposed(), sign_for_another, *after])
        for it in Identification.objects.filter(state="signed"):
            decision = as_json(bytes(it.decision))
            agreeing = {one["identifier"] for one in decision["comparisons"] if one["verdict"] == "consistent"}
            assert {one.by for one in it.approvals.all()} >= {"taras", SOMEBODY_ELSE}
            assert it.rule != "remains" or agreeing & set(PRIMARY) or it.basis == "board"
            assert Record.objects.get(pk=it.found_id).kind != "remains" or it.rule == "remains"
            (found,) = verify(verified, it.public_id)
            assert not found.sound
        raise Undone


def test_the_very_same_moves_by_two_people_do_reach_it(one_person: None) -> None:
    play([lambda: compared("dental"), lambda: proposed(), lambda: signed(newest().public_id)])
    assert newest().state == "signed"
    assert Match.objects.get().state == "confirmed"
    assert all(one.sound for one in verify(verified))


def test_a_forgery_that_the_database_cannot_see_is_found(one_person: None) -> None:
    play([lambda: compared("dental"), lambda: proposed(), lambda: sql_approval("sign", SOMEBODY_ELSE)])
    # Without the match's own decision the transaction does not end; with it only `verify` tells.
    assert newest().state == "proposed"

    play([together(lambda: sql_approval("sign", SOMEBODY_ELSE), lambda: sql(CONFIRM))])
    assert newest().state == "signed"
    (found,) = verify(verified)
    assert not found.sound
    assert [one.problem for one in found.approvals] == ["", "the signature was not made by a key of iryna"]


@pytest.mark.parametrize("statement", STATEMENTS[:8] + STATEMENTS[16:20])
def test_each_of_these_statements_is_refused_by_itself(one_person: None, statement: str) -> None:
    play([lambda: compared("dental"), lambda: proposed()])
    with pytest.raises(Error, match="permission denied"), acting_as("antigone_staff"), transaction.atomic():
        sql(statement)
    assert Approval.objects.count() == 1
