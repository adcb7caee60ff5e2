"""One message over HTTPS to an address that a partner named, and nowhere else.

The address is a stranger's word, and this machine can reach what strangers must not. So: HTTPS alone, on its usual
ports; every address that the name resolves to must be one of the open internet; the connection goes to the very
address that was looked at, so that a name that answers otherwise a moment later gains nothing; nothing is
redirected, no proxy is asked, and of the answer nothing but its status is read, in bounded time.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from antigone.bureau.disclosure.partners.webhooks.values import Outcome, Said, UnfitWebhook

PORTS = frozenset({443, 8443})
_SECONDS = 15.0
_CONNECT_SECONDS = 5.0
_LONGEST_URL = 500
_LONGEST_HEAD = 16 * 1024
_URL = re.compile(r"https://[!-~]+", re.ASCII)
_HOST = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+|[0-9a-f:.]+", re.ASCII)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
# All global unicast addresses that were ever given out (RFC 4291, IANA), and what of them carries an IPv4 address
# inside: 6to4 and Teredo. Mapped and translated ones (RFC 6052, RFC 8215) stand outside.
_UNICAST = ipaddress.IPv6Network("2000::/3")
_TUNNELS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a webhook's address leads."""

    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """As it stands in the header `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 443 else f"{host}:{self.port}"


def destination(url: str) -> Destination:
    """The parts of a webhook's address.

    Raises:
        UnfitWebhook: it is no HTTPS address of the open internet; the sentence says what to write.
    """
    wanted = "write it as https://hooks.example.org/path, on port 443 or 8443"
    if not _URL.fullmatch(url) or len(url) > _LONGEST_URL:
        raise UnfitWebhook(f"a webhook's address is HTTPS, at most {_LONGEST_URL} characters without blanks; {wanted}")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port or 443
    except ValueError:
        raise UnfitWebhook(f"«{url}» cannot be read as an address; {wanted}") from None
    if "@" in parts.netloc or parts.fragment or "#" in url:
        raise UnfitWebhook(f"a webhook's address names no account and no place inside a page; {wanted}")
    if port not in PORTS or not _HOST.fullmatch(host):
        raise UnfitWebhook(f"«{parts.netloc}» is no host to which messages go; {wanted}")
    literal = _literal(host)
    if (literal is None and re.fullmatch(r"[\d.]+", host)) or (
        literal is not None and not of_the_open_internet(literal)
    ):
        raise UnfitWebhook(f"«{host}» is not on the open internet; messages go nowhere else")
    return Destination(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def of_the_open_internet(address: Address) -> bool:
    """Whether anybody in the world reaches the same machine under this address; false for every doubtful one."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address not in _UNICAST or any(address in tunnel for tunnel in _TUNNELS)
    ):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def resolved(host: str, port: int) -> Sequence[Address]:
    """The addresses of a name, as the system resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(entry[4][0]) for entry in found]


def _connected(address: Address, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((str(address), port), seconds)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Carries messages; a test sets who is trusted, how names resolve, what may be reached, and how.

    Attributes:
        context: whose certificates are believed.
        resolve: host and port -> addresses.
        may_reach: the guard.
        connect: address, port and seconds -> a connection to that very address.
        seconds: for the whole of one message.
    """

    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    resolve: Callable[[str, int], Sequence[Address]] = resolved
    may_reach: Callable[[Address], bool] = of_the_open_internet
    connect: Callable[[Address, int, float], socket.socket] = _connected
    seconds: float = _SECONDS

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Said:
        """Hand over one message; never raises for what the other side does."""
        try:
            where = destination(url)
            addresses = self.resolve(where.host, where.port)
        except UnfitWebhook:
            return Said(Outcome.LATER, "its address is not on the open internet")
        except (OSError, ValueError):
            return Said(Outcome.LATER, "its name cannot be resolved")
        # One private address among public ones is a trap, not a choice.
        if not addresses or not all(map(self.may_reach, addresses)):
            return Said(Outcome.LATER, "its name leads to an address that is not on the open internet")
        try:
            status = self._asked(where, addresses[0], _request(where, headers, body))
        except ssl.SSLCertVerificationError:
            return Said(Outcome.LATER, "its certificate does not hold")
        except OSError:
            return Said(Outcome.LATER, "no connection, or no answer in time")
        if status is None:
            return Said(Outcome.LATER, "what answered was no HTTP")
        outcome = Outcome.SENT if 200 <= status < 300 else Outcome.GONE if status == 410 else Outcome.LATER
        return Said(outcome, f"HTTP {status}")

    def _asked(self, where: Destination, address: Address, request: bytes) -> int | None:
        deadline = time.monotonic() + self.seconds
        with self.connect(address, where.port, min(_CONNECT_SECONDS, self.seconds)) as line:
            line.settimeout(max(0.1, deadline - time.monotonic()))
            with self.context.wrap_socket(line, server_hostname=where.host) as secure:
                secure.sendall(request)
                return _status(secure, deadline)


def _request(where: Destination, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = {"Host": where.authority, "User-Agent": "Antigone", "Connection": "close", "Accept": "*/*", **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {where.target} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode("ascii") + body


def _status(line: ssl.SSLSocket, deadline: float) -> int | None:
    """The status of the answer; nothing after its first line is waited for."""
    head = b""
    while b"\n" not in head and len(head) < _LONGEST_HEAD:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
        part = line.recv(1024)
        if not part:
            break
        head += part
    found = _STATUS.match(head)
    return int(found[1]) if found else None
