"""The schema `telegram` takes updates of many chats in at once, and a sender settles and claims in one question.

What holds for one update holds for each of a group: all of it, or nothing, and each once. The functions of migration
0005 that took a single one go.
"""

from typing import ClassVar

from django.db import migrations

_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, telegram, pg_temp"

# `take` and `keep` stand in one transaction with whatever the updates do. A chat is locked from the one to the other:
# what `take` found not to have been taken in cannot be taken in by somebody else meanwhile.
FUNCTIONS = """
DROP FUNCTION telegram.take(bigint, bytea);
DROP FUNCTION telegram.keep(bigint, bytea, bytea, bigint[], uuid[], bytea[], double precision);
DROP FUNCTION telegram.claim(integer);
DROP FUNCTION telegram.sent(bigint[], bytea[], bigint[]);

-- Of these updates the ones that had no effect yet, each with how far its chat has got. Chats are locked in one order,
-- so that two groups never wait for each other.
CREATE FUNCTION telegram.take(updates bigint[], chats bytea[])
    RETURNS TABLE (id bigint, last_update bigint, state bytea) LANGUAGE plpgsql AS_OWNER AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(one.key) FROM (
        SELECT DISTINCT ('x' || encode(substr(chat, 1, 8), 'hex'))::bit(64)::bigint AS key
        FROM unnest(chats) AS known (chat) ORDER BY key) AS one;
    RETURN QUERY SELECT o.id, coalesce(c.last_update, -1), c.state
        FROM unnest(updates, chats) AS o (id, chat) LEFT JOIN telegram.conversation c ON c.chat = o.chat
        WHERE NOT EXISTS (SELECT FROM telegram.update u WHERE u.id = o.id);
END
$$;

-- What came of updates: `chats` with how far each has got now (no state: forgotten), numbers of messages heard, and
-- what is to be said, in this order. An update that is there already undoes all.
CREATE FUNCTION telegram.keep(updates bigint[], chats bytea[], lasts bigint[], states bytea[],
    heard_in bytea[], heard bigint[], said_to bytea[], refs uuid[], contents bytea[], seconds double precision[])
    RETURNS void LANGUAGE plpgsql AS_OWNER AS $$
BEGIN
    INSERT INTO telegram.update (id) SELECT unnest(updates);
    DELETE FROM telegram.conversation c USING unnest(chats, states) AS one (chat, state)
        WHERE c.chat = one.chat AND one.state IS NULL;
    INSERT INTO telegram.conversation AS c (chat, last_update, state)
        SELECT one.chat, one.last_update, one.state FROM unnest(chats, lasts, states) AS one (chat, last_update, state)
        WHERE one.state IS NOT NULL
        ON CONFLICT (chat) DO UPDATE SET state = EXCLUDED.state, day = current_date,
            last_update = greatest(c.last_update, EXCLUDED.last_update);
    INSERT INTO telegram.message (chat, number) SELECT DISTINCT chat, number FROM unnest(heard_in, heard)
        AS one (chat, number) ON CONFLICT DO NOTHING;
    INSERT INTO telegram.outgoing (reference, chat, sealed, not_before)
        SELECT one.ref, one.chat, one.content, clock_timestamp() + make_interval(secs => one.wait)
        FROM unnest(said_to, refs, contents, seconds) WITH ORDINALITY AS one (chat, ref, content, wait, place)
        ORDER BY place;
END
$$;

-- `calls`: how many calls of the Bot API these were together.
CREATE FUNCTION telegram.sent(ids bigint[], calls bigint, chats bytea[], numbers bigint[]) RETURNS void
    LANGUAGE plpgsql AS_OWNER AS $$
BEGIN
    DELETE FROM telegram.outgoing WHERE id = ANY (ids) AND state = 'sending';
    INSERT INTO telegram.tally AS t (what, number) VALUES ('sent', calls)
        ON CONFLICT (day, what) DO UPDATE SET number = t.number + EXCLUDED.number;
    INSERT INTO telegram.message (chat, number) SELECT DISTINCT one.chat, one.number FROM unnest(chats, numbers) AS one
        (chat, number) WHERE one.number IS NOT NULL ON CONFLICT DO NOTHING;
END
$$;

-- These were sent, if any (see `sent`); then what waits and is due, of each chat the oldest alone, so that an answer
-- never comes before what it follows.
CREATE FUNCTION telegram.claim(most integer, ids bigint[] DEFAULT '{}', calls bigint DEFAULT 0,
    chats bytea[] DEFAULT '{}', numbers bigint[] DEFAULT '{}')
    RETURNS TABLE (id bigint, reference uuid, sealed bytea, attempts integer) LANGUAGE plpgsql AS_OWNER AS $$
#variable_conflict use_column
BEGIN
    IF cardinality(ids) > 0 THEN
        PERFORM telegram.sent(ids, calls, chats, numbers);
    END IF;
    RETURN QUERY UPDATE telegram.outgoing o SET state = 'sending', attempts = o.attempts + 1
        WHERE o.id IN (SELECT w.id FROM telegram.outgoing w
            WHERE w.state = 'waiting' AND w.not_before <= clock_timestamp() AND NOT EXISTS (
                SELECT FROM telegram.outgoing e WHERE e.chat = w.chat AND e.id < w.id AND e.state <> 'failed')
            ORDER BY w.id LIMIT most)
        RETURNING o.id, o.reference, o.sealed, o.attempts;
END
$$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION telegram.take, telegram.keep, telegram.sent, telegram.claim FROM PUBLIC;
GRANT EXECUTE ON FUNCTION telegram.take, telegram.keep, telegram.sent, telegram.claim TO antigone_telegram;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("enquiries", "0007_relatives_pictures_by_disclosure")]
    # The older functions are not brought back: who goes back so far goes on to the beginning of the schema.
    operations: ClassVar = [
        migrations.RunSQL([FUNCTIONS.replace("AS_OWNER", _OWNER), GRANTS], migrations.RunSQL.noop),
    ]
