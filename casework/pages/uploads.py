"""A file that somebody sends stays in memory: nothing of it is ever laid down on a disk."""

from io import BytesIO
from typing import IO

from flask import Request


class InMemory(Request):
    """MAX_CONTENT_LENGTH says how much that can be."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        return BytesIO()
