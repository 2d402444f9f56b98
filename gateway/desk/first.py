"""The first admin: a one-time code, printed at start while there is no account, lets one person make theirs."""

from __future__ import annotations

import hmac
import os
import secrets
import sys
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.desk.accounts import create, is_first_run
from gateway.desk_tables import Representative
from gateway.problems import Problem
from gateway.store import Store

CODE_FILE = "first-admin.code"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another


async def announce(store: Store, folder: Path, address: str) -> None:
    """While there is no account, prints where to make the first and the code for it; makes the code if there is none."""
    async with store.reading() as session:
        if not await is_first_run(session):
            return
    file = folder / CODE_FILE
    if not file.exists():
        code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(code)
    sys.stdout.write(f"\n  The desk has no admin yet. Open {address}/desk/first and give this code: {file.read_text()}\n\n")
    sys.stdout.flush()


async def make_first_admin(
    session: AsyncSession, folder: Path, code: str, email: str, name: str, password: str
) -> Representative:
    """Makes the first account; the code is good for this once.

    Raises:
        Problem: 403 for a wrong code, 409 when there is an account already, 422 for what is wrong.
    """
    if not await is_first_run(session):
        raise Problem(409, "not-first", "There is an account already. Sign in, or ask an admin.")
    file = folder / CODE_FILE
    right = file.read_text() if file.exists() else ""
    given = code.strip().upper().replace(" ", "")
    if not right or not hmac.compare_digest(given.encode(), right.encode()):
        raise Problem(403, "wrong-code", "This is not the code. It is printed where the project was started.")
    made = await create(session, email, name, "admin", password)
    file.unlink()
    return made
