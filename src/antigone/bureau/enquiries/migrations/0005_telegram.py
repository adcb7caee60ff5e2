"""The schema `telegram`: conversations with the bot, what it has taken in, what it has still to say.

The bot's role has no right on any table here, and asks by a keyed hash of a chat, of which the key lies outside the
database: whoever takes the log-in over meets only those who write to him meanwhile. A conversation and a message that
waits are under seal, a message that was sent is deleted.
"""

from typing import ClassVar

from django.db import migrations

from antigone.bureau.ledger.roles import roles_created

NEWS = """
ALTER TABLE intake.enquiry DROP CONSTRAINT enquiry_notices_check,
    ADD CONSTRAINT enquiry_notices_check CHECK (notices IN ('none', 'email', 'telegram'));
"""

TABLES = """
CREATE SCHEMA telegram;
REVOKE ALL ON SCHEMA telegram FROM PUBLIC;

-- Telegram gives each update a number, and may give an update twice: it has one effect.
CREATE TABLE telegram.update (
    id bigint PRIMARY KEY,
    day date NOT NULL DEFAULT current_date
);
CREATE INDEX telegram_update_day ON telegram.update (day);
CREATE TABLE telegram.conversation (
    chat bytea PRIMARY KEY CHECK (octet_length(chat) = 32),
    last_update bigint NOT NULL,
    state bytea NOT NULL CHECK (octet_length(state) BETWEEN 29 AND 200000),
    day date NOT NULL DEFAULT current_date
);
CREATE INDEX telegram_conversation_day ON telegram.conversation (day);
-- Numbers of messages in a chat, which Telegram lets the bot delete for two days.
CREATE TABLE telegram.message (
    chat bytea NOT NULL CHECK (octet_length(chat) = 32),
    number bigint NOT NULL,
    day date NOT NULL DEFAULT current_date,
    PRIMARY KEY (chat, number)
);
CREATE INDEX telegram_message_day ON telegram.message (day);
CREATE TABLE telegram.outgoing (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference uuid NOT NULL UNIQUE,
    chat bytea NOT NULL CHECK (octet_length(chat) = 32),
    sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 1136 AND 60000),
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    doubtful boolean NOT NULL DEFAULT false,
    not_before timestamptz NOT NULL DEFAULT now(),
    day date NOT NULL DEFAULT current_date
);
CREATE INDEX telegram_outgoing_of_chat ON telegram.outgoing (chat, id) WHERE state <> 'failed';
CREATE INDEX telegram_outgoing_waits ON telegram.outgoing (id) WHERE state = 'waiting';
CREATE TABLE telegram.tally (
    day date NOT NULL DEFAULT current_date,
    what text NOT NULL CHECK (what IN ('sent', 'failed', 'doubtful')),
    number bigint NOT NULL,
    PRIMARY KEY (day, what)
);
"""

_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, telegram, pg_temp"

# `take` and `keep` stand in one transaction with whatever the update does: both or neither.
FUNCTIONS = """
CREATE FUNCTION telegram.take(its_update bigint, its_chat bytea) RETURNS TABLE (last_update bigint, state bytea)
    LANGUAGE plpgsql AS_OWNER AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO telegram.update (id) VALUES (its_update) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(('x' || encode(substr(its_chat, 1, 8), 'hex'))::bit(64)::bigint);
    RETURN QUERY SELECT c.last_update, c.state FROM telegram.conversation c WHERE c.chat = its_chat;
    IF NOT FOUND THEN
        RETURN QUERY SELECT -1::bigint, NULL::bytea;
    END IF;
END
$$;

CREATE FUNCTION telegram.say(its_chat bytea, refs uuid[], contents bytea[], seconds double precision) RETURNS void
    LANGUAGE sql AS_OWNER AS $$
    INSERT INTO telegram.outgoing (reference, chat, sealed, not_before)
        SELECT one.ref, its_chat, one.content, clock_timestamp() + make_interval(secs => seconds)
        FROM unnest(refs, contents) WITH ORDINALITY AS one (ref, content, place) ORDER BY place
$$;

CREATE FUNCTION telegram.keep(its_update bigint, its_chat bytea, new_state bytea, heard bigint[], refs uuid[],
    contents bytea[], seconds double precision) RETURNS void
    LANGUAGE plpgsql AS_OWNER AS $$
BEGIN
    IF new_state IS NULL THEN
        DELETE FROM telegram.conversation WHERE chat = its_chat;
    ELSE
        INSERT INTO telegram.conversation AS c (chat, last_update, state) VALUES (its_chat, its_update, new_state)
            ON CONFLICT (chat) DO UPDATE SET state = EXCLUDED.state, day = current_date,
                last_update = greatest(c.last_update, EXCLUDED.last_update);
    END IF;
    INSERT INTO telegram.message (chat, number) SELECT its_chat, unnest(heard) ON CONFLICT DO NOTHING;
    PERFORM telegram.say(its_chat, refs, contents, seconds);
END
$$;

-- The numbers of the messages that can still be deleted.
CREATE FUNCTION telegram.messages(its_chat bytea) RETURNS SETOF bigint LANGUAGE sql STABLE AS_OWNER AS $$
    SELECT number FROM telegram.message WHERE chat = its_chat ORDER BY number
$$;

CREATE FUNCTION telegram.messages_gone(its_chat bytea, numbers bigint[]) RETURNS void LANGUAGE sql AS_OWNER AS $$
    DELETE FROM telegram.message WHERE chat = its_chat AND number = ANY (numbers)
$$;

-- What waits and is due, of each chat the oldest alone, so that an answer never comes before what it follows.
CREATE FUNCTION telegram.claim(most integer) RETURNS TABLE (
    id bigint, reference uuid, sealed bytea, attempts integer) LANGUAGE sql AS_OWNER AS $$
    UPDATE telegram.outgoing o SET state = 'sending', attempts = o.attempts + 1
        WHERE o.id IN (SELECT w.id FROM telegram.outgoing w
            WHERE w.state = 'waiting' AND w.not_before <= clock_timestamp() AND NOT EXISTS (
                SELECT FROM telegram.outgoing e WHERE e.chat = w.chat AND e.id < w.id AND e.state <> 'failed')
            ORDER BY w.id LIMIT most)
        RETURNING o.id, o.reference, o.sealed, o.attempts
$$;

CREATE FUNCTION telegram.sent(ids bigint[], chats bytea[], numbers bigint[]) RETURNS void
    LANGUAGE plpgsql AS_OWNER AS $$
BEGIN
    DELETE FROM telegram.outgoing WHERE id = ANY (ids) AND state = 'sending';
    INSERT INTO telegram.tally AS t (what, number) VALUES ('sent', cardinality(ids))
        ON CONFLICT (day, what) DO UPDATE SET number = t.number + EXCLUDED.number;
    INSERT INTO telegram.message (chat, number) SELECT one.chat, one.number FROM unnest(chats, numbers) AS one
        (chat, number) WHERE one.number IS NOT NULL ON CONFLICT DO NOTHING;
END
$$;

CREATE FUNCTION telegram.put_off(ids bigint[], seconds double precision, never_left boolean) RETURNS void
    LANGUAGE plpgsql AS_OWNER AS $$
BEGIN
    UPDATE telegram.outgoing SET state = 'waiting', not_before = clock_timestamp() + make_interval(secs => seconds),
        doubtful = doubtful OR NOT never_left, attempts = CASE WHEN never_left THEN attempts - 1 ELSE attempts END
        WHERE id = ANY (ids) AND state = 'sending';
    IF FOUND AND NOT never_left THEN
        INSERT INTO telegram.tally AS t (what, number) VALUES ('doubtful', cardinality(ids))
            ON CONFLICT (day, what) DO UPDATE SET number = t.number + EXCLUDED.number;
    END IF;
END
$$;

-- What Telegram will never take: the chat is gone, or the bot was blocked there. Its content goes.
CREATE FUNCTION telegram.give_up(ids bigint[]) RETURNS void LANGUAGE plpgsql AS_OWNER AS $$
BEGIN
    DELETE FROM telegram.outgoing WHERE id = ANY (ids) AND state = 'sending';
    INSERT INTO telegram.tally AS t (what, number) VALUES ('failed', cardinality(ids))
        ON CONFLICT (day, what) DO UPDATE SET number = t.number + EXCLUDED.number;
END
$$;

-- What a process that died left: sent once more, and counted.
CREATE FUNCTION telegram.recover() RETURNS integer LANGUAGE plpgsql AS_OWNER AS $$
DECLARE
    left_open bigint[] := ARRAY(SELECT id FROM telegram.outgoing WHERE state = 'sending');
BEGIN
    PERFORM telegram.put_off(left_open, 0, false);
    RETURN cardinality(left_open);
END
$$;

-- Telegram keeps an update for a day, and lets a message be deleted for two. A conversation without a sign goes after a
-- week, with everything that was told in it and not sent off.
CREATE FUNCTION telegram.forget() RETURNS void LANGUAGE plpgsql AS_OWNER AS $$
BEGIN
    DELETE FROM telegram.update WHERE day < current_date - 8;
    DELETE FROM telegram.message WHERE day < current_date - 2;
    DELETE FROM telegram.conversation WHERE day < current_date - 7;
    DELETE FROM telegram.tally WHERE day < current_date - 400;
END
$$;
"""

GRANTS = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA telegram FROM PUBLIC;
GRANT USAGE ON SCHEMA telegram TO antigone_telegram, antigone_worker, antigone_staff;
GRANT EXECUTE ON FUNCTION telegram.take, telegram.keep, telegram.messages, telegram.messages_gone, telegram.claim,
    telegram.sent, telegram.put_off, telegram.give_up, telegram.recover, telegram.forget TO antigone_telegram;
-- The worker hands the bot the sentence that there is news, and reads nothing back.
GRANT EXECUTE ON FUNCTION telegram.say TO antigone_worker;
GRANT SELECT (id, state, attempts, doubtful, not_before, day) ON telegram.outgoing TO antigone_staff;
GRANT SELECT ON telegram.tally TO antigone_staff;

-- For families the bot does what the website does, with the same functions.
GRANT USAGE ON SCHEMA intake TO antigone_telegram;
GRANT EXECUTE ON FUNCTION intake.leave, intake.page, intake.letters, intake.write, intake.turn, intake.acknowledge,
    intake.withdraw, intake.erase TO antigone_telegram;
"""

BACK = """
DROP SCHEMA telegram CASCADE;
REVOKE ALL ON SCHEMA intake FROM antigone_telegram;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA intake FROM antigone_telegram;
ALTER TABLE intake.enquiry DROP CONSTRAINT enquiry_notices_check,
    ADD CONSTRAINT enquiry_notices_check CHECK (notices IN ('none', 'email'));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("enquiries", "0004_what_a_sender_sees"),
        ("disclosure", "0005_channel"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(roles_created("antigone_telegram"), migrations.RunSQL.noop),
        migrations.RunSQL([NEWS, TABLES, FUNCTIONS.replace("AS_OWNER", _OWNER), GRANTS], BACK),
    ]
