"""Notices by e-mail: one sentence, one recipient, one connection each (RFC 5321, RFC 5322)."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from enum import StrEnum
from uuid import UUID

from antigone.bureau.enquiries.notices import WORDS
from antigone.bureau.enquiries.upkeep.outbox import Outcome

_SECONDS = 20.0


class Security(StrEnum):
    """How the connection is protected. `NONE` is for a server on this machine."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """A mail server that takes our notices, and the address that they come from."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""


def post_by_mail(server: MailServer, address: str, language: str, reference: UUID) -> Outcome:
    """Hand one notice to the mail server.

    A failure before the message's end was sent means that it did not leave: «later», or «refused» where the server says
    for ever (5xx). A connection that breaks after that leaves it open whether it left: «doubtful».
    """
    message = notice_message(server.sender, address, language, reference)
    try:
        line = _connected(server)
    except smtplib.SMTPResponseException as error:
        return _said(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Outcome.LATER
    try:
        return _hand_over(line, server.sender, address, message)
    finally:
        line.close()


def notice_message(sender: str, address: str, language: str, reference: UUID) -> EmailMessage:
    """The message; its Message-ID is the notice's reference, so that a second copy can be known for one."""
    words = WORDS.get(language, WORDS["en"])
    message = EmailMessage()
    message["From"] = sender
    message["To"] = address
    message["Subject"] = words.subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{reference}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.sentence + "\n")
    return message


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if server.security is Security.STARTTLS:
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password)
    except BaseException:
        line.close()
        raise
    return line


def _hand_over(line: smtplib.SMTP, sender: str, address: str, message: EmailMessage) -> Outcome:
    try:
        line.ehlo_or_helo_if_needed()
        for code, _ in (line.mail(sender), line.rcpt(address)):
            if code not in (250, 251):
                return _said(code)
    except (OSError, smtplib.SMTPException):
        return Outcome.LATER
    try:
        code, _ = line.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        return _said(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Outcome.DOUBTFUL
    return Outcome.SENT if code == 250 else _said(code)


def _said(code: int) -> Outcome:
    return Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER
