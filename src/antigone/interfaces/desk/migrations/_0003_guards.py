"""What keeps second factors from being rewritten: in the database, for the desk and for who has taken it over."""

GUARDS = r"""
CREATE FUNCTION desk_passkey_added() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM auth_user WHERE id = NEW.account_id AND is_active) THEN
        RAISE EXCEPTION 'a passkey is of an open account' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.added_at := now();
    NEW.removed_at := NULL;
    RETURN NEW;
END
$$;
CREATE TRIGGER desk_passkey_added BEFORE INSERT ON desk_passkey
    FOR EACH ROW EXECUTE FUNCTION desk_passkey_added();

CREATE FUNCTION desk_passkey_stays() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a passkey is removed, never deleted: decisions are signed with it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.account_id, NEW.credential_id, NEW.public_key, NEW.rp_id, NEW.added_at)
        IS DISTINCT FROM (OLD.account_id, OLD.credential_id, OLD.public_key, OLD.rp_id, OLD.added_at)
        OR NEW.sign_count < OLD.sign_count
        OR OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at THEN
        RAISE EXCEPTION 'passkey % is what it is: its key, owner and day stay, its counter rises, removed is removed',
            OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL THEN
        NEW.removed_at := now();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER desk_passkey_stays BEFORE UPDATE OR DELETE ON desk_passkey
    FOR EACH ROW EXECUTE FUNCTION desk_passkey_stays();

CREATE FUNCTION desk_code_used_once() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (NEW.account_id, NEW.sealed, NEW.added_at) IS DISTINCT FROM (OLD.account_id, OLD.sealed, OLD.added_at)
        OR NEW.last_step <= OLD.last_step THEN
        RAISE EXCEPTION 'a code is used once, and a secret is replaced, not changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER desk_code_used_once BEFORE UPDATE ON desk_totpsecret
    FOR EACH ROW EXECUTE FUNCTION desk_code_used_once();

CREATE FUNCTION desk_serverkey_stays() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'a public key of this server stays: decisions are signed with it'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER desk_serverkey_stays BEFORE UPDATE OR DELETE ON desk_serverkey
    FOR EACH ROW EXECUTE FUNCTION desk_serverkey_stays();
"""

GRANTS = """
GRANT SELECT, INSERT ON desk_passkey TO antigone_staff;
GRANT UPDATE (sign_count, removed_at) ON desk_passkey TO antigone_staff;
GRANT USAGE ON SEQUENCE desk_passkey_id_seq TO antigone_staff;
GRANT SELECT, INSERT, DELETE ON desk_totpsecret TO antigone_staff;
GRANT UPDATE (last_step) ON desk_totpsecret TO antigone_staff;
GRANT SELECT, INSERT ON desk_serverkey TO antigone_staff;
"""
