"""Encrypts what of a callback must not be read from the store alone: name and address."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from cryptography.fernet import Fernet, InvalidToken

KEY_FILE = "callback.key"


class CannotOpen(Exception):
    """It was sealed with another key."""


class Sealing:
    """Seals with the key of the settings; without one, with a key of its own file beside the store, made at the first start."""

    def __init__(self, key: str, folder: Path) -> None:
        self._fernet = Fernet(key.encode() if key else _own_key(folder))

    def seal(self, content: dict[str, str]) -> str:
        """Returns the content, encrypted."""
        return self._fernet.encrypt(msgspec.json.encode(content)).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """Returns the content.

        Raises:
            CannotOpen: it was sealed with another key, or changed.
        """
        try:
            return msgspec.json.decode(self._fernet.decrypt(sealed.encode()), type=dict[str, str])
        except InvalidToken as problem:
            raise CannotOpen from problem


def is_key(key: str) -> bool:
    """Whether a setting is a key of this kind."""
    try:
        Fernet(key.encode())
    except ValueError:
        return False
    return True


def _own_key(folder: Path) -> bytes:
    file = folder / KEY_FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(Fernet.generate_key())
    return file.read_bytes()
