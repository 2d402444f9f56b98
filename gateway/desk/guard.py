"""Lets only signed-in representatives in, and admins where only they may."""

from __future__ import annotations

import html
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from gateway.desk.accounts import SESSION_FOR, signed_in
from gateway.desk_tables import Representative
from gateway.parts import Parts
from gateway.problems import Problem
from gateway.settings import Settings

COOKIE = "crg_desk"
Web = Request[Any, Any, Any]
Given = NamedDependency[Parts]
Me = NamedDependency[Representative]


class SignInFirst(Exception):
    """Nobody is signed in with this browser."""


async def who_is_it(request: Web, parts: Given) -> Representative:
    """Returns who is signed in; Litestar gives it to every handler that asks for ``me``.

    Raises:
        SignInFirst: nobody is.
    """
    async with parts.store.reading() as session:
        found = await signed_in(session, request.cookies.get(COOKIE, ""))
    if found is None:
        raise SignInFirst
    return found


def only_admin(me: Representative) -> None:
    """Refuses everybody but admins.

    Raises:
        Problem: 403.
    """
    if me.role != "admin":
        raise Problem(403, "admin-only", "Only an admin may do this.")


def to_sign_in(request: Web, _: SignInFirst) -> Response[Any]:
    """Litestar's handler: leads to the sign-in page, also where only a part of the page was asked for."""
    if request.headers.get("hx-request"):
        return Response("", status_code=401, headers={"HX-Redirect": "/desk/sign-in"})
    if request.method != "GET" or "text/event-stream" in request.headers.get("accept", ""):
        return Response("", status_code=401)
    return Redirect("/desk/sign-in")


def told(request: Web, problem: Problem) -> Response[Any]:
    """Litestar's handler for refusals at the desk: a line on the page that asked, or a page of its own."""
    if request.headers.get("hx-request"):
        where = {"HX-Retarget": "#toast", "HX-Reswap": "innerHTML"}
        return Response(html.escape(problem.detail), status_code=problem.status, media_type="text/html", headers=where)
    return Template("problem.html", context={"problem": problem.detail, "site": ""}, status_code=problem.status)


def cookie(settings: Settings, token: str) -> Cookie:
    """Returns the cookie of a signed-in browser: no script reads it, no other site sends it."""
    return Cookie(
        key=COOKIE,
        value=token,
        path="/desk",
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
        max_age=int(SESSION_FOR.total_seconds()),
    )
