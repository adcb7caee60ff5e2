"""How a photograph comes in: into memory alone, on three pages alone, and never larger than can be kept.

Django's own handlers write what is large into a temporary file, in the clear; this one never writes. Every other page
refuses a file with its first byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from antigone.bureau.enquiries.values import LARGEST_PHOTOGRAPH

#: Pages that take a photograph.
ROUTES = frozenset({"website:ask", "website:receipt", "website:things"})
#: Bytes of a request beyond which it is not even read: larger than any picture that a telephone takes.
_MOST_SENT = 64 * 1024 * 1024


class Photograph(UploadedFile):  # type: ignore[type-arg]
    """A photograph in memory. One larger than `LARGEST_PHOTOGRAPH` has lost its content, but not its size."""

    def __init__(self, content: bytes, size: int) -> None:
        # The name that it had on the telephone is of no use here and may name somebody.
        super().__init__(BytesIO(content), "photograph", "application/octet-stream", size)


class InMemoryOnly(FileUploadHandler):
    """The website's only upload handler."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._parts: list[bytes] = []
        self._size = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > _MOST_SENT:
            raise RequestDataTooBig("a request of this size is not read")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        match = self.request.resolver_match if self.request is not None else None
        if match is None or match.view_name not in ROUTES:
            raise RequestDataTooBig("no file is taken here")
        self._parts, self._size = [], 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > LARGEST_PHOTOGRAPH:
            self._parts.clear()
        else:
            self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> Photograph:
        return Photograph(b"".join(self._parts), file_size)
