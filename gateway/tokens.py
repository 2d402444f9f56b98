"""Conversation tokens: unguessable, the same again for a repeated request, and only their hash is stored."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_FILE = "token.key"


def load_key(folder: Path) -> bytes:
    """Returns the key that tokens are derived from, making it at the first start.

    It stands in a file of its own beside the store, so that a copy of the store alone gives nobody a token.
    """
    file = folder / KEY_FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(secrets.token_bytes(32))
    return file.read_bytes()


def token_for(key: bytes, conversation: str, client_id: str) -> str:
    """Returns the token of a conversation. The client's id is in it, so that the same request gives the same token."""
    return hmac.new(key, f"{conversation}\0{client_id}".encode(), hashlib.sha256).hexdigest()


def hashed(token: str) -> str:
    """Returns what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def fits(token: str, stored: str) -> bool:
    """Whether a token is the one that was hashed; takes the same time either way."""
    return hmac.compare_digest(hashed(token), stored)
