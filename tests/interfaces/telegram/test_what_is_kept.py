"""What the database holds of those who write to the bot, and what the bot's role may do there."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.interfaces.telegram.bot_api import BotApi
from tests.interfaces.telegram.conftest import StartBot
from tests.interfaces.telegram.talking import NAME, asks, awaits, count, names_sought

from antigone.bureau.enquiries.notices import WORDS, enqueue_notice
from antigone.bureau.enquiries.opening import address_for
from antigone.bureau.enquiries.sealing import PrivateKey, new_private_key
from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.bureau.enquiries.telegram.conversations import Heard, Outcome, State, take_in
from antigone.bureau.enquiries.telegram.news import post_to_chat
from antigone.bureau.enquiries.telegram.outgoing import Call, claim
from antigone.bureau.enquiries.upkeep.outbox import Letterbox, Posted, send_notices
from antigone.server.secrets import key_named

#: A number that stands nowhere by chance.
CHAT = 7_734_512_399
_EVERYTHING = """
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""
_FUNCTIONS = """
    SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND n.nspname !~ '^pg_' AND p.prorettype <> 'trigger'::regtype
        AND has_function_privilege('antigone_telegram', p.oid, 'EXECUTE')
        AND has_schema_privilege('antigone_telegram', n.oid, 'USAGE')
"""
_READS = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_any_column_privilege('antigone_telegram', c.oid, 'SELECT')
"""
_WRITES = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND (has_any_column_privilege('antigone_telegram', c.oid, 'INSERT, UPDATE, REFERENCES')
            OR has_table_privilege('antigone_telegram', c.oid, 'DELETE, TRUNCATE, TRIGGER'))
"""


def found(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {str(row[0]) for row in cursor.fetchall()}


def places_of(canary: str) -> set[str]:
    """Tables in whose rows this stands, as text or as bytes."""
    places = set()
    with connection.cursor() as cursor:
        for table in found(_EVERYTHING):
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {table} AS one WHERE position(%s IN one::text) > 0"
                " OR position(encode(convert_to(%s, 'UTF8'), 'hex') IN one::text) > 0)",
                [canary, canary],
            )
            if cursor.fetchone()[0]:
                places.add(table)
    return places


@pytest.mark.django_db
def test_the_bots_role_reads_what_is_published_and_calls_functions() -> None:
    assert found(_READS) == {"published.person", "published.name", "published.word"}
    assert found(_WRITES) == set()
    assert found(_FUNCTIONS) == {
        *(f"telegram.{name}" for name in ("take", "keep", "messages", "messages_gone", "claim", "sent", "put_off")),
        *(f"telegram.{name}" for name in ("give_up", "recover", "forget")),
        *(f"channel.{name}" for name in ("claim", "settle", "put_off", "give_up", "recover")),
        *(f"intake.{name}" for name in ("leave", "page", "letters", "write", "turn", "acknowledge", "withdraw")),
        "intake.erase",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM telegram.conversation",
        "SELECT * FROM telegram.outgoing",
        "SELECT record_id FROM published.person",
        "INSERT INTO telegram.update (id) VALUES (1)",
        "SELECT telegram.say('\\x00'::bytea, '{}', '{}', 0)",
        "SELECT * FROM channel.post",
        "SELECT * FROM registry_record",
        "INSERT INTO ledger_event (id) VALUES (1)",
    ],
)
def test_the_bots_role_may_not(statement: str) -> None:
    with (
        acting_as("antigone_telegram"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["antigone_public", "antigone_staff", "antigone_worker", "antigone_vault"])
def test_nobody_else_reads_a_conversation_or_what_waits(role: str) -> None:
    for statement in ("SELECT state FROM telegram.conversation", "SELECT sealed FROM telegram.outgoing",
                      "SELECT * FROM telegram.claim(1)"):  # fmt: skip
        with (
            acting_as(role),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_conversation_opens_with_its_chat_and_the_bots_key_alone() -> None:
    chats = Chats(settings.TELEGRAM_KEYS.private)

    def tell(state: State, _late: bool) -> Outcome:
        return Outcome({"draft": {"name": NAME}, "chat": str(CHAT), **state})

    assert take_in(Heard(1, CHAT, 10), chats, tell)
    assert places_of(NAME) == set()
    assert places_of(str(CHAT)) == set()
    seen: list[State] = []

    def look(state: State, _late: bool) -> Outcome:
        seen.append(state)
        return Outcome(None)

    assert take_in(Heard(2, CHAT), chats, look)
    assert take_in(Heard(3, CHAT + 1), chats, look)
    assert take_in(Heard(4, CHAT), chats, look)
    assert [bool(state) for state in seen] == [True, False, False]


@pytest.mark.django_db
def test_what_was_sealed_to_a_lost_key_keeps_nothing_else_from_being_said(monkeypatch: pytest.MonkeyPatch) -> None:
    chats = Chats(settings.TELEGRAM_KEYS.private)

    def say(update: int, chat: int, text: str) -> None:
        def answer(_state: State, _late: bool) -> Outcome:
            return Outcome(None, calls=[Call(chat, "sendMessage", {"text": text})])

        assert take_in(Heard(update, chat, 10), chats, answer)

    with monkeypatch.context() as lost:
        lost.setitem(settings.TELEGRAM_KEYS.__dict__, "public", new_private_key().public)
        say(1, CHAT, "sealed to a key that is no more")
    say(2, CHAT + 1, "readable")
    assert [one.call.arguments["text"] for one in claim(chats.key, most=10)] == ["readable"]
    assert claim(chats.key, most=10) == []
    assert found("SELECT what || ' ' || number FROM telegram.tally WHERE what = 'failed'") == {"failed 1"}
    assert count("SELECT count(*) FROM telegram.outgoing") == 1


def test_chats_and_words_stand_in_the_database_only_under_seal(start_bot: StartBot, api: BotApi) -> None:
    start_bot()
    receipt = asks(api, CHAT, NAME)
    api.says(CHAT, "/ask")
    awaits(api, CHAT, "skip:ask:birth_date")
    api.says(CHAT, "Прихований Канар Канарович")
    api.wait(lambda: count("SELECT count(*) FROM telegram.outgoing") == 0)
    assert names_sought() == [NAME]
    assert places_of(str(CHAT)) == set()
    assert places_of("Канарович") == set()
    assert places_of(receipt) == set()
    assert places_of(NAME) == {"intake.enquiry"}  # until the worker has made a record of it, as from the website


def test_news_come_to_the_chat_as_one_sentence_that_names_nobody(start_bot: StartBot, api: BotApi) -> None:
    start_bot()
    for text, button in (("/ask", "cancel"), (NAME, "skip:ask:birth_date")):
        api.says(CHAT, text)
        awaits(api, CHAT, button)
    api.presses(CHAT, "ask:review")
    awaits(api, CHAT, "ask:change")
    api.presses(CHAT, "ask:change")
    awaits(api, CHAT, "ask:again:news")
    api.presses(CHAT, "ask:again:news")
    awaits(api, CHAT, "set:news:yes")
    api.presses(CHAT, "set:news:yes")
    awaits(api, CHAT, "ask:send", after=api.chats[CHAT][-1].number)
    api.presses(CHAT, "ask:send")
    awaits(api, CHAT, "kept")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM intake.enquiry")
        (enquiry,) = cursor.fetchone()
    with acting_as("antigone_staff"):
        assert enqueue_notice(UUID(str(enquiry)))
    key = PrivateKey(key_named(settings.DATA_DIR, "vault"))

    def from_the_vault(reference: UUID) -> str:
        with acting_as("antigone_vault"):
            return address_for(reference, key)

    before = len(api.spoken)
    # Where there is no bot it waits; by the bot it goes out, with no mail server there.
    assert send_notices(Letterbox(from_the_vault, None)) == Posted()
    assert send_notices(Letterbox(from_the_vault, None, _as_the_worker)) == Posted(sent=1)
    api.wait(lambda: len(api.spoken) == before + 1)
    assert api.spoken[-1] == (CHAT, WORDS["uk"].sentence)
    assert places_of(str(CHAT)) == set()


def _as_the_worker(address: str, language: str, reference: UUID) -> object:
    with acting_as("antigone_worker"):
        return post_to_chat(address, language, reference)
