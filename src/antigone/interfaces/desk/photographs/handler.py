"""How a photograph comes in at the desk: into memory alone, from who may open the page, on these pages alone.

Stands before the handler of lists. What is not for this page it leaves to that one, which refuses whatever it does not
know; nothing of a photograph is ever written to a file.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.urls import resolve

from antigone.bureau.photographs.values import LARGEST_FILE
from antigone.interfaces.desk.pages import visitor_of

#: Where a photograph comes in: to be kept, and to be compared and forgotten.
ROUTES = frozenset(
    {
        "desk:photograph-new",
        "desk:marks",
        "desk:remains-photograph",
        "desk:remains-scan",
        "desk:remains-stock",
        "desk:scene-photograph",
    }
)


class IncomingPhotograph(UploadedFile):  # type: ignore[type-arg]
    """A photograph in memory. One larger than `LARGEST_FILE` has lost its content, but not its size."""

    def __init__(self, content: bytes, size: int) -> None:
        # The name that it had on somebody's machine is of no use here and may name somebody.
        super().__init__(BytesIO(content), "photograph", "application/octet-stream", size)


def bytes_of(file: UploadedFile) -> bytes:  # type: ignore[type-arg]
    """The bytes; as many as its size where it was too large to be taken, so that it is refused for that."""
    return file.read() or bytes(file.size or 0)


class PhotographUploads(FileUploadHandler):
    """Takes the file of the pages `ROUTES` from who may open them."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._taking = False
        self._parts: list[bytes] = []
        self._size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        request = self.request
        route = "" if request is None else resolve(request.path).view_name
        self._taking = request is not None and route in ROUTES and visitor_of(request).may(route)
        self._parts, self._size = [], 0
        if self._taking:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self._taking:
            return raw_data
        self._size += len(raw_data)
        if self._size > LARGEST_FILE:
            self._parts.clear()
        else:
            self._parts.append(raw_data)
        return None

    def file_complete(self, file_size: int) -> IncomingPhotograph | None:
        return IncomingPhotograph(b"".join(self._parts), self._size) if self._taking else None
