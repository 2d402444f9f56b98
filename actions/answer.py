"""Which of a topic's texts is given: the one place that decides between short, more, again and safe."""

from __future__ import annotations

import re

from actions import library
from actions.acknowledge import acknowledge
from actions.base import GuideAction
from actions.contacts import cards_for
from actions.finder import wish_in
from actions.in_context import asks_how_long_of_service
from actions.library import Choice, Topic
from actions.memory import Memory
from actions.next_steps import guesses, menu, next_steps, person
from actions.owner import add_owners_words, known_form
from actions.reply import Reply, say
from actions.seen import Seen

TOO_OFTEN = 2  # times answered: the same question once more means that the answer does not answer it
_FOR_EXAMPLE = re.compile(r"\b(?:like what|such as|examples?|for instance|in practice|look like)\b")
# What the guide does not speak of is said before the nearest answer, where that answer does not say it itself.
_BESIDE = {"can_save_relationship": ("sex", re.compile(r"\bsex\w*|\bintima\w+|\bbedroom\b|\blibido\b"))}


class ActionAnswerTopic(GuideAction):
    """Answers the topic that was asked for."""

    action_name = "action_answer_topic"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The topic is the one of the message's intent."""
        topic = library.topic_of_intent(seen.intent)
        if topic is None:
            say("utter_menu", memory, reply, menu(memory))
            return
        if topic.key == "how_long" and asks_how_long_of_service(seen, memory):
            say("utter_not_known_ask_representative", memory, reply, steps_after(library.topics()[memory.topic or ""], memory))
            return
        if topic.key != "bot_frustration":
            memory.other_guesses = [guess for guess in seen.guesses if guess.startswith("ask_") and guess != seen.intent][:2]
        answer_topic(topic, memory, reply, seen)
        acknowledge(seen, memory, reply)


class ActionGiveMore(GuideAction):
    """Goes one layer deeper into the topic at hand."""

    action_name = "action_give_more"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Without a topic at hand it asks which one."""
        topic = library.topics().get(memory.topic or "")
        if topic is None:
            say("utter_more_of_what", memory, reply, menu(memory))
            return
        give_more(topic, memory, reply, by_example=bool(_FOR_EXAMPLE.search(seen.text.lower())))


def answer_topic(topic: Topic, memory: Memory, reply: Reply, seen: Seen) -> None:
    """Puts the right text of a topic into the reply, with its next steps as buttons."""
    memory.move_to(topic.key)
    reply.topic = topic.key
    if memory.minor and "minor" in topic.guard:
        say("utter_for_adults", memory, reply, menu(memory), cards_for(("minor_visitor",), memory))
        return
    response = known_form(topic, _choose(topic, memory))
    if response == "utter_said_all":
        say(response, memory, reply, guesses(memory.other_guesses, memory) + [person()] + menu(memory)[:1])
        return
    if response == topic.main and (beside := _beside(topic, seen, memory)):
        reply.add(beside)
    memory.sought = topic.contacts[0] if topic.contacts else memory.sought
    reply.add(response, steps_after(topic, memory), cards_for(topic.contacts, memory, wish_in(seen.text)))
    reply.orders += [{"do": order} for order in topic.orders]
    if not _withheld(topic, memory):
        add_owners_words(topic, seen, reply)


def give_more(topic: Topic, memory: Memory, reply: Reply, by_example: bool = False) -> None:
    """Puts the next layer of a topic into the reply, or an example of it; at its end, what else there is."""
    reply.topic = topic.key
    if by_example and topic.again and memory.times_given.get(topic.key, 0) <= 1 and not _withheld(topic, memory):
        memory.times_given[topic.key] = 2
        reply.add(topic.again, steps_after(topic, memory))
    elif layers_left(topic, memory):
        layer = topic.layers[memory.count(memory.layers_given, topic.key)]
        reply.add(layer, steps_after(topic, memory))
    else:
        say("utter_nothing_more", memory, reply, steps_after(topic, memory))


def steps_after(topic: Topic, memory: Memory) -> list[Choice]:
    """Returns the buttons under an answer of a topic."""
    return next_steps(topic, memory, more=layers_left(topic, memory))


def layers_left(topic: Topic, memory: Memory) -> bool:
    """Whether "tell me more" has something to tell. Under violence the deeper layers of an unsafe topic are withheld."""
    return not _withheld(topic, memory) and memory.layers_given.get(topic.key, 0) < len(topic.layers)


def _choose(topic: Topic, memory: Memory) -> str:
    if _withheld(topic, memory):
        return _choose_safe(topic, memory)
    times = memory.count(memory.times_given, topic.key)
    if times == 0:
        return topic.main
    if times == 1 and topic.again:
        return topic.again
    if times < TOO_OFTEN and layers_left(topic, memory):
        return topic.layers[memory.count(memory.layers_given, topic.key)]
    return "utter_said_all"


def _choose_safe(topic: Topic, memory: Memory) -> str:
    """The safe text once; after it other careful lines take turns, so that none stands twice running."""
    first = f"{topic.main}_own" if memory.harmed else topic.safe
    if memory.count(memory.times_given, f"{topic.key}_safe") == 0 and first and library.has(first):
        return first
    lines = library.variants("utter_withheld_own") if memory.harmed else ["utter_safe_again", "utter_withheld"]
    return lines[memory.count(memory.times_given, "utter_safe_again") % len(lines)]


def _withheld(topic: Topic, memory: Memory) -> bool:
    """Whether the usual text is not given. What is said of this service itself suits who did harm as it is."""
    if memory.harmed and topic.section == "settings":
        return False
    return memory.violence_known and topic.safe != topic.main


def _beside(topic: Topic, seen: Seen, memory: Memory) -> str | None:
    name, pattern = _BESIDE.get(topic.key, ("", None))
    return f"utter_beside_{name}" if pattern and pattern.search(seen.text.lower()) and not memory.violence_known else None
