"""Joins the parts into the application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from gateway.desk.first import announce
from gateway.desk.routes import desk_routes, forms, templates
from gateway.desk_tables import Representative
from gateway.guide_client import GuideClient
from gateway.headers import SecurityHeaders, cors
from gateway.migrate import migrate
from gateway.pages import routes
from gateway.parts import Parts
from gateway.problems import Problem, on_fault, on_http_error, on_problem
from gateway.settings import Settings, SettingsRefused, load_settings
from gateway.site import Health, Site
from gateway.unchanged import NotModified
from gateway.visitor import Conversations
from gateway.visitor_person import Person

LARGEST_BODY = 16_384  # bytes; a message has at most 2,000 characters


def create_app(settings: Settings, guide: GuideClient | None = None) -> Litestar:
    """Returns the application for these settings.

    Args:
        settings: see :mod:`gateway.settings`.
        guide: the guide's client, where tests bring their own.
    """
    _quiet_logs(settings.log_level)
    parts = Parts.made_from(settings, guide)

    async def give_parts() -> Parts:
        return parts

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await migrate(parts.store.engine)
        await parts.answering.resume()
        parts.erasing.start()
        parts.checking.nudge()
        parts.clock.start()
        await announce(parts.store, settings.folder, settings.address)
        yield
        await parts.clock.close()
        await parts.alerting.close()
        await parts.checking.close()
        await parts.erasing.close()
        await parts.answering.close()
        await parts.guide.close()
        await parts.store.close()

    app = Litestar(
        route_handlers=[Site, Conversations, Person, Health, *routes(), *desk_routes()],  # type: ignore[list-item]
        dependencies={"parts": Provide(give_parts)},
        lifespan=[lifespan],
        before_send=[SecurityHeaders(settings)],
        cors_config=cors(settings),
        compression_config=CompressionConfig(backend="gzip", minimum_size=500, exclude=["/events"]),
        exception_handlers={Problem: on_problem, HTTPException: on_http_error, Exception: on_fault},
        request_max_body_size=LARGEST_BODY,
        middleware=[NotModified()],
        openapi_config=OpenAPIConfig(
            title=f"{settings.site_name}: visitor API",
            version="1",
            path="/api/schema",
            render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])],  # the others fetch scripts from elsewhere
        ),
        signature_types=[Parts, Representative],
        template_config=templates(),
        csrf_config=forms(settings, parts.key),
        logging_config=None,
    )
    app.state.parts = parts
    return app


def create_app_from_environment() -> Litestar:
    """Returns the application for the environment's settings; what uvicorn starts.

    Raises:
        SettingsRefused: a setting is wrong, unknown, or missing.
    """
    settings = load_settings()
    if not settings.channel_secret:
        raise SettingsRefused("CRG_CHANNEL_SECRET must be set, the same for gateway and guide. `make run` sets one by itself.")
    return create_app(settings)


def _quiet_logs(level: str) -> None:
    """Logs are lines of JSON without texts, tokens or addresses."""
    number = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
