"""The outbox, and what families are told: drafted, read by another, delivered one at a time, frozen at once."""

from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

import antigone.bureau.registry.models

GUARDS = """
CREATE FUNCTION enquiries_telling_begins() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.approved_by <> '' OR NEW.delivered_by <> '' OR NEW.dropped_by <> '' OR NEW.frozen_by <> ''
        OR NEW.acknowledged_on IS NOT NULL OR NEW.delivered_in IS NOT NULL OR length(NEW.digest) <> 64
        OR NOT EXISTS (SELECT FROM intake.letter l WHERE l.number = NEW.letter AND l.enquiry = NEW.enquiry
            AND l.kind = 'told' AND l.hidden) THEN
        RAISE EXCEPTION 'what a family is told begins as a draft under its seal' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION enquiries_telling_begins() FROM PUBLIC;
CREATE TRIGGER enquiries_telling_begins BEFORE INSERT ON enquiries_telling
    FOR EACH ROW EXECUTE FUNCTION enquiries_telling_begins();

-- A word that is changed is another draft, which has to be read again.
CREATE FUNCTION enquiries_telling_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.public_id, NEW.enquiry, NEW.about_kind, NEW.about_id, NEW.about_record, NEW.language, NEW.letter,
            NEW.digest, NEW.drafted_by, NEW.drafted_on)
        IS DISTINCT FROM (OLD.public_id, OLD.enquiry, OLD.about_kind, OLD.about_id, OLD.about_record, OLD.language,
            OLD.letter, OLD.digest, OLD.drafted_by, OLD.drafted_on)
        OR OLD.approved_by <> '' AND (NEW.approved_by, NEW.approved_on)
            IS DISTINCT FROM (OLD.approved_by, OLD.approved_on)
        OR OLD.delivered_by <> '' AND (NEW.delivered_by, NEW.delivered_on, NEW.channel)
            IS DISTINCT FROM (OLD.delivered_by, OLD.delivered_on, OLD.channel)
        OR OLD.dropped_by <> '' AND NEW.dropped_by <> OLD.dropped_by
        OR OLD.acknowledged_on IS NOT NULL AND NEW.acknowledged_on IS DISTINCT FROM OLD.acknowledged_on THEN
        RAISE EXCEPTION 'telling % is kept as it was written; write another draft', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.dropped_by <> '' AND (NEW.approved_by <> OLD.approved_by OR NEW.delivered_by <> OLD.delivered_by) THEN
        RAISE EXCEPTION 'telling % was dropped; nobody can approve or deliver it any more', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.delivered_in := OLD.delivered_in;
    IF OLD.delivered_by = '' AND NEW.delivered_by <> '' THEN
        IF OLD.approved_by = '' OR OLD.frozen_by <> '' THEN
            RAISE EXCEPTION 'telling % was not read by a second person before, or is frozen', OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.delivered_in := pg_current_xact_id()::text::bigint;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER enquiries_telling_goes_on BEFORE UPDATE ON enquiries_telling
    FOR EACH ROW EXECUTE FUNCTION enquiries_telling_goes_on();
CREATE TRIGGER enquiries_telling_stays BEFORE DELETE ON enquiries_telling
    FOR EACH ROW EXECUTE FUNCTION enquiries_refuse_change();

-- The letter follows its telling and nothing else: shown while it is delivered to the receipt and not frozen.
CREATE FUNCTION enquiries_telling_followed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.dropped_by <> '' THEN
        DELETE FROM intake.letter WHERE number = NEW.letter;
    ELSE
        UPDATE intake.letter SET hidden = NOT (NEW.channel = 'receipt' AND NEW.frozen_by = '')
            WHERE number = NEW.letter;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION enquiries_telling_followed() FROM PUBLIC;
CREATE TRIGGER enquiries_telling_followed AFTER UPDATE ON enquiries_telling
    FOR EACH ROW EXECUTE FUNCTION enquiries_telling_followed();
"""

# Whoever may write notices shall not thereby learn addresses at will.
NOTICES = """
CREATE FUNCTION enquiries_few_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM enquiries_notice WHERE enquiry = NEW.enquiry AND day = current_date) >= 5 THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER enquiries_notice_few BEFORE INSERT ON enquiries_notice
    FOR EACH ROW EXECUTE FUNCTION enquiries_few_notices();
"""

FUNCTIONS = """
-- With the letters go the drafts that nobody will read, and the notices.
CREATE OR REPLACE FUNCTION intake.shred(its_id uuid) RETURNS void AS_OWNER AS $$
BEGIN
    DELETE FROM intake.key WHERE enquiry = its_id;
    DELETE FROM intake.letter WHERE enquiry = its_id;
    UPDATE public.enquiries_telling SET dropped_by = 'the family'
        WHERE enquiry = its_id AND delivered_by = '' AND dropped_by = '';
    DELETE FROM public.enquiries_notice WHERE enquiry = its_id AND state IN ('waiting', 'sending');
END
$$;

-- Puts a draft under the enquiry's seal, hidden; only a telling that goes its way shows it.
CREATE FUNCTION intake.draft(its_id uuid, its_number uuid, content bytea, author text) RETURNS boolean
    AS_OWNER AS $$
BEGIN
    PERFORM FROM intake.enquiry e JOIN intake.key k ON k.enquiry = e.id
        WHERE e.id = its_id AND e.state NOT IN ('withdrawn', 'erased') FOR UPDATE OF e;
    IF NOT FOUND OR author = '' THEN
        RETURN false;
    END IF;
    INSERT INTO intake.letter (number, enquiry, kind, sealed, waits, hidden, written_by)
        VALUES (its_number, its_id, 'told', content, false, true, author);
    RETURN true;
END
$$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION intake.shred, intake.draft FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intake.draft TO antigone_staff;
GRANT SELECT ON enquiries_telling TO antigone_staff, antigone_worker;
GRANT INSERT (enquiry, about_kind, about_id, about_record, language, letter, digest, drafted_by) ON enquiries_telling
    TO antigone_staff;
GRANT UPDATE (approved_by, approved_on, delivered_by, delivered_on, channel, dropped_by, frozen_by)
    ON enquiries_telling TO antigone_staff;
GRANT UPDATE (acknowledged_on) ON enquiries_telling TO antigone_worker;
GRANT SELECT ON enquiries_notice TO antigone_staff, antigone_worker, antigone_vault;
GRANT INSERT (enquiry, kind) ON enquiries_notice TO antigone_staff, antigone_worker;
GRANT UPDATE (state, attempts, doubtful) ON enquiries_notice TO antigone_worker;
GRANT SELECT (public_id, enquiry, letter, dropped_by) ON enquiries_telling TO antigone_vault;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("enquiries", "0002_openings"), ("registry", "0002_guards")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("enquiry", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("news", "there is news"), ("renewal", "the enquiry wants to be renewed")],
                        db_default="news",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be sent"),
                            ("sending", "is being sent"),
                            ("sent", "the mail server took it"),
                            ("failed", "the mail server refused it, or it was doubtful twice"),
                        ],
                        db_default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(db_default=0)),
                ("doubtful", models.BooleanField(db_default=False)),
                (
                    "day",
                    models.DateField(
                        db_default=django.db.models.functions.datetime.TruncDate(
                            django.db.models.functions.datetime.Now()
                        )
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["id"],
                        name="enquiries_outbox",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sending", "sent", "failed"])),
                        name="enquiries_notice_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["news", "renewal"])), name="enquiries_notice_kind_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("enquiry",), name="enquiries_one_notice_waits"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("enquiry", models.UUIDField(db_index=True)),
                (
                    "about_kind",
                    models.CharField(
                        choices=[("identification", "an identification"), ("match", "a match"), ("record", "a record")],
                        max_length=20,
                    ),
                ),
                ("about_id", models.TextField()),
                ("about_record", models.UUIDField(db_index=True, null=True)),
                ("language", models.CharField(max_length=2)),
                ("letter", models.UUIDField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("drafted_by", models.TextField()),
                (
                    "drafted_on",
                    models.DateField(
                        db_default=django.db.models.functions.datetime.TruncDate(
                            django.db.models.functions.datetime.Now()
                        )
                    ),
                ),
                ("approved_by", models.TextField(db_default="", default="")),
                ("approved_on", models.DateField(null=True)),
                ("delivered_by", models.TextField(db_default="", default="")),
                ("delivered_on", models.DateField(null=True)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("receipt", "on the page of the receipt"),
                            ("phone", "by telephone"),
                            ("visit", "in person"),
                            ("post", "by letter"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("delivered_in", models.BigIntegerField(editable=False, null=True, unique=True)),
                ("acknowledged_on", models.DateField(null=True)),
                ("dropped_by", models.TextField(db_default="", default="")),
                ("frozen_by", models.TextField(db_default="", default="")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("drafted_by__gt", "")), name="enquiries_telling_drafted"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                        name="enquiries_telling_second_reader",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by", ""), ("approved_on__isnull", True)),
                            models.Q(("approved_by__gt", ""), ("approved_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="enquiries_telling_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("channel", ""),
                                ("delivered_by", ""),
                                ("delivered_on__isnull", True),
                            ),
                            models.Q(
                                ("channel__in", ["receipt", "phone", "visit", "post"]),
                                ("delivered_by__gt", ""),
                                ("delivered_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="enquiries_telling_delivered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivered_by", ""),
                            models.Q(("approved_by__gt", ""), ("dropped_by", "")),
                            _connector="OR",
                        ),
                        name="enquiries_telling_delivered_after_reading",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_on__isnull", True), ("delivered_by__gt", ""), _connector="OR"
                        ),
                        name="enquiries_telling_acknowledged_after",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, "DROP FUNCTION enquiries_telling_begins, enquiries_telling_goes_on CASCADE"),
        migrations.RunSQL(NOTICES, "DROP FUNCTION enquiries_few_notices CASCADE"),
        migrations.RunSQL(
            FUNCTIONS.replace(
                "AS_OWNER",
                "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, intake, pg_temp",
            ),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
