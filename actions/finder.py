"""What kind of help a message looks for, read from its words: the need, free, online, in Spanish, by phone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from safety.contacts import Contact

_NEEDS = [
    (re.compile(rf"\b(?:{pattern})"), need)
    for pattern, need in (
        (r"suicid|crisis\b|988\b", "suicide_self_harm"),
        (r"domestic|abus|violen|dv\b", "partner_violence"),
        (r"rape|sexual assault|assault", "sexual_assault"),
        (r"child abuse|childhelp|(?:hurt|hit|beat)s? (?:my|the|a) (?:child|kid)", "child_danger"),
        (r"lgbt|gay\b|trans\b|queer|lesbian", "lgbtq_young"),
        (r"veteran|military|army\b", "veteran"),
        (r"teen|youth\b", "teen"),
        (r"(?:not|non|isnt|without|less) (?:so )?(?:religi|god)|secular|smart recovery", "secular_group"),
        (r"alcohol|drink|drug|addict|al ?-?anon|nar ?-?anon|sober", "addiction_family"),
        (r"groups?\b|meetings?\b|coda\b|12 ?-?steps?\b|twelve steps?\b", "support_group"),
        (r"online (?:program|course|class)|(?:program|course|class) online", "online_program"),
        (r"rehab|treatment|detox|programs?\b|inpatient|residential", "treatment"),
        (r"eft\b|emotionally focused", "therapist_eft"),
        (r"ifs\b|internal family", "therapist_ifs"),
        (r"therap|counsel|psycholog|shrink\b|couples? (?:help|work)", "therapist"),
    )
]
_CHEAP = re.compile(r"\b(?:cheap\w*|afford\w*|low (?:cost|fee|income)|sliding|no money|broke)\b")
_FREE = re.compile(r"\b(?:free(?! consult| time)|no cost|costs? nothing|without paying|at no charge)\b")
_ONLINE = re.compile(r"\b(?:on ?line|virtual\w*|zoom|video|from home|remote\w*|tele ?(?:health|therapy)|web(?:site)?)\b")
_SPANISH = re.compile(r"\b(?:spanish|espanol|español|castellano)\b")
_PHONE = re.compile(r"\b(?:help ?lines?|hot ?lines?|lines?|numbers?|phone|call|text)\b")
NEEDS_A_PLACE = ("therapist", "therapist_eft", "therapist_ifs", "treatment", "low_cost")


@dataclass(frozen=True)
class Wish:
    """What kind of contact is wanted. ``need`` is None where the words name none."""

    need: str | None = None
    cheap: bool = False
    free: bool = False
    online: bool = False
    spanish: bool = False
    phone: bool = False

    @property
    def is_choosy(self) -> bool:
        """Whether it asks for more than a need."""
        return self.free or self.online or self.spanish or self.phone

    def fits(self, contact: Contact) -> bool:
        """Whether a contact is all that is wished."""
        by_phone = any(action["do"] in ("call", "text") for action in contact.actions)
        return (
            (contact.free or not self.free)
            and (contact.online or not self.online)
            and ("es" in contact.languages or not self.spanish)
            and (by_phone or not self.phone)
        )


def wish_in(text: str) -> Wish:
    """Reads a message. The button "Show me helplines" wishes for lines."""
    if text.startswith("/"):
        return Wish(phone=text == "/show_contacts")
    words = re.sub(r"\s+", " ", text.lower().replace("'", "").replace("’", ""))
    return Wish(
        need=next((need for pattern, need in _NEEDS if pattern.search(words)), None),
        cheap=bool(_CHEAP.search(words)),
        free=bool(_FREE.search(words)),
        online=bool(_ONLINE.search(words)),
        spanish=bool(_SPANISH.search(words)),
        phone=bool(_PHONE.search(words)),
    )
