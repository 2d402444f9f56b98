"""Notices what a visitor says about the people in their story: plain patterns over words, no guess of gender or marriage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.memory import Memory
from actions.names import partner_name_in
from actions.places import place_in
from actions.seen import Seen

PARTNER = (
    r"(?:partner|husband|hubby|wife|spouse|boyfriend|girlfriend|bf|gf|fiance|fiancee|fiancé|fiancée|significant other"
    r"|better half|other half)"
)
_PEOPLE = {
    "child": r"daughter|son|stepdaughter|stepson|step daughter|step son|granddaughter|grandson|teenager|kid|child",
    "in_law": r"(?:mother|father|sister|brother|son|daughter) in law|in laws|inlaws",
    "relative": r"sister|brother|sibling|cousin|aunt|uncle|grandma|grandmother|grandpa|grandfather|niece|nephew",
    "parent": r"mom|mum|mama|mother|dad|father|parents?|stepmom|stepdad|stepmother|stepfather",
    "friend": r"friend|buddy|bestie|coworker|colleague|roommate|neighbou?r",
}
_ANYBODY = rf"{PARTNER}|{'|'.join(_PEOPLE.values())}|therapist|counselor|doctor|boss|teacher|kids|children"
_FOR = (
    r"(?:asking|ask|here|writing|looking|its|this is|it is|question|questions|advice|help|information|info|worried|worry"
    r"|concerned|scared|calling)(?: \w+){0,2} (?:for|about|on behalf of) (?:my|our|a|an) (?:\w+ ){0,2}"
)
_FOR_ME = re.compile(r"\b(?:asking|its|this is|it is|here|help|question) (?:all )?(?:for|about) (?:me|myself)\b(?! and)")
_MINE = re.compile(r"\b(?:am i|im|i am|do i|can i be) (?:\w+ )?(?:co ?dependent|the problem|the caretaker|the taker)\b")
_PARTNER_SAID = re.compile(rf"\b(?:my|our|the|a) (?:\w+ ){{0,2}}{PARTNER}s?\b")

_CARETAKER = re.compile(
    r"\b(?:im|i am|i was|ive been|i have been) (?:\w+ ){0,2}(?:caretaker|caregiver|giver|fixer|rescuer|strong one|one who"
    r" (?:does|fixes|carries|gives|handles|pays for) \w+)\b"
    r"|\bi (?:do|handle|fix|carry|manage|pay for) (?:everything|it all|all of it|all the work)\b"
    r"|\bi (?:give and give|take care of (?:him|her|them|everyone|everything|everybody))\b"
    r"|\bi (?:\w+ )?put (?:him|her|them|others|everyone|everyone else|his needs|her needs|their needs|my \w+) first\b"
)
_TAKER = re.compile(
    r"\b(?:im|i am) (?:\w+ ){0,2}taker\b|\bi take and take\b|\bi let (?:him|her|them|my \w+) do everything\b"
    r"|\b(?:he|she|they|my \w+) (?:does|do) (?:everything|it all) for me\b"
    r"|\bi (?:depend|rely|lean) on (?:him|her|them|my \w+) for everything\b"
    r"|\b(?:im|i am) the one who (?:takes|gets taken care of)\b"
)
_WHO = rf"(?:i|im|ive|he|hes|she|shes|they|theyre|we|both of us|{PARTNER}|{'|'.join(_PEOPLE.values())})"
_ADDICTION = re.compile(
    rf"\b{_WHO}(?: \w+){{0,4}} (?:drinks|drinking|drank|drunk|alcoholic|addict|addicted|relapsed|on drugs|uses drugs|using"
    r" (?:again|drugs)|gets? high|overdosed|in recovery|in rehab|to rehab|sober|to (?:alcohol|drugs|pills))\b"
    r"|\b(?:his|her|their|my|our) (?:\w+ )?(?:drinking|alcohol|alcoholism|addiction|drug use|drug problem|drugs"
    r"|substance use|sobriety)\b"
    rf"|\b(?:alcoholic|addicted|addict|drunk) {PARTNER}\b|\b{PARTNER}s (?:drinking|addiction|alcoholism|drug use|drug problem)\b"
)
_DENIED = re.compile(r"\b(?:not|never|no|dont|doesnt|isnt|arent|didnt|without|neither|if|whether|does|do|should|could)\b")
_SOMETHING_ELSE = re.compile(
    r"addicted to (?:him|her|them|me|you|his|my|love|drama|the|this|each)|drink(?:s|ing)? (?:water|coffee|tea|milk)|codependen"
)
_APART = re.compile(
    r"\b(?:dont|do not|no longer|never) live (?:together|with (?:him|her|them|each other))\b|\bliv(?:e|ing) apart\b"
    r"|\b(?:we|were|we are|weve been|im|i am) (?:\w+ )?(?:separated|divorced)\b|\blong distance\b"
    r"|\b(?:he|she|they|i|my \w+) (?:just |already |finally )?moved out\b|\bwe (?:just )?broke up\b"
    r"|\b(?:he|she|they|my \w+) (?:just |finally )?(?:left me|dumped me|broke up with me|walked out on me)\b"
    r"|\b(?:live|lives|living|works?) in (?:another|a different|different) (?:city|state|country|town|cities|states|countries)\b"
)
_TOGETHER = re.compile(
    r"\bliv(?:e|ing) together\b|\bstill together\b|\b(?:weve|we have|we) been (?:together|married)\b"
    r"|\bmoved in (?:together|with)\b"
    r"|\b(?:i|we) live with (?:him|her|them|my \w+)\b|\bunder (?:the same|one) roof\b"
    r"|\bshare an? (?:home|house|apartment|flat|bed)\b"
)
_BEFORE_IF = re.compile(r"\b(?:if|whether|should|not|never|what about|could|maybe|until)(?: \w+){0,3} $")


@dataclass(frozen=True)
class Noticed:
    """What one message says of its people; None and False where it says nothing.

    Attributes:
        about: self, partner, parent, child, in_law, relative or friend.
        stated: the visitor said outright whom it is about, so that it goes before what was noticed earlier.
        role: caretaker or taker, the visitor's own.
        name: the partner's name, as typed.
        pronoun: he, she or they, as used for the partner.
        addiction: alcohol or drugs are part of somebody's story here.
        living: together or apart.
    """

    about: str | None = None
    stated: bool = False
    role: str | None = None
    name: str | None = None
    pronoun: str | None = None
    addiction: bool = False
    living: str | None = None


def noticed_in(text: str) -> Noticed:
    """Reads one message. A button, such as ``/ask_signs``, says nothing of anybody."""
    if text.startswith("/"):
        return Noticed()
    words = _words(text)
    stated = _stated(words)
    return Noticed(
        about=stated or _mentioned(words),
        stated=stated is not None,
        role=_role(words),
        name=partner_name_in(text, PARTNER),
        pronoun=_pronoun(text, words),
        addiction=any(_meant(found, words) for found in _ADDICTION.finditer(words)),
        living="apart" if _said(_APART, words) else "together" if _said(_TOGETHER, words) else None,
    )


def notice(seen: Seen, memory: Memory) -> None:
    """Keeps what a message says. What is said outright goes before what was only mentioned."""
    found = noticed_in(seen.text)
    if found.about and (found.stated or memory.about in (None, "self")):
        memory.about = found.about
    if found.pronoun and (memory.partner_pronoun is None or found.about == "partner"):
        memory.partner_pronoun = found.pronoun
    memory.role = found.role or memory.role
    memory.partner_name = found.name or memory.partner_name
    memory.addiction = memory.addiction or found.addiction
    memory.living = found.living or memory.living
    if not seen.by_button and (
        place := place_in(seen.text, expected=memory.last_said == "place" or seen.looks_for_help or seen.text.strip().isdigit())
    ):
        memory.place = place


def _words(text: str) -> str:
    plain = text.lower().replace("’", "'").replace("'", "")
    return re.sub(r"\s+", " ", re.sub(r"[^\wéà ]+", " ", plain)).strip()


def _stated(words: str) -> str | None:
    if _FOR_ME.search(words):
        return "self"
    if re.search(rf"\b{_FOR}{PARTNER}\b", words):
        return "partner"
    found = [who for who, people in _PEOPLE.items() if re.search(rf"\b{_FOR}(?:{people})\b", words)]
    return ("in_law" if "in_law" in found else found[0]) if found else None


def _mentioned(words: str) -> str | None:
    if _PARTNER_SAID.search(words):
        return "partner"
    for who in ("in_law", "relative", "child", "parent", "friend"):
        if re.search(rf"\bmy (?:\w+ )?(?:{_PEOPLE[who]})\b", words):
            return who
    return "self" if _MINE.search(words) else None


def _role(words: str) -> str | None:
    if _said(_TAKER, words):
        return "taker"
    return "caretaker" if _said(_CARETAKER, words) else None


def _pronoun(text: str, words: str) -> str | None:
    """One pronoun only, and nobody else in the message whom it might mean."""
    tokens = set(re.findall(r"[a-z]+", text.lower()))
    he, she = tokens & {"he", "him", "his", "hes", "himself"}, tokens & {"she", "her", "hers", "shes", "herself"}
    partner = bool(_PARTNER_SAID.search(words))
    others = re.search(rf"\b(?:{_ANYBODY.removeprefix(PARTNER + '|')})s?\b", words)
    if others or (he and she):
        return None
    if he or she:
        return "he" if he else "she"
    return "they" if partner and tokens & {"they", "them", "their", "theyre"} else None


def _said(pattern: re.Pattern[str], words: str) -> bool:
    return any(not _BEFORE_IF.search(words[: found.start()]) for found in pattern.finditer(words))


def _meant(found: re.Match[str], words: str) -> bool:
    """Not denied, not a question in general, not "addicted to him"."""
    before = " ".join(words[: found.start()].split()[-3:])
    after = " ".join(words[found.end() :].split()[:3])
    return not (_DENIED.search(f"{before} {found.group()}") or _SOMETHING_ELSE.search(f"{found.group()} {after}"))
