"""When the guide did not understand, or the question is not one it can answer: three steps, never the same line twice running."""

from __future__ import annotations

import re

from actions import library
from actions.answer import menu
from actions.base import GuideAction
from actions.library import Choice, button
from actions.memory import Memory
from actions.reply import Reply, say
from actions.seen import Seen

GUESSES = 2


class ActionAnswerFallback(GuideAction):
    """Two best guesses as buttons; then put another way, with a menu; then a person."""

    action_name = "action_answer_fallback"
    understood = False

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Misses in a row decide which step it is."""
        memory.misses += 1
        guesses = _guesses(seen)
        if memory.misses == 1 and guesses:
            reply.add("utter_fallback_1", guesses + [button("person", "/request_human")])
        elif memory.misses <= 2:
            reply.add("utter_fallback_2", menu())
        else:
            reply.add(
                "utter_fallback_3" if memory.misses % 2 else "utter_fallback_2", [button("person", "/request_human")] + menu()[:2]
            )


class ActionAnswerOutOfScope(GuideAction):
    """A kind no with a direction where one is needed: a doctor, a lawyer, a clinician."""

    action_name = "action_answer_out_of_scope"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """What kind of question it is decides the direction."""
        reply.topic = "out_of_scope"
        for kind, pattern in _DIRECTIONS.items():
            if pattern.search(seen.text.lower()):
                say(f"utter_out_of_scope_{kind}", memory, reply, menu())
                return
        say("utter_out_of_scope", memory, reply, menu())


def _guesses(seen: Seen) -> list[Choice]:
    topics = [topic for guess in seen.guesses if (topic := library.topic_of_intent(guess)) and guess.startswith("ask_")]
    return [Choice(topic.label, topic.say) for topic in topics[:GUESSES]]


_DIRECTIONS = {
    "diagnosis": re.compile(r"narciss|npd|bpd|borderline|bipolar|sociopath|psychopath|diagnos|adhd|autis|personality disorder"),
    "legal": re.compile(
        r"custody|lawyer|attorney|legal|court|alimony|prenup|restraining order|divorce (paper|settle|law)|sue\b|visa\b|immigra"
    ),
    "medical": re.compile(
        r"\bmg\b|dose|dosage|medicat|prescri|pill|antidepress|ssri|zoloft|prozac|lexapro|xanax|adderall"
        r"|vaccine|symptom|rash|fever|pregnan|blood pressure|doctor"
    ),
}
