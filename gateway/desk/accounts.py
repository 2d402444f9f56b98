"""Who may work at the desk: accounts, passwords, signed-in browsers, and the record of who read or changed what."""

from __future__ import annotations

import asyncio
import re
import secrets
import uuid
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.desk_tables import Audit, DeskSession, Representative
from gateway.problems import Problem
from gateway.store import now
from gateway.tokens import hashed

ROLES = ("representative", "admin")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
SESSION_FOR = timedelta(hours=12)
_hasher = PasswordHasher()  # Argon2id
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))  # looked at where there is no account, so that this takes as long


async def create(session: AsyncSession, email: str, name: str, role: str, password: str) -> Representative:
    """Adds an account.

    Raises:
        Problem: 422 for what is wrong, 409 where the e-mail is taken.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) or len(email) > 200:
        raise Problem(422, "invalid", "E-mail: this is no e-mail address.")
    if not 1 <= len(name) <= 60:
        raise Problem(422, "invalid", "Name: 1 to 60 characters. Visitors read it.")
    if role not in ROLES:
        raise Problem(422, "invalid", "Role: representative or admin.")
    if await session.scalar(select(Representative.id).where(Representative.email == email)):
        raise Problem(409, "email-taken", "There is an account with this e-mail already.")
    made = Representative(
        id=str(uuid.uuid4()),
        email=email,
        name=name,
        role=role,
        password_hash=await hash_password(password),
        active=True,
        status="away",
        created_at=now(),
    )
    session.add(made)
    await session.flush()
    return made


async def hash_password(password: str) -> str:
    """Returns what is stored of a password.

    Raises:
        Problem: 422, it is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Problem(422, "invalid", f"Password: {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    return await asyncio.to_thread(_hasher.hash, password)


async def find(session: AsyncSession, email: str, password: str) -> Representative | None:
    """Returns the active account with this e-mail and password."""
    found = await session.scalar(
        select(Representative).where(Representative.email == email.strip().lower(), Representative.active.is_(True))
    )
    right = await asyncio.to_thread(_fits, password, found.password_hash if found else _NOBODY)
    return found if right else None


async def password_fits(representative: Representative, password: str) -> bool:
    """Whether this is the representative's password."""
    return await asyncio.to_thread(_fits, password, representative.password_hash)


async def open_session(session: AsyncSession, representative: Representative) -> str:
    """Signs a browser in. Returns the token for its cookie; only the hash is kept."""
    token = secrets.token_urlsafe(32)
    row = DeskSession(
        token_hash=hashed(token), representative_id=representative.id, created_at=now(), expires_at=now() + SESSION_FOR
    )
    session.add(row)
    await session.execute(delete(DeskSession).where(DeskSession.expires_at < now()))
    return token


async def signed_in(session: AsyncSession, token: str) -> Representative | None:
    """Returns whose browser this is; None where its session is over or revoked, or the account is closed."""
    open_now = (DeskSession.token_hash == hashed(token)) & (DeskSession.expires_at >= now())
    mine = select(Representative).join(DeskSession, DeskSession.representative_id == Representative.id).where(open_now)
    return await session.scalar(mine.where(Representative.active.is_(True)))


async def close_session(session: AsyncSession, token: str) -> None:
    """Signs a browser out."""
    await session.execute(delete(DeskSession).where(DeskSession.token_hash == hashed(token)))


async def close_all(session: AsyncSession, representative_id: str) -> None:
    """Signs out every browser of a representative."""
    await session.execute(delete(DeskSession).where(DeskSession.representative_id == representative_id))


async def set_active(session: AsyncSession, representative_id: str, active: bool) -> None:
    """Opens or closes an account; a closed one is signed out everywhere.

    Raises:
        Problem: 409, it is the last admin; 404, there is no such account.
    """
    found = await get(session, representative_id)
    if not active and found.role == "admin" and await _admins(session) == 1:
        raise Problem(409, "last-admin", "This is the last admin. Make somebody else an admin first.")
    found.active = active
    if not active:
        found.status = "away"
        await close_all(session, representative_id)


async def get(session: AsyncSession, representative_id: str) -> Representative:
    """Returns an account by id.

    Raises:
        Problem: 404.
    """
    found = await session.get(Representative, representative_id)
    if found is None:
        raise Problem(404, "not-found", "There is no such representative.")
    return found


async def is_first_run(session: AsyncSession) -> bool:
    """Whether there is no account yet."""
    return not await session.scalar(select(func.count()).select_from(Representative))


def note(session: AsyncSession, who: Representative | None, did: str, about: str | None = None) -> None:
    """Writes into the record who did what. Never the words of a visitor."""
    session.add(Audit(at=now(), representative_id=who.id if who else None, did=did, about=about))


async def _admins(session: AsyncSession) -> int:
    admins = select(func.count()).where(Representative.role == "admin", Representative.active.is_(True))
    return int(await session.scalar(admins) or 0)


def _fits(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
