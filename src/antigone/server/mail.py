"""How notices leave, from the settings: through a mail server, through the bot."""

from __future__ import annotations

import functools
import re
from urllib.parse import unquote, urlsplit

from antigone.bureau.enquiries.telegram.news import post_to_chat
from antigone.bureau.enquiries.upkeep.mail import MailServer, Security, post_by_mail
from antigone.bureau.enquiries.upkeep.outbox import Letterbox
from antigone.bureau.enquiries.vault_client import notice_address
from antigone.server.configuration import BadSetting, Configuration

_PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SENDER = re.compile(r"[^\s@<>,;\"]{1,64}@[A-Za-z0-9.-]{1,253}")


def letterbox(configuration: Configuration) -> Letterbox | None:
    """How notices leave; None when neither a mail server nor a bot is set.

    Raises:
        BadSetting: see `mail_server`.
    """
    server = mail_server(configuration)
    by_mail = None if server is None else functools.partial(post_by_mail, server)
    in_telegram = post_to_chat if configuration.telegram.token else None
    return Letterbox(notice_address, by_mail, in_telegram) if by_mail or in_telegram else None


def mail_server(configuration: Configuration) -> MailServer | None:
    """What ANTIGONE_MAIL_SERVER says: ``smtp://`` with STARTTLS, ``smtps://``; unprotected to this machine alone.

    Raises:
        BadSetting: it, or the sender's address, cannot be used. The sentence repeats no password.
    """
    if not configuration.mail_server:
        return None
    wanted = "write it as smtp://user:password@mail.example.org:587 or smtps://…:465, with %40 for @ in the password"
    try:
        parts = urlsplit(configuration.mail_server)
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise BadSetting(f"ANTIGONE_MAIL_SERVER cannot be read; {wanted}") from None
    if not parts.hostname or parts.path not in ("", "/"):
        raise BadSetting(f"ANTIGONE_MAIL_SERVER names no host; {wanted}")
    if not _SENDER.fullmatch(configuration.mail_from):
        raise BadSetting(
            "ANTIGONE_MAIL_FROM is no address; write the one that notices come from, such as notices@example.org"
        )
    security = Security.TLS if parts.scheme == "smtps" else Security.STARTTLS
    if parts.scheme == "smtp" and parts.hostname in _LOOPBACK:
        security = Security.NONE
    return MailServer(
        parts.hostname,
        port,
        configuration.mail_from,
        security,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )
