"""The cluster's roles, the extensions that every register may rely on, and the ledger itself."""

from typing import ClassVar

from django.db import migrations, models

from antigone.bureau.ledger.roles import roles_created

ROLES = roles_created("antigone_public", "antigone_staff", "antigone_worker")

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
"""

SHAPES = """
ALTER TABLE ledger_event
    ADD CONSTRAINT ledger_event_detail_is_object CHECK (jsonb_typeof(detail) = 'object'),
    ADD CONSTRAINT ledger_event_salt_length CHECK (octet_length(salt) = 16),
    ADD CONSTRAINT ledger_event_commitment_length CHECK (octet_length(commitment) = 32);
ALTER TABLE ledger_leaf
    ADD CONSTRAINT ledger_leaf_index CHECK (index >= 0),
    ADD CONSTRAINT ledger_leaf_hash_length CHECK (octet_length(hash) = 32);
ALTER TABLE ledger_checkpoint
    ADD CONSTRAINT ledger_checkpoint_number CHECK (number >= 1 AND size >= 0),
    ADD CONSTRAINT ledger_checkpoint_root_length CHECK (octet_length(root) = 32);
"""

# The queue's trigger runs as the tables' owner, so that whoever may record an event needs no right on the
# queue; pg_temp stands last so that nobody's temporary table takes the queue's place.
QUEUE = """
CREATE FUNCTION ledger_enqueue() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO ledger_pending (event_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION ledger_enqueue() FROM PUBLIC;
CREATE TRIGGER ledger_event_enqueue AFTER INSERT ON ledger_event
    FOR EACH ROW EXECUTE FUNCTION ledger_enqueue();
"""

# ENABLE ALWAYS: also under session_replication_role = replica.
GUARDS = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger only grows: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
        HINT = 'To correct an act, act again; what was recorded stays recorded.';
END
$$;

CREATE FUNCTION ledger_refuse_but_shredding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.detail IS NOT NULL AND NEW.detail IS NULL AND NEW.salt IS NULL
        AND (NEW.id, NEW.at, NEW.actor_name, NEW.actor_role, NEW.verb,
            NEW.subject_kind, NEW.subject_id, NEW.commitment)
        IS NOT DISTINCT FROM
            (OLD.id, OLD.at, OLD.actor_name, OLD.actor_role, OLD.verb,
            OLD.subject_kind, OLD.subject_id, OLD.commitment)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger only grows: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
        HINT = 'To correct an act, act again; only a detail and its salt may be deleted, both at once.';
END
$$;

CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_but_shredding();
CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON ledger_event
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_leaf_no_change BEFORE UPDATE OR DELETE ON ledger_leaf
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_leaf_no_truncate BEFORE TRUNCATE ON ledger_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_no_change BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_enqueue;
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_no_update;
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_no_delete;
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_no_truncate;
ALTER TABLE ledger_leaf ENABLE ALWAYS TRIGGER ledger_leaf_no_change;
ALTER TABLE ledger_leaf ENABLE ALWAYS TRIGGER ledger_leaf_no_truncate;
ALTER TABLE ledger_checkpoint ENABLE ALWAYS TRIGGER ledger_checkpoint_no_change;
ALTER TABLE ledger_checkpoint ENABLE ALWAYS TRIGGER ledger_checkpoint_no_truncate;
"""

# Neither the id nor the time of an event is the writer's to choose. Staff may read all, to verify it.
GRANTS = """
GRANT SELECT ON ledger_event, ledger_leaf, ledger_checkpoint, ledger_pending, ledger_heartbeat
    TO antigone_staff, antigone_worker;
GRANT INSERT (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment)
    ON ledger_event TO antigone_staff;
GRANT DELETE ON ledger_pending TO antigone_worker;
GRANT INSERT ON ledger_leaf, ledger_checkpoint TO antigone_worker;
GRANT INSERT, UPDATE ON ledger_heartbeat TO antigone_worker;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=models.Func(function="clock_timestamp", output_field=models.DateTimeField()),
                        editable=False,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(unique=True)),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[("event_id", models.BigIntegerField(primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=models.Func(function="clock_timestamp", output_field=models.DateTimeField()),
                        editable=False,
                    ),
                ),
                ("actor_name", models.TextField()),
                ("actor_role", models.TextField()),
                ("verb", models.TextField()),
                ("subject_kind", models.TextField()),
                ("subject_id", models.TextField()),
                ("detail", models.JSONField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject_kind", "subject_id", "id"], name="ledger_event_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(detail__isnull=True, salt__isnull=True)
                        | models.Q(detail__isnull=False, salt__isnull=False),
                        name="ledger_event_detail_with_salt",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("problem", models.TextField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(id=1), name="ledger_heartbeat_one_row")]
            },
        ),
        migrations.RunSQL(SHAPES, migrations.RunSQL.noop),
        migrations.RunSQL(QUEUE, "DROP TRIGGER ledger_event_enqueue ON ledger_event; DROP FUNCTION ledger_enqueue();"),
        migrations.RunSQL(
            GUARDS,
            "DROP FUNCTION ledger_refuse() CASCADE; DROP FUNCTION ledger_refuse_but_shredding() CASCADE;",
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
