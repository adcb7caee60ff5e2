"""A partner's program that listens for messages: a real HTTPS server on this machine, under a name of its own."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from antigone.bureau.disclosure.partners.webhooks import Carrier

HOST = "hooks.agency.example"
URL = f"https://{HOST}/antigone"
PUBLIC = ipaddress.ip_address("8.8.8.8")


@dataclass
class Listener:
    """What it got, and what it answers next."""

    port: int
    authority: Path
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)

    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.got]

    def carrier(self, *, seconds: float = 10.0) -> Carrier:
        """Carries as the real one, with the one difference that what it dials is answered here."""

        def connect(address: object, port: int, _seconds: float) -> socket.socket:
            self.dialled.append(f"{address}:{port}")
            return socket.create_connection(("127.0.0.1", self.port), seconds)

        context = ssl.create_default_context(cafile=str(self.authority))
        return Carrier(context, lambda _host, _port: [PUBLIC], connect=connect, seconds=seconds)


@contextlib.contextmanager
def listening(folder: Path, host: str = HOST) -> Iterator[Listener]:
    certificate = own_certificate(folder, host)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.got.append((dict(self.headers), body))
            status = listener.statuses.pop(0) if listener.statuses else 204
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "https://127.0.0.1/secret")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    listener = Listener(server.server_address[1], certificate)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def own_certificate(folder: Path, host: str) -> Path:
    """A certificate that this host gave itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
    )
    return path
