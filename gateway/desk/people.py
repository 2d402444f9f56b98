"""Who works here: an admin adds, closes and opens accounts and reads the record; everybody changes their own password."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from msgspec import Meta
from sqlalchemy import select

from gateway.desk import accounts
from gateway.desk.guard import Given, Me, only_admin
from gateway.desk_tables import Audit, Representative
from gateway.parts import Parts
from gateway.problems import Problem

Short = Annotated[str, Meta(max_length=300)]
NEWEST = 300


class NewPerson(msgspec.Struct):
    """The form that adds somebody."""

    email: Short
    name: Short
    role: Short
    password: Short


class NewPassword(msgspec.Struct):
    """The form that sets a password; ``old`` only for one's own."""

    password: Short
    old: Short = ""


class People(Controller):
    """Accounts."""

    path = "/desk"

    @get("/people")
    async def people(self, me: Me, parts: Given) -> Template:
        """The list, with the form that adds somebody."""
        only_admin(me)
        return await _people(parts, me)

    @post("/people", status_code=200)
    async def add(self, me: Me, data: URLEncodedBody[NewPerson], parts: Given) -> Response[Any]:
        """Adds somebody."""
        only_admin(me)
        try:
            async with parts.store.writing() as session:
                made = await accounts.create(session, data.email, data.name, data.role, data.password)
                accounts.note(session, me, "account_made", made.id)
        except Problem as problem:
            return await _people(parts, me, problem)
        return Redirect("/desk/people", status_code=303)

    @post("/people/{person:str}/{what:str}", status_code=200)
    async def change(self, me: Me, person: FromPath[str], what: FromPath[str], parts: Given) -> Response[Any]:
        """Closes or opens an account, or signs it out everywhere."""
        only_admin(me)
        if what not in ("close", "open", "sign-out"):
            raise Problem(404, "not-found", "There is nothing here.")
        try:
            async with parts.store.writing() as session:
                if what == "sign-out":
                    await accounts.close_all(session, (await accounts.get(session, person)).id)
                else:
                    await accounts.set_active(session, person, what == "open")
                accounts.note(
                    session, me, {"close": "account_closed", "open": "account_opened"}.get(what, "sessions_ended"), person
                )
        except Problem as problem:
            return await _people(parts, me, problem)
        return Redirect("/desk/people", status_code=303)

    @post("/people/{person:str}/password", status_code=200)
    async def reset(self, me: Me, person: FromPath[str], data: URLEncodedBody[NewPassword], parts: Given) -> Response[Any]:
        """Sets somebody's password and signs them out everywhere."""
        only_admin(me)
        try:
            await _set_password(parts, me, person, data.password)
        except Problem as problem:
            return await _people(parts, me, problem)
        return Redirect("/desk/people", status_code=303)

    @get("/me")
    async def own(self, me: Me, parts: Given) -> Template:
        """One's own page."""
        return _own(parts, me)

    @post("/me/password", status_code=200)
    async def own_password(self, me: Me, data: URLEncodedBody[NewPassword], parts: Given) -> Response[Any]:
        """Changes one's own password and signs out everywhere."""
        try:
            if not await accounts.password_fits(me, data.old):
                raise Problem(403, "wrong-password", "The old password is wrong.")
            await _set_password(parts, me, me.id, data.password)
        except Problem as problem:
            return _own(parts, me, problem)
        return Redirect("/desk/sign-in", status_code=303)

    @get("/record")
    async def record(self, me: Me, parts: Given) -> Template:
        """Who read or changed what, newest first."""
        only_admin(me)
        async with parts.store.reading() as session:
            rows = (await session.scalars(select(Audit).order_by(Audit.id.desc()).limit(NEWEST))).all()
            names = {one.id: one.name for one in await session.scalars(select(Representative))}
        return Template("record.html", context={"me": me, "site": parts.settings.site_name, "rows": rows, "names": names})


async def _set_password(parts: Parts, me: Representative, person: str, password: str) -> None:
    hashed = await accounts.hash_password(password)
    async with parts.store.writing() as session:
        (await accounts.get(session, person)).password_hash = hashed
        await accounts.close_all(session, person)
        accounts.note(session, me, "password_set", person)


async def _people(parts: Parts, me: Representative, problem: Problem | None = None) -> Template:
    async with parts.store.reading() as session:
        people = (await session.scalars(select(Representative).order_by(Representative.name))).all()
    context = {"me": me, "site": parts.settings.site_name, "people": people, "problem": problem and problem.detail}
    return Template("people.html", context=context, status_code=problem.status if problem else 200)


def _own(parts: Parts, me: Representative, problem: Problem | None = None) -> Template:
    context = {"me": me, "site": parts.settings.site_name, "problem": problem and problem.detail}
    return Template("me.html", context=context, status_code=problem.status if problem else 200)
