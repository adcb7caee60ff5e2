"""How a file comes in with a request: straight into its private folder, from registrars alone, on one page alone.

Django reads the whole body before any view, and before the check against forged requests, because that check looks
for its token in the body. Whoever is not signed in, or may not import, or sends a file to another page, is refused
here with the first byte of the file, before anything of it is written.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import resolve

from antigone.interfaces.desk.pages import visitor_of
from antigone.interfaces.desk.registrars.importing.uploads import LARGEST_FILE, new_folder, remove, table_of

_ROUTE = "desk:import-new"
#: Bytes of the form around the file.
_AROUND = 1024 * 1024


class IncomingTable(UploadedFile):  # type: ignore[type-arg]
    """A file that lies in its folder; `number` is the folder's."""

    def __init__(self, number: UUID, name: str, size: int, sha256: str) -> None:
        super().__init__(BytesIO(), name, "application/octet-stream", size)
        self.number = number
        self.sha256 = sha256


class PrivateUploads(FileUploadHandler):
    """Takes one file of at most `LARGEST_FILE` bytes. One that is larger is not taken, and the page says so."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._number: UUID | None = None
        self._stream: IO[bytes] | None = None
        self._digest = hashlib.sha256()
        self._too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self._too_large = content_length > LARGEST_FILE + _AROUND

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        request = self.request
        if request is None or not visitor_of(request).may(_ROUTE) or resolve(request.path).view_name != _ROUTE:
            raise RequestDataTooBig("no file is taken here")
        if self._too_large:
            request.file_too_large = True  # type: ignore[attr-defined]
            raise SkipFile
        self._number = new_folder()
        handle = os.open(table_of(self._number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._stream = os.fdopen(handle, "wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._stream is not None:
            self._stream.write(raw_data)
            self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> IncomingTable | None:
        if self._stream is None or self._number is None:
            return None
        self._stream.close()
        self._stream = None
        return IncomingTable(self._number, self.file_name or "table", file_size, self._digest.hexdigest())

    def upload_interrupted(self) -> None:
        if self._stream is not None and self._number is not None:
            self._stream.close()
            remove(self._number)
