"""Guessing passwords is slow: tries are counted by user name, never by address, and kept in the database.

Five tries are free; each further one doubles the wait, from one minute to a quarter of an hour. A name that nobody has
is counted alike, so that the wait does not tell which names exist. Anybody can make a known name wait in this way; that
is the price of not knowing addresses, and the quarter of an hour bounds it.
"""

from __future__ import annotations

from django.db import connection
from django.utils.crypto import salted_hmac

from antigone.interfaces.desk.accounts import account_name
from antigone.interfaces.desk.models import SignInTries

FREE_TRIES = 5
LONGEST_WAIT_MINUTES = 15

# One statement counts the try and decides on it, so that tries at the same moment cannot slip through together.
# A day of rest forgives everything.
_COUNT = """
    INSERT INTO desk_signintries AS t (name_hash, tries, last_at) VALUES (%s, 1, now())
    ON CONFLICT (name_hash) DO UPDATE
    SET tries = CASE WHEN t.last_at < now() - interval '1 day' THEN 1 ELSE t.tries + 1 END, last_at = now()
    WHERE t.tries < %s
        OR now() - t.last_at >= make_interval(mins => least(power(2, least(t.tries, 30) - %s), %s)::int)
    RETURNING tries
"""


def admit_try(name: str) -> bool:
    """Count a try to sign in under this name; False when it comes too early and must not be looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_hash(name), FREE_TRIES, FREE_TRIES, LONGEST_WAIT_MINUTES])
        return cursor.fetchone() is not None


def forget_tries(name: str) -> None:
    """Somebody signed in under this name: its tries are forgiven, and everybody's of yesterday."""
    SignInTries.objects.filter(name_hash=_hash(name)).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM desk_signintries WHERE last_at < now() - interval '1 day'")


def _hash(name: str) -> str:
    return salted_hmac("antigone.desk.tries", account_name(name), algorithm="sha256").hexdigest()
