"""Signing in and out, and the first-run page."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template
from msgspec import Meta

from gateway.desk import accounts
from gateway.desk.first import make_first_admin
from gateway.desk.guard import COOKIE, Given, Me, Web, cookie
from gateway.problems import Problem

Short = Annotated[str, Meta(max_length=300)]


class SignInForm(msgspec.Struct):
    """The sign-in form."""

    email: Short
    password: Short


class FirstGiven(msgspec.Struct):
    """The first-run form."""

    code: Short
    email: Short
    name: Short
    password: Short


class SignIn(Controller):
    """The pages that need nobody signed in."""

    path = "/desk"

    @get("/sign-in")
    async def form(self, parts: Given) -> Response[Any]:
        """The sign-in form; while there is no account, the first-run form."""
        async with parts.store.reading() as session:
            if await accounts.is_first_run(session):
                return Redirect("/desk/first")
        return Template("sign_in.html", context={"site": parts.settings.site_name})

    @post("/sign-in", status_code=200)
    async def sign_in(self, request: Web, data: URLEncodedBody[SignInForm], parts: Given) -> Response[Any]:
        """Signs in. After too many wrong tries for an account, or from an address, it is shut for a while."""
        address = request.client.host if request.client else ""
        try:
            parts.limits.check_sign_in(address, data.email)
        except Problem as problem:
            return _again(parts, problem)
        async with parts.store.writing() as session:
            found = await accounts.find(session, data.email, data.password)
            if found is None:
                parts.limits.note_wrong_sign_in(address, data.email)
                accounts.note(session, None, "sign_in_refused")
                return _again(parts, Problem(403, "wrong-sign-in", "E-mail or password is wrong, or the account is closed."))
            token = await accounts.open_session(session, found)
            found.status = "here"
            accounts.note(session, found, "signed_in")
        return Redirect("/desk", cookies=[cookie(parts.settings, token)], status_code=303)

    @get("/first")
    async def first_form(self, parts: Given) -> Response[Any]:
        """The page that makes the first admin; gone as soon as there is one."""
        async with parts.store.reading() as session:
            if not await accounts.is_first_run(session):
                return Redirect("/desk/sign-in")
        return Template("first.html", context={"site": parts.settings.site_name})

    @post("/first", status_code=200)
    async def first(self, request: Web, data: URLEncodedBody[FirstGiven], parts: Given) -> Response[Any]:
        """Makes the first admin and signs them in."""
        address = request.client.host if request.client else ""
        try:
            parts.limits.check_sign_in(address, "first")
            async with parts.store.writing() as session:
                made = await make_first_admin(session, parts.settings.folder, data.code, data.email, data.name, data.password)
                token = await accounts.open_session(session, made)
                made.status = "here"
                accounts.note(session, made, "first_admin_made")
        except Problem as problem:
            if problem.kind == "wrong-code":
                parts.limits.note_wrong_sign_in(address, "first")
            given = {"email": data.email, "name": data.name}
            return _page("first.html", parts.settings.site_name, problem, given)
        return Redirect("/desk", cookies=[cookie(parts.settings, token)], status_code=303)


class SignOut(Controller):
    """Signing out."""

    path = "/desk"

    @post("/sign-out", status_code=303)
    async def sign_out(self, request: Web, me: Me, parts: Given) -> Redirect:
        """Ends this browser's session; whoever signs out is away."""
        async with parts.store.writing() as session:
            await accounts.close_session(session, request.cookies.get(COOKIE, ""))
            (await accounts.get(session, me.id)).status = "away"
            accounts.note(session, me, "signed_out")
        gone = cookie(parts.settings, "")
        gone.max_age = 0
        return Redirect("/desk/sign-in", cookies=[gone], status_code=303)


def _again(parts: Any, problem: Problem) -> Response[Any]:
    return _page("sign_in.html", parts.settings.site_name, problem, {})


def _page(name: str, site: str, problem: Problem, given: dict[str, str]) -> Response[Any]:
    context = {"site": site, "problem": problem.detail, "given": given}
    return Template(name, context=context, status_code=problem.status, headers=problem.headers)
