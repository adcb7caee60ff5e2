"""Content credentials (C2PA) of a file: whether they are whole, and what they say. Runs in the sandbox.

No list of trusted signers is asked: a credential that is whole shows that nobody changed the file since somebody with
that key signed it, never that what it shows is so. A manifest that lies elsewhere is named and never fetched, which the
settings forbid and the sandbox, having no sockets, enforces.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import c2pa

_SETTINGS: Final = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
_TYPES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/heic", "image/tiff", "image/gif", "video/mp4", "video/quicktime"}
) | {"video/x-msvideo", "application/pdf", "audio/wav"}
_MOST = 8
# Callbacks of a stream need memory that can be executed, which the sandbox gives to nobody: what the nursery made of
# it before stays usable as long as one of them lives.
_kept: list[Any] = []


class CredentialState(StrEnum):
    """What was found of content credentials."""

    NONE = "none"
    WHOLE = "whole"
    BROKEN = "broken"
    ELSEWHERE = "elsewhere"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What content credentials say.

    Attributes:
        state: whether they are there, and whole.
        signer: whom the certificate names, or empty; nobody vouches for it.
        signed_at: when, as they say, or empty.
        made_with: the software that they name.
        actions: what they say was done to the file, at most eight.
        faults: what does not hold, in the words of the standard (C2PA 2.1, section 15), at most eight.
        elsewhere: where the manifest is said to lie, which was not asked; or empty.
    """

    state: CredentialState
    signer: str = ""
    signed_at: str = ""
    made_with: str = ""
    actions: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    elsewhere: str = ""

    @property
    def sentence(self) -> str:
        """What may be said of them."""
        by = f" of «{self.signer}»" if self.signer else ""
        match self.state:
            case CredentialState.NONE:
                return "The file has no content credentials; most have none, and that says nothing."
            case CredentialState.WHOLE:
                return (
                    f"The content credentials{by} are whole: nobody changed the file since it was signed. Who the"
                    " signer is, and whether it shows what happened, was not checked."
                )
            case CredentialState.BROKEN:
                return f"The content credentials{by} do not fit the file: {', '.join(self.faults)}."
            case CredentialState.ELSEWHERE:
                return f"The content credentials lie elsewhere and were not fetched: {self.elsewhere}"
            case CredentialState.UNREADABLE:
                return "There are content credentials that cannot be read."


def prepare() -> None:
    """Make in the nursery what cannot be made in the sandbox."""
    _kept.extend(c2pa.Stream(io.BytesIO(b"")) for _ in range(2))
    credentials_in(b"\xff\xd8\xff\xd9", "image/jpeg")


def credentials_in(data: bytes, media_type: str) -> dict[str, Any]:
    """Facts of `Credentials` as plain values."""
    if media_type not in _TYPES:
        return {"state": CredentialState.NONE}
    try:
        context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
        said = json.loads(c2pa.Reader(media_type, io.BytesIO(data), context=context).json())
    except c2pa.C2paError as error:
        return _without(str(error))
    except (ValueError, TypeError):
        return {"state": CredentialState.UNREADABLE}
    return _of(said)


def _without(error: str) -> dict[str, Any]:
    if "must fetch remote manifests from url" in error:
        return {"state": CredentialState.ELSEWHERE, "elsewhere": error.rpartition(" ")[2][:300]}
    if error.startswith("ManifestNotFound") or "no JUMBF data found" in error:
        return {"state": CredentialState.NONE}
    return {"state": CredentialState.UNREADABLE}


def _of(said: dict[str, Any]) -> dict[str, Any]:
    manifest = said.get("manifests", {}).get(said.get("active_manifest"), {})
    signature = manifest.get("signature_info") or {}
    codes = [str(each.get("code", "")) for each in said.get("validation_status") or []]
    generator = (manifest.get("claim_generator_info") or [{}])[0].get("name") or manifest.get("claim_generator") or ""
    actions = [
        str(each.get("action", ""))
        for assertion in manifest.get("assertions") or []
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for each in (assertion.get("data") or {}).get("actions") or []
    ]
    whole = said.get("validation_state") in ("Valid", "Trusted")
    return {
        "state": CredentialState.WHOLE if whole else CredentialState.BROKEN,
        "signer": str(signature.get("common_name") or signature.get("issuer") or "")[:200],
        "signed_at": str(signature.get("time") or "")[:40],
        "made_with": str(generator)[:200],
        "actions": [action[:80] for action in actions[:_MOST]],
        "faults": sorted({code[:80] for code in codes if code != "signingCredential.untrusted"})[:_MOST],
    }
