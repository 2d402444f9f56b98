"""`python -m gateway.desk add-admin <e-mail> <name>`: makes an admin from the command line; asks for the password."""

from __future__ import annotations

import asyncio
import getpass
import sys

from gateway.desk.accounts import create, note
from gateway.migrate import migrate
from gateway.problems import Problem
from gateway.settings import Settings, SettingsRefused, load_settings
from gateway.store import Store


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0, or 2 for what the caller can set right."""
    if len(arguments) != 3 or arguments[0] != "add-admin":
        return _refuse("Use: python -m gateway.desk add-admin <e-mail> <name>")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        asyncio.run(_add(load_settings(), arguments[1], arguments[2], password))
    except SettingsRefused as problem:
        return _refuse(str(problem))
    except Problem as problem:
        return _refuse(problem.detail)
    sys.stdout.write(f"{arguments[1]} is an admin.\n")
    return 0


async def _add(settings: Settings, email: str, name: str, password: str) -> None:
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = Store(settings.store_url)
    try:
        await migrate(store.engine)
        async with store.writing() as session:
            made = await create(session, email, name, "admin", password)
            note(session, None, "account_made", made.id)
    finally:
        await store.close()


def _refuse(problem: str) -> int:
    sys.stderr.write(f"{problem}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
