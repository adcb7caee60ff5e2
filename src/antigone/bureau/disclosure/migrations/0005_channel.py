"""The channel: what the bureau lets be read by everybody in Telegram, and how far it has got there.

A post is let out by two people: whoever wrote the wording cannot sign it, and what was signed is never changed, only
followed by another wording. The bot reaches this schema through functions alone; each asks once more whether the post
may still stand there. What may not is taken down without anybody's doing.
"""

from typing import ClassVar

from django.db import migrations

from antigone.bureau.ledger.roles import roles_created

TABLES = """
CREATE SCHEMA channel;
REVOKE ALL ON SCHEMA channel FROM PUBLIC;
CREATE TABLE channel.post (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    kind text NOT NULL CHECK (kind IN ('remains', 'figures', 'guidance')),
    language text NOT NULL CHECK (language IN ('uk', 'ru', 'en')),
    about uuid,
    figures text NOT NULL DEFAULT '',
    picture bytea CHECK (octet_length(picture) <= 5242880),
    picture_shows text NOT NULL DEFAULT '' CHECK (picture_shows IN ('', 'thing', 'face')),
    publish_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_by text NOT NULL DEFAULT '',
    withdrawn_on date,
    withdrawn_because text NOT NULL DEFAULT '',
    message bigint,
    shown integer NOT NULL DEFAULT 0,
    removed boolean NOT NULL DEFAULT false,
    sending boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT now(),
    doubtful boolean NOT NULL DEFAULT false,
    problem text NOT NULL DEFAULT '',
    CONSTRAINT remains_by_their_code CHECK ((kind = 'remains') = (about IS NOT NULL)),
    CONSTRAINT figures_by_their_page CHECK ((kind = 'figures') = (figures <> '')),
    CONSTRAINT pictures_of_remains CHECK (picture IS NULL OR kind = 'remains'),
    CONSTRAINT picture_shows_something CHECK ((picture IS NULL) = (picture_shows = '')),
    CONSTRAINT withdrawn_whole CHECK ((withdrawn_by = '') = (withdrawn_on IS NULL)
        AND (withdrawn_by = '' OR withdrawn_because ~ '\\S'))
);
CREATE INDEX channel_post_stands ON channel.post (publish_at, id) WHERE NOT removed AND problem = '';
CREATE TABLE channel.wording (
    post bigint NOT NULL REFERENCES channel.post (id),
    number integer NOT NULL CHECK (number > 0),
    text text NOT NULL CHECK (text ~ '\\S' AND length(text) <= 4096),
    digest text NOT NULL CHECK (length(digest) = 64),
    written_by text NOT NULL CHECK (written_by <> ''),
    written_on date NOT NULL DEFAULT current_date,
    signed_by text NOT NULL DEFAULT '',
    signed_on date,
    face_warning_read boolean NOT NULL DEFAULT false,
    PRIMARY KEY (post, number),
    CONSTRAINT channel_second_signer CHECK (signed_by <> written_by),
    CONSTRAINT channel_signed_whole CHECK ((signed_by = '') = (signed_on IS NULL))
);
"""

GUARDS = """
CREATE FUNCTION channel.keep_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (NEW.public_id, NEW.kind, NEW.language, NEW.about, NEW.figures, NEW.picture, NEW.picture_shows)
            IS DISTINCT FROM
            (OLD.public_id, OLD.kind, OLD.language, OLD.about, OLD.figures, OLD.picture, OLD.picture_shows)
        OR (OLD.withdrawn_by <> '' AND (NEW.withdrawn_by, NEW.withdrawn_on, NEW.withdrawn_because)
            IS DISTINCT FROM (OLD.withdrawn_by, OLD.withdrawn_on, OLD.withdrawn_because))
        OR (OLD.removed AND NOT NEW.removed)
        OR (OLD.message IS NOT NULL AND NEW.publish_at <> OLD.publish_at) THEN
        RAISE EXCEPTION 'post % keeps what it is about; withdraw it and write another', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER channel_post_stands BEFORE UPDATE OR DELETE ON channel.post
    FOR EACH ROW EXECUTE FUNCTION channel.keep_post();

CREATE FUNCTION channel.begin_wording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.signed_by <> '' OR NEW.face_warning_read
        OR NEW.digest <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')
        OR (SELECT withdrawn_by <> '' FROM channel.post WHERE id = NEW.post)
        OR NEW.number <> coalesce((SELECT max(number) FROM channel.wording w WHERE w.post = NEW.post), 0) + 1 THEN
        RAISE EXCEPTION 'a wording begins unsigned, after the last one of a post that stands'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER channel_wording_begins BEFORE INSERT ON channel.wording
    FOR EACH ROW EXECUTE FUNCTION channel.begin_wording();

-- A face goes out only when the second signer says that he has read the warning.
CREATE FUNCTION channel.keep_wording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.signed_by <> ''
        OR (NEW.post, NEW.number, NEW.text, NEW.digest, NEW.written_by, NEW.written_on)
            IS DISTINCT FROM (OLD.post, OLD.number, OLD.text, OLD.digest, OLD.written_by, OLD.written_on)
        OR (NEW.signed_by <> '' AND NOT NEW.face_warning_read
            AND (SELECT picture_shows = 'face' FROM channel.post WHERE id = NEW.post)) THEN
        RAISE EXCEPTION 'wording % of post % is kept as it was written and signed', OLD.number, OLD.post
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER channel_wording_stands BEFORE UPDATE OR DELETE ON channel.wording
    FOR EACH ROW EXECUTE FUNCTION channel.keep_wording();
"""

_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, channel, pg_temp"

FUNCTIONS = """
-- Whether what a post is about may be public now. Remains of a withheld record, or of a source that does not agree, may
-- not; figures only while their page is published.
CREATE FUNCTION channel.may_stand(its_kind text, its_about uuid, its_figures text) RETURNS boolean
    LANGUAGE sql STABLE AS_OWNER AS $$
    SELECT CASE its_kind
        WHEN 'remains' THEN EXISTS (SELECT FROM public.registry_record r WHERE r.public_id = its_about
            AND r.kind = 'remains' AND r.sensitivity = '' AND public.registry_may_show(r.source_id, 'public'))
        WHEN 'figures' THEN EXISTS (SELECT FROM published.figures f WHERE f.slug = its_figures)
        ELSE true END
$$;

-- The next thing to do in the channel, marked as being done: post, edit or remove.
CREATE FUNCTION channel.claim() RETURNS TABLE (
    id bigint, act text, number integer, text text, picture bytea, picture_shows text, message bigint)
    LANGUAGE plpgsql AS_OWNER AS $$
#variable_conflict use_column
DECLARE
    chosen bigint;
    wanted text;
BEGIN
    SELECT p.id, CASE WHEN p.withdrawn_by <> '' OR NOT channel.may_stand(p.kind, p.about, p.figures) THEN 'remove'
            WHEN p.message IS NULL THEN 'post' ELSE 'edit' END INTO chosen, wanted
        FROM channel.post p
        JOIN LATERAL (SELECT max(w.number) AS last FROM channel.wording w WHERE w.post = p.id AND w.signed_by <> '') s
            ON true
        WHERE NOT p.removed AND NOT p.sending AND p.problem = '' AND p.not_before <= clock_timestamp()
            AND CASE WHEN p.withdrawn_by <> '' OR NOT channel.may_stand(p.kind, p.about, p.figures)
                THEN p.message IS NOT NULL
                ELSE s.last > p.shown AND p.publish_at <= clock_timestamp() END
        ORDER BY p.publish_at, p.id LIMIT 1 FOR UPDATE OF p SKIP LOCKED;
    IF chosen IS NULL THEN
        RETURN;
    END IF;
    UPDATE channel.post p SET sending = true, attempts = p.attempts + 1 WHERE p.id = chosen;
    RETURN QUERY SELECT p.id, wanted, coalesce(w.number, 0), coalesce(w.text, ''), p.picture, p.picture_shows, p.message
        FROM channel.post p LEFT JOIN LATERAL (SELECT * FROM channel.wording o WHERE o.post = p.id AND o.signed_by <> ''
            ORDER BY o.number DESC LIMIT 1) w ON true
        WHERE p.id = chosen;
END
$$;

CREATE FUNCTION channel.settle(its_id bigint, its_act text, its_number integer, its_message bigint) RETURNS void
    LANGUAGE sql AS_OWNER AS $$
    UPDATE channel.post SET sending = false, attempts = 0, message = coalesce(its_message, message),
        shown = CASE WHEN its_act = 'remove' THEN shown ELSE its_number END, removed = removed OR its_act = 'remove'
        WHERE id = its_id AND sending
$$;

-- Later: because Telegram said so, or because the line broke before anything left.
CREATE FUNCTION channel.put_off(its_id bigint, seconds double precision) RETURNS void LANGUAGE sql AS_OWNER AS $$
    UPDATE channel.post SET sending = false, not_before = clock_timestamp() + make_interval(secs => seconds)
        WHERE id = its_id AND sending
$$;

-- Never: the sentence stands at the desk.
CREATE FUNCTION channel.give_up(its_id bigint, why text) RETURNS void LANGUAGE sql AS_OWNER AS $$
    UPDATE channel.post SET sending = false, problem = left(why, 300) WHERE id = its_id AND sending
$$;

-- What a process that died, or a line that broke, left open. A new post may stand there twice: once more it is sent,
-- and the desk is told to look; a second time nobody sends it again.
CREATE FUNCTION channel.recover() RETURNS integer LANGUAGE sql AS_OWNER AS $$
    WITH open AS (UPDATE channel.post SET sending = false,
            problem = CASE WHEN message IS NULL AND doubtful
                THEN 'twice it is not known whether it was posted; look into the channel' ELSE '' END,
            doubtful = doubtful OR message IS NULL, not_before = clock_timestamp() + interval '5 seconds'
        WHERE sending RETURNING id)
    SELECT count(*)::integer FROM open
$$;
"""

GRANTS = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA channel FROM PUBLIC;
GRANT USAGE ON SCHEMA channel TO antigone_telegram, antigone_staff;
GRANT EXECUTE ON FUNCTION channel.claim, channel.settle, channel.put_off, channel.give_up, channel.recover
    TO antigone_telegram;
GRANT EXECUTE ON FUNCTION channel.may_stand TO antigone_staff;
GRANT SELECT, INSERT (public_id, kind, language, about, figures, picture, picture_shows, publish_at),
    UPDATE (publish_at, withdrawn_by, withdrawn_on, withdrawn_because, problem) ON channel.post TO antigone_staff;
GRANT SELECT, INSERT (post, number, text, digest, written_by), UPDATE (signed_by, signed_on, face_warning_read)
    ON channel.wording TO antigone_staff;

-- The bot searches as any stranger does.
GRANT USAGE ON SCHEMA published TO antigone_telegram;
GRANT SELECT (id, public_id, kind, name, other_names, birth_year, death_year, region, source, as_of, birth_date,
    birth_from, birth_to, places, unit, service_number) ON published.person TO antigone_telegram;
GRANT SELECT ON published.name, published.word TO antigone_telegram;
CREATE POLICY while_agreed_in_telegram ON published.person FOR SELECT TO antigone_telegram
    USING (shown_until IS NULL OR shown_until >= (now() AT TIME ZONE 'UTC')::date);
"""

BACK = """
DROP POLICY while_agreed_in_telegram ON published.person;
REVOKE ALL ON SCHEMA published FROM antigone_telegram;
REVOKE ALL ON published.person, published.name, published.word FROM antigone_telegram;
DROP SCHEMA channel CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("disclosure", "0004_partners"),
        ("figures", "0002_guards"),
        ("registry", "0003_entering_and_agreements"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(roles_created("antigone_telegram"), migrations.RunSQL.noop),
        migrations.RunSQL([TABLES, GUARDS, FUNCTIONS.replace("AS_OWNER", _OWNER), GRANTS], BACK),
    ]
