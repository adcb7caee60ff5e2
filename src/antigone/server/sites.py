"""How the sites are served: one granian each, in its own zone and with its own rights in the database."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
import time
from dataclasses import dataclass

from antigone.server.configuration import BadSetting, Configuration, Zone
from antigone.server.database import child_environment
from antigone.server.trouble import ServerTrouble


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        host = _reached_at(self)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def address_of(configuration: Configuration, zone: Zone) -> Address:
    """Where the site of a zone listens.

    Raises:
        BadSetting: the setting is not written ``host:port``.
    """
    settings = {
        Zone.WEBSITE: ("ANTIGONE_WEBSITE", configuration.website_address),
        Zone.DESK: ("ANTIGONE_DESK", configuration.desk_address),
        Zone.PARTNERS: ("ANTIGONE_PARTNERS", configuration.partners_address),
    }
    name, text = settings[zone]
    match = re.fullmatch(r"\[?([^\[\]]*?)\]?:(\d{1,5})", text)
    if not match or not match[1] or not 0 < int(match[2]) < 65536:
        raise BadSetting(f"{name} is «{text}»; write it as host:port, such as 127.0.0.1:8000")
    return Address(match[1], int(match[2]))


def refuse_taken(address: Address, setting: str) -> None:
    """Refuse an address that another program listens on, or that cannot be listened on at all.

    Raises:
        ServerTrouble: naming the setting that moves the site elsewhere.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address.host, address.port))
        except OSError as error:
            raise ServerTrouble(
                f"cannot listen on {address.host}:{address.port} ({error.strerror}); stop the program that does, "
                f"or set {setting} to another address, such as {address.host}:{_next_port(address.port)}"
            ) from error


def refuse_taken_for_long(address: Address, setting: str, *, seconds: float = 6.0) -> None:
    """`refuse_taken`, after giving the sites of a killed supervisor the time to end.

    Raises:
        ServerTrouble: see `refuse_taken`.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(ServerTrouble):
            refuse_taken(address, setting)
            return
        time.sleep(0.1)
    refuse_taken(address, setting)


def _next_port(port: int) -> int:
    return port + 10 if port + 10 < 65536 else 8010


def site_command(address: Address, *, processes: int = 2, threads: int = 4) -> list[str]:
    """The command that serves a site. No access log: who asked for whom is nobody's business."""
    return [
        *[sys.executable, "-m", "granian", "antigone.server.wsgi:application", "--interface", "wsgi"],
        *["--host", address.host, "--port", str(address.port), "--http", "1", "--no-ws"],
        *["--workers", str(processes), "--blocking-threads", str(threads), "--backlog", "1024"],
        *["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"],
        *["--http1-header-read-timeout", "10000", "--no-access-log", "--log-level", "error"],
    ]


def site_environment(configuration: Configuration, zone: Zone) -> dict[str, str]:
    """The environment in which `site_command` serves `zone`; no setting of granian's own leaks in."""
    environment = child_environment(configuration, zone)
    return {name: value for name, value in environment.items() if not name.startswith("GRANIAN_")}


def listens(address: Address) -> bool:
    """Whether somebody takes connections at the address."""
    try:
        socket.create_connection((_reached_at(address), address.port), 1).close()
    except OSError:
        return False
    return True


def answers(address: Address, timeout: float = 20.0) -> bool:
    """Whether a site answers requests: a worker that still starts up takes connections but does not answer."""
    try:
        with socket.create_connection((_reached_at(address), address.port), 1) as probe:
            probe.settimeout(timeout)
            probe.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return probe.recv(16).startswith(b"HTTP/1.1")
    except OSError:
        return False


def _reached_at(address: Address) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
