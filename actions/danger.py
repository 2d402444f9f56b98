"""The answer to danger: care first, one question, the right contacts; different words each turn; nothing sold."""

from __future__ import annotations

from actions import library
from actions.base import GuideAction
from actions.library import Choice
from actions.memory import Memory
from actions.next_steps import next_topics, person
from actions.reply import Reply
from actions.seen import Seen
from actions.spanish import add_spanish_lines
from safety.contacts import card, find_contact

REPORT = "report_"


class ActionAnswerDanger(GuideAction):
    """Answers a message in which danger was seen, or a button that says so."""

    action_name = "action_answer_danger"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The kind comes from the intent, which the danger detector set."""
        key = kind_of(seen)
        turn = memory.danger_turns.get(key, 0)
        answer_danger(key, memory, reply)
        add_spanish_lines(
            seen, library.metadata(f"utter_{key}").get("contacts") or [], _choices(key, turn, memory), memory, reply
        )


def kind_of(seen: Seen) -> str:
    """Returns which danger file answers: the intent's, else the detector's kind."""
    key = seen.intent.removeprefix(REPORT)
    if library.has(f"utter_{key}"):
        return key
    return seen.danger.kind if seen.danger else "suicide_self_harm"


def answer_danger(key: str, memory: Memory, reply: Reply) -> None:
    """Puts the crisis answer of this turn into the reply, with its contacts as cards."""
    turn = memory.count(memory.danger_turns, key)
    texts = turns_of(key)
    response = texts[turn] if turn < len(texts) else texts[-2 + (turn - len(texts)) % 2]
    remember(key, memory)
    reply.holds_danger = True
    reply.topic = key
    reply.add(response, _choices(key, turn, memory), danger_cards(key))


def turns_of(key: str) -> list[str]:
    """Returns the scripted turns of a kind: three in a stated order, then two that take turns for as long as it goes on."""
    names = [f"utter_{key}", f"utter_{key}_2", f"utter_{key}_3", f"utter_{key}_ongoing", f"utter_{key}_ongoing_2"]
    return [name for name in names if library.has(name)]


def remember(key: str, memory: Memory) -> None:
    """Lets the danger colour what follows."""
    if key in ("partner_violence", "sexual_assault"):
        memory.violence = "suffered"
    if key == "i_hurt_partner":
        memory.violence = "own"
    if key == "minor_visitor":
        memory.minor = True
    else:
        memory.crisis = "open"


def danger_cards(key: str) -> list[dict[str, object]]:
    """Returns the cards that the danger's file names, in its order."""
    names = library.metadata(f"utter_{key}").get("contacts") or []
    return [card(contact, key) for name in names if (contact := find_contact(name))]


def _choices(key: str, turn: int, memory: Memory) -> list[Choice]:
    """A person is offered after the contacts, then what the danger's file leads to; from the second turn on helplines first."""
    first = [] if turn == 0 else [library.button("helplines", "/show_contacts")]
    return first + [person()] + next_topics(library.topics()[key], memory)
