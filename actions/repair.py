"""When the guide did not understand, or the question is not one it can answer: three steps, never the same line twice running."""

from __future__ import annotations

import re

from actions.base import GuideAction
from actions.library import button
from actions.memory import Memory
from actions.next_steps import guesses, menu, person
from actions.reply import Reply, say
from actions.seen import Seen

MOST_MISSES = 2  # in a row, after which a person is offered


class ActionAnswerFallback(GuideAction):
    """Two best guesses as buttons; then put another way, with a menu; then a person."""

    action_name = "action_answer_fallback"
    understood = False

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Misses in a row decide which step it is; without a guess the first step is left out."""
        near = guesses(list(seen.guesses), memory)
        if memory.misses == 0 and not near:
            memory.misses = 1
        memory.misses += 1
        if memory.misses == 1:
            reply.asks = "guesses"
            memory.other_guesses = [guess for guess in seen.guesses if guess.startswith("ask_")][2:4]
            reply.add("utter_fallback_1", [*near, person(), button("menu", "/start_over")])
        elif memory.misses <= MOST_MISSES:
            reply.add("utter_fallback_2", menu(memory))
        else:
            offer_person(memory, reply)


class ActionAnswerOutOfScope(GuideAction):
    """A kind no with a direction where one is needed: a doctor, a lawyer, a clinician."""

    action_name = "action_answer_out_of_scope"
    understood = False

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """What kind of question it is decides the direction. Three in a row that fit nowhere lead to a person, as any miss."""
        reply.topic = "out_of_scope"
        for kind, pattern in _DIRECTIONS.items():
            if pattern.search(seen.text.lower()):
                memory.misses = 0
                say(f"utter_out_of_scope_{kind}", memory, reply, menu(memory))
                return
        memory.misses += 1
        if memory.misses > MOST_MISSES:
            offer_person(memory, reply)
            return
        say("utter_out_of_scope", memory, reply, menu(memory))


def offer_person(memory: Memory, reply: Reply) -> None:
    """The third step: says that this is the guide's limit, with a person as the first way on."""
    say("utter_fallback_3", memory, reply, [person(), button("helplines", "/show_contacts"), *menu(memory)[:2]])


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
