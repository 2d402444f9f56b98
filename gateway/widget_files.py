"""The widget's files as they are served: comments and spaces taken out once, at start, and kept in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]

from gateway.settings import ROOT

WIDGET = ROOT / "widget"
# Not the README, not the types.
SERVED = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}


class WidgetFile(NamedTuple):
    """One file: what is sent, as what, and the name of exactly this content."""

    body: bytes
    media_type: str
    etag: str


def widget_files(folder: Path = WIDGET) -> dict[str, WidgetFile]:
    """Returns what may be served, by its path inside the folder."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix in SERVED)
    return {file.relative_to(folder).as_posix(): as_served(file) for file in files}


def as_served(file: Path) -> WidgetFile:
    """Returns a file with comments and needless spaces taken out; a comment that begins with ``/*!`` (a licence) stays."""
    body = _smaller(file.suffix)(file.read_text(encoding="utf-8")).encode()
    return WidgetFile(body, SERVED[file.suffix], f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _smaller(suffix: str) -> Callable[[str], str]:
    minifiers: dict[str, Callable[[str], str]] = {
        ".js": lambda text: str(rjsmin.jsmin(text, keep_bang_comments=True)),
        ".css": lambda text: str(rcssmin.cssmin(text, keep_bang_comments=True)),
    }
    return minifiers.get(suffix, lambda text: text)
