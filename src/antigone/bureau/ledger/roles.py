"""The database roles of the zones, as SQL for migrations."""

from __future__ import annotations

# Roles belong to the whole server, so another database, or a test running beside this one, may be
# creating them at this very moment.
_CREATE = """
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[{quoted}] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I LOGIN', wanted);
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN
                    NULL;
                WHEN insufficient_privilege THEN
                    RAISE EXCEPTION 'database role % is missing and % may not create it', wanted, current_user
                        USING ERRCODE = 'insufficient_privilege',
                        HINT = format('Let an administrator of this server run: {by_hand}', current_user);
            END;
        END IF;
        -- An owner who is no superuser becomes a member, so that `SET ROLE` works for its zones.
        IF NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
            BEGIN
                EXECUTE format('GRANT %I TO %I', wanted, current_user);
            EXCEPTION
                WHEN insufficient_privilege THEN
                    IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
                        RAISE EXCEPTION 'database user % may not act as role %', current_user, wanted
                            USING ERRCODE = 'insufficient_privilege',
                            HINT = format('Let an administrator of this server run: GRANT %I TO %I;',
                                wanted, current_user);
                    END IF;
            END;
        END IF;
    END LOOP;
END
$$;
"""


def roles_created(*names: str) -> str:
    """SQL that creates roles where they are missing and makes the owner a member of each.

    Args:
        names: of roles, plain lower-case words.
    """
    quoted = ", ".join(f"'{name}'" for name in names)
    created = " ".join(f"CREATE ROLE {name} LOGIN;" for name in names)
    return _CREATE.format(quoted=quoted, by_hand=f"{created} GRANT {', '.join(names)} TO %I;")
