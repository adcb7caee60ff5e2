"""What is missing or wrong with this installation, in plain words, each with its cure.

Each examination looks at one thing and never stops the others. A warning leaves Antigone usable; what is wrong does
not, or endangers people.
"""

from __future__ import annotations

import datetime
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg

from antigone.imaging.sandbox import SandboxError, confinement
from antigone.server.accounts import owner_of_data
from antigone.server.configuration import BadSetting, Configuration, configuration_from_environment
from antigone.server.database import connect_as_owner, create_database, pending_migrations
from antigone.server.database_check import faults
from antigone.server.embedded import ZONE_ROLES, Cluster, hold
from antigone.server.secrets import keys_folder, refuse_if_others_read
from antigone.server.sites import address_of, answers, refuse_taken
from antigone.server.supervisor import served_here, supervisor_of
from antigone.server.trouble import ServerTrouble
from antigone.server.vault_sockets import somebody_answers

_LEAST_FREE = 1 << 30
_COMFORTABLE_FREE = 10 << 30
_HEARTBEAT_STALE = datetime.timedelta(seconds=90)


class State(StrEnum):
    """How a finding is meant."""

    WELL = "well"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        about: what was looked at, in a word or two.
        state: how it is.
        sentence: what was found and, where it is not well, the cure.
    """

    about: str
    state: State
    sentence: str

    def __str__(self) -> str:
        mark = {State.WELL: "ok     ", State.WARNING: "warning", State.WRONG: "WRONG  "}[self.state]
        return f"{mark}  {self.about}: {self.sentence}"

    def as_json(self) -> dict[str, str]:
        """For ``--json``."""
        return {"about": self.about, "state": self.state.value, "sentence": self.sentence}


def examine() -> list[Finding]:
    """Look at everything; starts the embedded database for as long as it looks."""
    try:
        configuration = configuration_from_environment()
    except BadSetting as fault:
        return [Finding("settings", State.WRONG, str(fault))]
    findings = [_python(), _account(), _data_folder(configuration), _disk(configuration), *_keys(configuration)]
    findings += [_translations(), _sandbox(), *_ports(configuration)]
    try:
        with _server(configuration), connect_as_owner(configuration) as connection:
            findings += _database(connection, configuration)
    except (ServerTrouble, BadSetting) as trouble:
        findings.append(Finding("database", State.WRONG, str(trouble)))
    except psycopg.Error as error:
        findings.append(Finding("database", State.WRONG, f"a question failed: {str(error).splitlines()[0]}"))
    return findings


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", State.WELL, f"{version} in {sys.prefix}")


def _account() -> Finding:
    if os.geteuid() == 0:
        sentence = "Antigone runs as root; it works, but for real use make an ordinary account and start it as that"
        return Finding("account", State.WARNING, sentence)
    return Finding("account", State.WELL, "an ordinary account")


def _data_folder(configuration: Configuration) -> Finding:
    data = configuration.data
    about = "data folder"
    if not data.exists():
        parent = next((path for path in data.parents if path.exists()), Path("/"))
        if os.access(parent, os.W_OK):
            return Finding(about, State.WELL, f"{data} does not exist yet; the first start makes it")
        return Finding(about, State.WRONG, f"{data} cannot be made; set ANTIGONE_DATA to a folder that you may write")
    found = data.stat()
    if found.st_mode & 0o077:
        mode = stat.S_IMODE(found.st_mode)
        return Finding(about, State.WRONG, f"others can look into {data} (mode {mode:o}); run «chmod 700 {data}»")
    if not os.access(data, os.W_OK | os.X_OK):
        return Finding(about, State.WRONG, f"{data} belongs to another account; start Antigone as its owner")
    owner = owner_of_data(data)
    return Finding(about, State.WELL, f"{data}, closed to others, of the account {owner.name if owner else '?'}")


def _disk(configuration: Configuration) -> Finding:
    place = next(path for path in (configuration.data, *configuration.data.parents) if path.exists())
    free = shutil.disk_usage(place).free
    amount = f"{free / 2**30:.1f} GiB free under {place}"
    if free < _LEAST_FREE:
        return Finding("disk", State.WRONG, f"{amount}; the database stops when nothing is left: make room")
    if free < _COMFORTABLE_FREE:
        return Finding("disk", State.WARNING, f"{amount}; a million records with their index take about 2 GiB")
    return Finding("disk", State.WELL, amount)


def _keys(configuration: Configuration) -> list[Finding]:
    folder = keys_folder(configuration.data)
    try:
        keys = sorted(folder.glob("*.key"))
        if not keys:
            return [Finding("keys", State.WELL, "none yet; the first start makes them")]
        for path in (folder, *keys):
            refuse_if_others_read(path)
    except ServerTrouble as trouble:
        return [Finding("keys", State.WRONG, str(trouble))]
    except OSError as error:
        return [Finding("keys", State.WRONG, f"{folder} cannot be read ({error.strerror}); start as its owner")]
    names = ", ".join(path.stem for path in keys)
    return [Finding("keys", State.WELL, f"{names}; read by their owner alone. Keep a copy apart from the backups")]


def _translations() -> Finding:
    house = Path(__file__).parents[1]
    sources = sorted(house.glob("**/locale/*/LC_MESSAGES/*.po"))
    stale = [
        source
        for source in sources
        if not (compiled := source.with_suffix(".mo")).exists() or compiled.stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        languages = ", ".join(sorted({source.parents[1].name for source in stale}))
        return Finding("translations", State.WRONG, f"not compiled: {languages}; run bin/setup")
    languages = ", ".join(sorted({source.parents[1].name for source in sources}))
    return Finding("translations", State.WELL, f"{languages}, compiled")


def _ports(configuration: Configuration) -> Iterator[Finding]:
    running = supervisor_of(configuration.data)
    for zone in served_here(configuration):
        about = f"{zone}'{'' if zone.endswith('s') else 's'} address"
        try:
            address = address_of(configuration, zone)
            if running is None:
                refuse_taken(address, f"ANTIGONE_{zone.value.upper()}")
                yield Finding(about, State.WELL, f"{address.url} is free")
            elif answers(address, timeout=5):
                yield Finding(about, State.WELL, f"{address.url} answers")
            else:
                sentence = f"{address.url} does not answer although Antigone runs (process {running}); restart it"
                yield Finding(about, State.WRONG, sentence)
        except (ServerTrouble, BadSetting) as trouble:
            yield Finding(about, State.WRONG, str(trouble))


@contextmanager
def _server(configuration: Configuration) -> Iterator[None]:
    if configuration.database_url:
        yield
        return
    cluster = Cluster.of(configuration.data, configuration.postgres_bin)
    with hold(cluster):
        create_database(cluster, configuration.database_name)
        yield


def _sandbox() -> Finding:
    """Whether photographs and other files of strangers are decoded where they can do no harm."""
    about = "sandbox"
    try:
        holds = confinement()
    except SandboxError as trouble:
        return Finding(about, State.WRONG, f"{trouble}; until it runs, no photograph is taken in")
    have = [f"Landlock {holds.landlock}"] * bool(holds.landlock) + ["a filter of system calls"] * holds.seccomp
    have += ["an account of its own"] * holds.own_account
    lacking = ["Landlock (Linux 5.13 or later)"] * (not holds.landlock)
    lacking += ["a filter of system calls (seccomp, on x86-64 and ARM64)"] * (not holds.seccomp)
    if not holds.seccomp:
        sentence = f"decoders have {', '.join(have) or 'limits of memory and time only'}; lacking {', '.join(lacking)}"
        return Finding(about, State.WRONG, f"{sentence}; take in photographs on another machine")
    if lacking:
        return Finding(about, State.WARNING, f"decoders have {', '.join(have)}; lacking {', '.join(lacking)}")
    return Finding(about, State.WELL, f"decoders have {', '.join(have)}")


def _database(connection: psycopg.Connection[Any], configuration: Configuration) -> Iterator[Finding]:
    version = connection.info.server_version
    where = "the server of DATABASE_URL" if configuration.database_url else "Antigone's own"
    reasons = faults(connection)
    for reason in reasons:
        yield Finding("PostgreSQL", State.WRONG, reason)
    if not reasons:
        yield Finding("PostgreSQL", State.WELL, f"{version // 10000}.{version % 10000}, {where}; it sees Cyrillic")
    yield from _durability(connection)
    pending = pending_migrations(connection)
    if pending:
        names = ", ".join(f"{application} {name}" for application, name in pending[:4])
        sentence = f"{len(pending)} not applied ({names}…); any start of Antigone applies them"
        yield Finding("migrations", State.WARNING, sentence)
        return
    yield Finding("migrations", State.WELL, "all applied")
    yield from _roles(connection)
    yield from _worker(connection, configuration)
    yield from _enquiries(connection, configuration)
    yield _laboratory(connection, configuration)
    yield from undelivered(connection)


def _durability(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') "
        "AND setting NOT IN ('on', 'remote_write', 'remote_apply')"
    ).fetchall()
    for name, setting in rows:
        sentence = f"{name} is {setting}: a crash can lose what was acknowledged; set it to on"
        yield Finding("durability", State.WRONG, sentence)
    if not rows:
        yield Finding("durability", State.WELL, "what is acknowledged is on the disk")


_FORBIDDEN: tuple[tuple[str, str, str], ...] = (
    # role, table, rights of which it may have none
    ("antigone_public", "ledger_event", "SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_public", "registry_record", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_public", "auth_user", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_staff", "ledger_event", "UPDATE, DELETE, TRUNCATE"),
    ("antigone_worker", "ledger_event", "UPDATE, DELETE, TRUNCATE"),
    ("antigone_laboratory", "ledger_event", "UPDATE, DELETE, TRUNCATE"),
    ("antigone_laboratory", "registry_name", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_public", "intake.enquiry", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_public", "intake.letter", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_staff", "intake.key", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_worker", "intake.key", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_vault", "registry_name", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_vault", "ledger_event", "UPDATE, DELETE, TRUNCATE"),
    ("antigone_telegram", "registry_record", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_telegram", "intake.letter", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_telegram", "telegram.conversation", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_public", "identification_profile", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
    ("antigone_worker", "identification_profile", "INSERT, SELECT, UPDATE, DELETE, TRUNCATE"),
)


def _roles(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    present = dict(
        connection.execute(
            "SELECT rolname, rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)",
            [list(ZONE_ROLES)],
        ).fetchall()
    )
    wrong = [
        f"the role {role} is missing; run «CREATE ROLE {role} LOGIN»" for role in ZONE_ROLES if role not in present
    ]
    wrong += [
        f"the role {role} has an administrator's rights; run «ALTER ROLE {role} NOSUPERUSER NOCREATEROLE NOBYPASSRLS»"
        for role, mighty in present.items()
        if mighty
    ]
    for role, table, rights in _FORBIDDEN:
        row = connection.execute(
            "SELECT CASE WHEN to_regclass(%s) IS NULL OR to_regrole(%s) IS NULL THEN false "
            "ELSE has_table_privilege(%s, to_regclass(%s), %s) END",
            [table, role, role, table, rights],
        ).fetchone()
        if row and row[0]:
            wrong.append(f"the role {role} has rights on {table}; run «REVOKE {rights} ON {table} FROM {role}»")
    for sentence in wrong:
        yield Finding("roles", State.WRONG, sentence)
    if not wrong:
        yield Finding("roles", State.WELL, ", ".join(ZONE_ROLES) + "; none has more rights than its zone needs")


def _worker(connection: psycopg.Connection[Any], configuration: Configuration) -> Iterator[Finding]:
    row = connection.execute(
        "SELECT clock_timestamp() - at, problem, (SELECT count(*) FROM ledger_pending) FROM ledger_heartbeat"
    ).fetchone()
    waiting = connection.execute("SELECT count(*) FROM ledger_pending").fetchone()
    amount = int(waiting[0]) if waiting else 0
    running = configuration.supervised or supervisor_of(configuration.data) is not None
    age = row[0] if row else None
    if row and row[1]:
        yield Finding("worker", State.WRONG, str(row[1]))
    elif age is not None and age < _HEARTBEAT_STALE:
        yield Finding("worker", State.WELL, f"alive; {amount} events wait for their place in the ledger")
    elif running:
        seen = f"was last seen {age}" if age is not None else "has never been seen"
        yield Finding("worker", State.WRONG, f"the worker {seen} although Antigone runs; restart Antigone")
    else:
        sentence = f"not running; {amount} events wait for their place in the ledger; «antigone serve» starts it"
        yield Finding("worker", State.WARNING if amount else State.WELL, sentence)


def _laboratory(connection: psycopg.Connection[Any], configuration: Configuration) -> Finding:
    about = "laboratory"
    row = connection.execute(
        "SELECT clock_timestamp() - at, problem FROM identification_heartbeat UNION ALL SELECT NULL, '' LIMIT 1"
    ).fetchone()
    due = connection.execute("SELECT count(*) FROM identification_due").fetchone()
    age, problem = row or (None, "")
    waiting = f"{due[0] if due else 0:,} changes wait to be compared"
    seen = f"was last seen {age}" if age is not None else "has never been seen"
    running = configuration.supervised or supervisor_of(configuration.data) is not None
    if age is not None and age < _HEARTBEAT_STALE:
        return Finding(about, State.WRONG, problem) if problem else Finding(about, State.WELL, f"alive; {waiting}")
    if running and configuration.laboratory_here:
        sentence = f"its service {seen} although Antigone runs; {waiting}; restart Antigone"
        return Finding(about, State.WRONG, sentence)
    where = "«antigone serve» starts it" if configuration.laboratory_here else "start it where its key is"
    state = State.WARNING if due and due[0] else State.WELL
    return Finding(about, state, f"its service {seen}; {waiting}; {where}")


def undelivered(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Webhooks whose messages do not arrive."""
    rows = connection.execute(
        "SELECT p.name, w.public_id::text, w.url, count(*), min(m.created_at)::date::text"
        " FROM disclosure_webhook_message m JOIN disclosure_webhook w ON w.id = m.webhook_id"
        " JOIN disclosure_partner p ON p.id = w.partner_id WHERE w.removed_on IS NULL AND p.revoked_on IS NULL"
        " AND w.paused_on IS NULL AND m.topic <> 'webhook.test'"
        " AND (m.state = 'failed' OR m.state = 'waiting' AND m.created_at < now() - interval '1 hour')"
        " GROUP BY w.id, p.name ORDER BY p.name, w.id"
    ).fetchall()
    for partner, identifier, url, amount, since in rows:
        sentence = (
            f"{amount} messages to «{partner}» at {url} have not arrived, the first of {since}; ask the partner, then"
            f" «antigone partner webhook again {identifier}»"
        )
        yield Finding("webhooks", State.WARNING, sentence)


def _enquiries(connection: psycopg.Connection[Any], configuration: Configuration) -> Iterator[Finding]:
    if not keys_folder(configuration.data).joinpath("vault-public.key").exists():
        return
    running = configuration.supervised or supervisor_of(configuration.data) is not None
    if running and not somebody_answers(configuration.vault_socket):
        yield Finding("vault", State.WRONG, "nobody answers at its socket although Antigone runs; restart Antigone")
    elif running:
        yield Finding("vault", State.WELL, f"answers at {configuration.vault_socket}")
    waiting = connection.execute("SELECT count(*) FROM enquiries_notice WHERE state = 'waiting'").fetchone()
    if waiting and waiting[0] and not configuration.mail_server:
        cure = "set ANTIGONE_MAIL_SERVER and ANTIGONE_MAIL_FROM"
        yield Finding("notices", State.WARNING, f"{waiting[0]} wait, and no mail server is set; {cure}")
