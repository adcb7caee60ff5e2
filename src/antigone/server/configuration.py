"""Every setting that the environment can change, read once, typed, with a safe default.

`docs/settings.md` lists them; a test fails when one is missing there.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from antigone.server.telegram import BadTelegramSetting, TelegramSettings, telegram_settings


class Zone(StrEnum):
    """Which process this is. It decides the pages that it serves and the database role it may use."""

    OWNER = "owner"
    WEBSITE = "website"
    DESK = "desk"
    WORKER = "worker"
    STAFF = "staff"
    LABORATORY = "laboratory"
    VAULT = "vault"
    PARTNERS = "partners"
    TELEGRAM = "telegram"


#: The PostgreSQL role of each zone. The owner's is whoever owns the database.
ROLE_OF_ZONE = {
    Zone.WEBSITE: "antigone_public",
    Zone.DESK: "antigone_staff",
    Zone.STAFF: "antigone_staff",
    Zone.WORKER: "antigone_worker",
    Zone.LABORATORY: "antigone_laboratory",
    Zone.VAULT: "antigone_vault",
    Zone.PARTNERS: "antigone_public",
    Zone.TELEGRAM: "antigone_telegram",
}


_URL_OF_ZONE = {
    Zone.WEBSITE: "DATABASE_URL_PUBLIC",
    Zone.DESK: "DATABASE_URL_STAFF",
    Zone.STAFF: "DATABASE_URL_STAFF",
    Zone.WORKER: "DATABASE_URL_WORKER",
    Zone.LABORATORY: "DATABASE_URL_LABORATORY",
    Zone.VAULT: "DATABASE_URL_VAULT",
    Zone.PARTNERS: "DATABASE_URL_PUBLIC",
    Zone.TELEGRAM: "DATABASE_URL_TELEGRAM",
}


class BadSetting(Exception):
    """A setting has a value that cannot be used; the message names it and the cure."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the environment says.

    Attributes:
        data: folder of everything that must survive: database, keys. Created with mode 700.
        zone: see `Zone`.
        database_url: a PostgreSQL server to use; empty for the embedded one.
        zone_urls: separate log-ins on that server, zone by zone; a zone without one uses `database_url` and
            gives up all rights but its role's.
        database_name: the database on the embedded server.
        postgres_bin: folder with another PostgreSQL's programs for the embedded server; may be None.
        website_address, desk_address: ``host:port`` that the two sites listen on.
        partners_address: the same for partners' programs; empty where they are not served here.
        desk_url: how staff reach the desk from their browsers, as ``https://host``; empty where that is its address.
        public_hosts: host names under which the families' website is reached; ``*`` behind a proxy.
        bureau_name, bureau_contact: what the pages call the bureau and how they say it is reached.
        ledger_name: the name under which the ledger's checkpoints are signed; never changes once others keep one.
        mail_server, mail_from: through which server notices leave, and from which address; both may be empty.
        take_in_seconds: how long, on average, what families leave waits for the worker.
        vault_socket: where the vault is asked.
        vault_callers: accounts of this machine that may ask it besides its own.
        dna_posterior: from which posterior on DNA counts as consistent; ICMP's, or more.
        laboratory_here: the laboratory's key lies on this machine, and a supervisor runs its service.
        telegram: see `TelegramSettings`.
        footage_age_days: how old media have to be that an incident takes in; 30, or more.
        supervised: a supervisor started this process and keeps its database ready.
    """

    data: Path
    zone: Zone
    database_url: str
    zone_urls: Mapping[Zone, str]
    database_name: str
    postgres_bin: Path | None
    website_address: str
    desk_address: str
    partners_address: str
    desk_url: str
    public_hosts: tuple[str, ...]
    bureau_name: str
    bureau_contact: str
    ledger_name: str
    mail_server: str
    mail_from: str
    take_in_seconds: float
    vault_socket: Path
    vault_callers: tuple[str, ...]
    dna_posterior: Decimal
    laboratory_here: bool
    telegram: TelegramSettings
    footage_age_days: int
    supervised: bool

    @property
    def desk_origin(self) -> str:
        """Where staff open the desk so that passkeys work: `desk_url`, or ``localhost`` for a desk that listens on this
        machine alone, because browsers bind no passkey to a number. Empty where neither is so: browsers give passkeys
        to protected pages only.
        """
        host, _, port = self.desk_address.rpartition(":")
        alone = host.strip("[]") in ("localhost", "::1") or re.fullmatch(r"127(\.\d{1,3}){3}", host)
        return self.desk_url or (f"http://localhost:{port}" if alone else "")


def default_data_folder() -> Path:
    """``/var/lib/antigone`` for root, else the user's own data folder (XDG base directories)."""
    if os.geteuid() == 0:
        return Path("/var/lib/antigone")
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "antigone"


def configuration_from_environment() -> Configuration:
    """Read the environment.

    Raises:
        BadSetting: a value cannot be used.
    """
    env = os.environ
    zone = env.get("ANTIGONE_ZONE", Zone.OWNER.value)
    if zone not in set(Zone):
        raise BadSetting(f"ANTIGONE_ZONE is «{zone}»; it must be one of {', '.join(Zone)}")
    data = Path(env.get("ANTIGONE_DATA") or default_data_folder()).expanduser().absolute()
    if len(str(data)) > 80:
        # A Unix socket's path must fit in 107 bytes (unix(7)), the socket's own name included.
        socket_hint = Path(tempfile.gettempdir()) / "antigone"
        raise BadSetting(f"ANTIGONE_DATA is too long for a socket's path: {data}; use something like {socket_hint}")
    bin_folder = env.get("ANTIGONE_PG_BIN", "")
    hosts = tuple(host.strip() for host in env.get("ANTIGONE_PUBLIC_HOSTS", "localhost,127.0.0.1").split(","))
    return Configuration(
        data=data,
        zone=Zone(zone),
        database_url=env.get("DATABASE_URL", ""),
        zone_urls={zone: env[name] for zone, name in _URL_OF_ZONE.items() if env.get(name)},
        database_name=env.get("ANTIGONE_DATABASE_NAME", "antigone"),
        postgres_bin=Path(bin_folder) if bin_folder else None,
        website_address=env.get("ANTIGONE_WEBSITE", "127.0.0.1:8000"),
        desk_address=env.get("ANTIGONE_DESK", "127.0.0.1:8001"),
        partners_address=_unless_off(env.get("ANTIGONE_PARTNERS", "127.0.0.1:8003")),
        desk_url=_origin(env.get("ANTIGONE_DESK_URL", "")),
        public_hosts=hosts,
        bureau_name=env.get("ANTIGONE_BUREAU_NAME", "Antigone"),
        bureau_contact=env.get("ANTIGONE_BUREAU_CONTACT", ""),
        ledger_name=env.get("ANTIGONE_LEDGER_NAME", "antigone"),
        mail_server=env.get("ANTIGONE_MAIL_SERVER", ""),
        mail_from=env.get("ANTIGONE_MAIL_FROM", ""),
        take_in_seconds=_seconds(env.get("ANTIGONE_TAKE_IN_SECONDS", "30")),
        vault_socket=Path(env.get("ANTIGONE_VAULT_SOCKET") or data / "run" / "vault.sock").absolute(),
        vault_callers=tuple(name.strip() for name in env.get("ANTIGONE_VAULT_CALLERS", "").split(",") if name.strip()),
        dna_posterior=_posterior(env.get("ANTIGONE_DNA_POSTERIOR", "0.9995")),
        laboratory_here=_here(env.get("ANTIGONE_LABORATORY", "here")),
        telegram=_telegram(env),
        footage_age_days=_age(env.get("ANTIGONE_FOOTAGE_AGE_DAYS", "30")),
        supervised=env.get("ANTIGONE_SUPERVISED", "") == "1",
    )


def _telegram(env: Mapping[str, str]) -> TelegramSettings:
    try:
        return telegram_settings(env)
    except BadTelegramSetting as error:
        raise BadSetting(str(error)) from None


def _unless_off(address: str) -> str:
    return "" if address == "off" else address


def _origin(text: str) -> str:
    origin = text.strip().rstrip("/").lower()
    secure = r"https://[^/@?#\s]+|http://(localhost|[^/@?#\s:]+\.onion)(:\d{1,5})?"
    if origin and not re.fullmatch(secure, origin):
        raise BadSetting(
            f"ANTIGONE_DESK_URL is «{text}»; write it as https://desk.example.org, without a path: browsers keep"
            " passkeys from pages that are not protected"
        )
    return origin


def _posterior(text: str) -> Decimal:
    try:
        posterior = Decimal(text)
    except InvalidOperation:
        posterior = Decimal(0)
    if not Decimal("0.9995") <= posterior < 1:
        raise BadSetting(f"ANTIGONE_DNA_POSTERIOR is «{text}»; write 0.9995 or more, below 1, such as 0.9999")
    return posterior


def _here(text: str) -> bool:
    if text not in ("here", "elsewhere"):
        raise BadSetting(f"ANTIGONE_LABORATORY is «{text}»; write here or elsewhere")
    return text == "here"


def _age(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 30 <= int(text[:6]) <= 36_500:
        raise BadSetting(
            f"ANTIGONE_FOOTAGE_AGE_DAYS is «{text}»; write days, 30 or more: it can be raised, never lowered"
        )
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.05 <= seconds <= 86_400:
        raise BadSetting(f"ANTIGONE_TAKE_IN_SECONDS is «{text}»; write seconds between 0.05 and 86400, such as 30")
    return seconds
