"""The bodies that visitors send, and what of them is refused before anything is looked at."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from gateway.problems import Problem

LONGEST_TEXT = 2000
LARGEST_SEQ = 2**31 - 1
Seq = Annotated[int, Meta(ge=0, le=LARGEST_SEQ)]


class NewConversation(msgspec.Struct, forbid_unknown_fields=True):
    """Body of the call that begins a conversation."""

    id: UUID
    notice: str
    page: Annotated[str, Meta(max_length=2000)] | None = None
    locale: Annotated[str, Meta(max_length=16)] = "en"


class NewMessage(msgspec.Struct, forbid_unknown_fields=True):
    """Body of a visitor's message: a text or a choice."""

    id: UUID
    text: str | None = None
    choice: str | None = None


class Opinion(msgspec.Struct, forbid_unknown_fields=True):
    """Body of feedback: on one answer, or on the whole."""

    seq: Seq | None = None
    helpful: bool | None = None
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    comment: Annotated[str, Meta(max_length=2000)] | None = None


class BriefChange(msgspec.Struct, forbid_unknown_fields=True):
    """Body of the brief: whether the guide's part may be read, and what the visitor wants, in their words."""

    share: bool
    text: str = ""


class CallbackWish(msgspec.Struct, forbid_unknown_fields=True):
    """Body of the callback form."""

    name: Annotated[str, Meta(max_length=200)]
    channel: Literal["phone", "email"]
    address: Annotated[str, Meta(max_length=200)]
    day: Annotated[str, Meta(max_length=10)]
    time: Annotated[str, Meta(max_length=5)]
    zone: Annotated[str, Meta(max_length=64)]
    voicemail: bool
    consent: Annotated[str, Meta(max_length=64)]


class ReadUpTo(msgspec.Struct, forbid_unknown_fields=True):
    """Body of the read mark."""

    seq: Seq


def checked_text(data: NewMessage) -> str | None:
    """Returns the trimmed text, or None where a choice was sent.

    Raises:
        Problem: 422, not exactly one of the two, or a text of the wrong length.
    """
    if (data.text is None) == (data.choice is None):
        raise Problem(422, "invalid", "Give either text or choice.")
    if data.text is None:
        return None
    text = data.text.strip().replace("\x00", "")
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise Problem(422, "invalid", f"text: 1 to {LONGEST_TEXT} characters after trimming; this has {len(text)}.")
    return text
