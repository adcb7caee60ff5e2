"""What the desk needs to look after partners: a key given anew, a webhook that rests, a message that only tries it."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

TABLES = """
ALTER TABLE disclosure_partner ADD COLUMN renewed_on date, ADD COLUMN renewed_by text NOT NULL DEFAULT '',
    ADD CONSTRAINT renewed_by_somebody CHECK ((renewed_on IS NULL) = (renewed_by = ''));
ALTER TABLE disclosure_webhook ADD COLUMN paused_on date, ADD COLUMN paused_by text NOT NULL DEFAULT '',
    ADD CONSTRAINT paused_by_somebody CHECK ((paused_on IS NULL) = (paused_by = ''));
ALTER TABLE disclosure_webhook_message ADD COLUMN tried_at timestamptz,
    ADD CONSTRAINT disclosure_webhook_message_topic_known
    CHECK (topic IN ('persons.changed', 'figures.changed', 'delivery.closed', 'webhook.test'));
CREATE TABLE disclosure_webhook_signer (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    public_key text NOT NULL CHECK (public_key ~ '^whpk_[A-Za-z0-9+/]{43}=$'),
    since date NOT NULL DEFAULT current_date
);
"""

# Of a partner that has its key, the key alone is given anew; what it may, and who it is, stays as it was added.
GUARD = """
CREATE OR REPLACE FUNCTION disclosure_keep_partner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_on IS NOT NULL
        OR (OLD.public_id, OLD.name, OLD.domain, OLD.scopes, OLD.audience, OLD.quota, OLD.added_by)
        IS DISTINCT FROM
        (NEW.public_id, NEW.name, NEW.domain, NEW.scopes, NEW.audience, NEW.quota, NEW.added_by) THEN
        RAISE EXCEPTION 'a partner''s key is only taken back, for good' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.key_hash <> NEW.key_hash AND (NEW.renewed_on IS DISTINCT FROM current_date OR NEW.revoked_on IS NOT NULL))
        OR (OLD.key_hash = NEW.key_hash
            AND (OLD.renewed_on, OLD.renewed_by) IS DISTINCT FROM (NEW.renewed_on, NEW.renewed_by)) THEN
        RAISE EXCEPTION 'a partner''s key is only taken back, for good, or given anew by somebody, today'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
"""

GRANTS = """
GRANT UPDATE (key_hash, renewed_on, renewed_by) ON disclosure_partner TO antigone_staff;
GRANT UPDATE (paused_on, paused_by) ON disclosure_webhook TO antigone_staff;
GRANT SELECT ON disclosure_webhook_signer TO antigone_staff;
GRANT UPDATE (tried_at) ON disclosure_webhook_message TO antigone_worker;
GRANT SELECT, INSERT, UPDATE ON disclosure_webhook_signer TO antigone_worker;
"""

_BEFORE = import_module("antigone.bureau.disclosure.migrations.0004_partners")
BACK = """
DROP TABLE disclosure_webhook_signer;
DELETE FROM disclosure_webhook_message WHERE topic = 'webhook.test';
ALTER TABLE disclosure_webhook_message DROP CONSTRAINT disclosure_webhook_message_topic_known, DROP COLUMN tried_at;
ALTER TABLE disclosure_webhook DROP COLUMN paused_on, DROP COLUMN paused_by;
DROP TRIGGER disclosure_partner_stands ON disclosure_partner;
DROP FUNCTION disclosure_keep_partner;
ALTER TABLE disclosure_partner DROP COLUMN renewed_on, DROP COLUMN renewed_by;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disclosure", "0006_partners_api")]
    operations: ClassVar = [migrations.RunSQL([TABLES, GUARD, GRANTS], [BACK, _BEFORE.GUARD])]
