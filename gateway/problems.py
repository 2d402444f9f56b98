"""Errors as RFC 9457 problems, each with a stable type and words that say what to do."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

TYPE_BASE = "https://couplesrehabguide.example/problems/"
MEDIA_TYPE = "application/problem+json"
_TITLES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 422: "invalid", 429: "too-fast"}
log = structlog.get_logger()


class Problem(Exception):
    """A refusal to be told to the client."""

    def __init__(self, status: int, kind: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(kind)
        self.status, self.kind, self.detail, self.headers, self.more = status, kind, detail, headers or {}, more


def not_found() -> Problem:
    """The same for what is not there and for what is somebody else's."""
    return Problem(404, "not-found", "There is no such conversation, or the token is not its own.")


def as_response(problem: Problem) -> Response[dict[str, Any]]:
    """Returns the problem as an HTTP response."""
    title = problem.kind.replace("-", " ").capitalize()
    body = {"type": TYPE_BASE + problem.kind, "title": title, "status": problem.status, "detail": problem.detail, **problem.more}
    return Response(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=problem.headers)


def on_problem(_: Request[Any, Any, Any], problem: Problem) -> Response[dict[str, Any]]:
    """Litestar's handler for our own refusals."""
    return as_response(problem)


def on_http_error(_: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    """Litestar's own refusals: wrong body, unknown path, too large."""
    status = 422 if isinstance(error, ValidationException) or error.status_code == 400 else error.status_code
    fields = [_field(item) for item in _extra(error)]
    detail = "; ".join(fields) or (error.detail if status != 422 else "The body is not what this call takes.")
    return as_response(Problem(status, _TITLES.get(status, "error"), detail))


def on_fault(request: Request[Any, Any, Any], fault: Exception) -> Response[dict[str, Any]]:
    """A fault of ours: logged by kind and place, never with what was said."""
    log.error("fault", path=request.scope.get("path_template", ""), kind=type(fault).__name__, place=place_of(fault))
    return as_response(Problem(500, "fault", "Something went wrong here. Nothing that was accepted is lost; please try again."))


def _field(item: dict[str, Any]) -> str:
    name, message = str(item.get("key", "body")), str(item.get("message", ""))
    return "body: is missing" if message == "'data'" else f"{'body' if name == 'data' else name}: {message}"


def place_of(fault: BaseException) -> list[str]:
    """Returns where a fault arose, as file, line and function. Its own words are left out: they may hold a visitor's."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames[:-1] if Path(frame.filename).parent == Path(__file__).parent]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in [*ours, *frames[-1:]]]


def _extra(error: HTTPException) -> list[dict[str, Any]]:
    extra = error.extra
    return [item for item in extra if isinstance(item, dict)] if isinstance(extra, list) else []
