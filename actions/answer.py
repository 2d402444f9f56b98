"""Which of a topic's texts is given: the one place that decides between short, more, again and safe."""

from __future__ import annotations

from actions import library
from actions.acknowledge import acknowledge
from actions.base import GuideAction
from actions.contacts import cards_for
from actions.library import Choice, Topic
from actions.memory import Memory
from actions.reply import Reply
from actions.seen import Seen

MOST_NEXT = 2
TOO_OFTEN = 3  # the same question for the third time means that the answer does not answer it


class ActionAnswerTopic(GuideAction):
    """Answers the topic that was asked for."""

    action_name = "action_answer_topic"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The topic is the one of the message's intent."""
        topic = library.topic_of_intent(seen.intent)
        if topic is None:
            reply.add("utter_fallback_2", menu())
            return
        answer_topic(topic, memory, reply)
        acknowledge(seen, memory, reply)


class ActionGiveMore(GuideAction):
    """Goes one layer deeper into the topic at hand."""

    action_name = "action_give_more"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Without a topic at hand it asks which one."""
        topic = library.topics().get(memory.topic or "")
        if topic is None:
            reply.add("utter_more_of_what", menu())
            return
        give_more(topic, memory, reply)


def answer_topic(topic: Topic, memory: Memory, reply: Reply) -> None:
    """Puts the right text of a topic into the reply, with its next steps as buttons."""
    response = _choose(topic, memory)
    memory.move_to(topic.key)
    reply.topic = topic.key
    reply.add(response, next_steps(topic, memory), cards_for(topic.contacts, memory))


def give_more(topic: Topic, memory: Memory, reply: Reply) -> None:
    """Puts the next layer of a topic into the reply; at its end, what else there is."""
    reply.topic = topic.key
    if not layers_left(topic, memory):
        reply.add("utter_nothing_more", next_steps(topic, memory))
        return
    layer = topic.layers[memory.count(memory.layers_given, topic.key)]
    reply.add(layer, next_steps(topic, memory))


def layers_left(topic: Topic, memory: Memory) -> bool:
    """Whether "tell me more" has something to tell. Under violence the deeper layers of an unsafe topic are withheld."""
    if memory.violence_known and topic.safe != topic.main:
        return False
    return memory.layers_given.get(topic.key, 0) < len(topic.layers)


def next_steps(topic: Topic, memory: Memory) -> list[Choice]:
    """Returns the buttons under an answer: more of it, the topics that follow and were not read, a person."""
    steps = [library.button(name, say) for name, say in topic.offers]
    if layers_left(topic, memory):
        steps.append(library.button("more", "/tell_me_more"))
    fresh = [key for key in topic.next if not memory.times_given.get(key) and _may_offer(key, memory)]
    buttons = [button for key in fresh if (button := library.topic_button(key))]
    steps += buttons[:MOST_NEXT]
    if all(step.say != "/request_human" for step in steps):
        steps.append(library.button("person", "/request_human"))
    return steps


def menu() -> list[Choice]:
    """Returns the buttons of the main topics, for when nothing else is at hand."""
    keys = ("what_is_codependency", "am_i_codependent", "how_to_overcome", "insurance")
    buttons = [button for key in keys if (button := library.topic_button(key))]
    return buttons[:3] + [library.button("person", "/request_human")]


def _choose(topic: Topic, memory: Memory) -> str:
    if memory.violence_known and topic.safe != topic.main:
        times = memory.count(memory.times_given, f"{topic.key}_safe")
        return (topic.safe or "utter_withheld") if times == 0 else "utter_safe_again"
    times = memory.count(memory.times_given, topic.key)
    if times == 0:
        return topic.main
    if times == 1 and topic.again:
        return topic.again
    if times < TOO_OFTEN and layers_left(topic, memory):
        return topic.layers[memory.count(memory.layers_given, topic.key)]
    return "utter_said_all"


def _may_offer(key: str, memory: Memory) -> bool:
    topic = library.topics().get(key)
    return topic is not None and not (memory.violence_known and topic.safe is None)
