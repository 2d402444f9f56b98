"""Joins the desk's pages: only signed-in representatives, forms with a token, files of our own."""

from __future__ import annotations

import hashlib
import hmac

from litestar import Router
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from litestar.types import ControllerRouterHandler

from gateway.desk.calls import Calls
from gateway.desk.guard import SignInFirst, to_sign_in, told, who_is_it
from gateway.desk.lists import Lists
from gateway.desk.people import People
from gateway.desk.sign_in import SignIn, SignOut
from gateway.desk.talks import Talks
from gateway.problems import Problem
from gateway.settings import ROOT, Settings

DESK = ROOT / "desk"
FRESH = CacheControlHeader(no_cache=True)  # asked again each time, answered by 304 when nothing changed
# All but the desk. A path left out here, such as the icon that a browser fetches unasked, would replace the form's token.
OUTSIDE = [r"^/(?!desk(?:/|$))"]


def desk_routes() -> list[ControllerRouterHandler]:
    """Returns the desk's handlers for the app."""
    files = create_static_files_router(
        path="/desk/files", directories=[DESK / "files", DESK / "vendor"], cache_control=FRESH, include_in_schema=False
    )
    inside = Router(
        path="/",
        route_handlers=[SignOut, People, Talks, Lists, Calls],
        dependencies={"me": Provide(who_is_it)},
        exception_handlers={SignInFirst: to_sign_in, Problem: told},  # type: ignore[dict-item]
        include_in_schema=False,
    )
    outside = Router(path="/", route_handlers=[SignIn], include_in_schema=False)
    return [files, outside, inside]


def templates() -> TemplateConfig[JinjaTemplateEngine]:
    """Returns where the pages are; what stands in them is escaped."""
    return TemplateConfig(directory=DESK / "templates", engine=JinjaTemplateEngine)


def forms(settings: Settings, key: bytes) -> CSRFConfig:
    """Returns what keeps other sites from sending the desk's forms. The visitor API needs none: it knows no cookie."""
    return CSRFConfig(
        secret=hmac.new(key, b"desk forms", hashlib.sha256).hexdigest(),
        cookie_name="crg_desk_form",
        cookie_path="/desk",
        cookie_secure=settings.is_https,
        cookie_httponly=True,
        cookie_samesite="strict",
        exclude=OUTSIDE,
    )
