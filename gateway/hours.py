"""When representatives work: the owner's hours in the owner's zone, without holidays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEARCH_DAYS = 60
_PART = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Hours:
    """Opening hours. Without any, nothing is said about when: it is open whenever somebody is there.

    Attributes:
        zone: the zone that the hours are meant in.
        spans: weekday (0 is Monday) -> times from, to; a ``to`` of midnight is the day's end.
        holidays: days that are closed.
    """

    zone: ZoneInfo
    spans: dict[int, list[tuple[time, time]]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()

    @classmethod
    def read(cls, hours: str, zone: str, holidays: str = "") -> Hours:
        """Reads the settings, such as ``Mon-Fri 09:00-17:00; Sat 10:00-14:00`` and ``2026-12-25, 2027-01-01``.

        Raises:
            ValueError: what cannot be read, named.
        """
        spans: dict[int, list[tuple[time, time]]] = {}
        for part in filter(None, (part.strip().lower() for part in hours.split(";"))):
            for day, span in _read_part(part):
                spans.setdefault(day, []).append(span)
        days = frozenset(date.fromisoformat(day.strip()) for day in holidays.split(",") if day.strip())
        return cls(ZoneInfo(zone), {day: sorted(found) for day, found in spans.items()}, days)

    def is_open(self, at: datetime) -> bool:
        """Whether a moment is within the hours."""
        if not self.spans:
            return True
        local = at.astimezone(self.zone)
        return any(start <= local.time() and (end == MIDNIGHT or local.time() < end) for start, end in self._of(local.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """Returns when it opens next after a moment; None where no hours are set or no day is open."""
        local = at.astimezone(self.zone)
        for ahead in range(SEARCH_DAYS):
            day = local.date() + timedelta(days=ahead)
            for start, _ in self._of(day):
                opening = datetime.combine(day, start, self.zone)
                if opening > local:
                    return opening
        return None

    def _of(self, day: date) -> list[tuple[time, time]]:
        return [] if day in self.holidays else self.spans.get(day.weekday(), [])


def _read_part(part: str) -> list[tuple[int, tuple[time, time]]]:
    found = _PART.fullmatch(part)
    if not found or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
        raise ValueError(f"{part!r} is not like 'Mon-Fri 09:00-17:00'")
    first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
    start, end = _time(found[3], found[4]), _time(found[5], found[6])
    if end != MIDNIGHT and end <= start:
        raise ValueError(f"{part!r} ends before it begins")
    return [(day % 7, (start, end)) for day in range(first, last + 1 if last >= first else last + 8)]


def _time(hour: str, minute: str) -> time:
    return MIDNIGHT if hour == "24" and minute == "00" else time(int(hour), int(minute))
