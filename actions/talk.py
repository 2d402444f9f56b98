"""Small talk and the conversation itself: greeting, thanks, venting, going back, starting over, no to an offer, forgetting."""

from __future__ import annotations

from actions import library
from actions.acknowledge import acknowledge
from actions.answer import answer_topic, menu, next_steps
from actions.base import GuideAction
from actions.library import Choice
from actions.memory import Memory
from actions.reply import Reply, say
from actions.seen import Seen


class ActionAnswerTalk(GuideAction):
    """Answers greetings, thanks and the like; other words the second time."""

    action_name = "action_answer_talk"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The words are the response named for the intent."""
        say(f"utter_{seen.intent}", memory, reply, ways_on(memory))
        reply.topic = seen.intent if seen.intent == "goodbye" else None


class ActionAnswerVent(GuideAction):
    """Somebody tells how it is, without a question: an acknowledgement that fits, then one offer."""

    action_name = "action_answer_vent"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The acknowledgement comes from the words of the message."""
        say("utter_vent", memory, reply, menu())
        acknowledge(seen, memory, reply)


class ActionRepeat(GuideAction):
    """Gives the topic at hand once more, in other words where there are any."""

    action_name = "action_repeat"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Without a topic at hand the menu is shown."""
        topic = library.topics().get(memory.topic or "")
        if topic:
            answer_topic(topic, memory, reply)
        else:
            reply.add("utter_menu", menu())


class ActionGoBack(GuideAction):
    """Returns to the topic before the one at hand."""

    action_name = "action_go_back"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """What was read there is not read out again: the visitor gets its next steps."""
        topic = library.topics().get(memory.earlier_topics[-1]) if memory.earlier_topics else None
        if topic is None:
            reply.add("utter_menu", menu())
            return
        memory.earlier_topics = memory.earlier_topics[:-1]
        memory.topic = topic.key
        reply.topic = topic.key
        reply.add("utter_back_to", [Choice(topic.label, topic.say)] + next_steps(topic, memory)[:3])


class ActionStartOver(GuideAction):
    """Forgets what was read, not what is known of danger, and shows the menu."""

    action_name = "action_start_over"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Safety stays: a visitor who starts over lives in the same home."""
        forget(memory)
        reply.add("utter_started_over", menu())


class ActionDeclineOffer(GuideAction):
    """ "No": says that this is fine and leaves a way on."""

    action_name = "action_decline_offer"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Never presses."""
        say("utter_declined", memory, reply, ways_on(memory))


class ActionTellMemory(GuideAction):
    """Tells what the guide remembers of this conversation."""

    action_name = "action_tell_memory"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The topics read stand as buttons, so that no words are made up."""
        read = [key for key in memory.times_given if key in library.topics()]
        buttons = [button for key in read[-3:] if (button := library.topic_button(key))]
        reply.add("utter_memory_intro" if buttons else "utter_memory_nothing", buttons or menu())


class ActionForget(GuideAction):
    """Forgets what was read and said of the visitor; danger is lifted by its own step only."""

    action_name = "action_forget"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Erasing the whole conversation is another thing, and the words say so."""
        forget(memory)
        reply.add("utter_forgotten", menu())


def ways_on(memory: Memory) -> list[Choice]:
    """Returns the next steps of the topic at hand, else the menu."""
    topic = library.topics().get(memory.topic or "")
    return next_steps(topic, memory) if topic else menu()


def forget(memory: Memory) -> None:
    """Sets all but safety back to how a conversation begins."""
    fresh = Memory(
        violence=memory.violence,
        crisis=memory.crisis,
        danger_turns=memory.danger_turns,
        checks_given=memory.checks_given,
        minor=memory.minor,
    )
    memory.__dict__.update(fresh.__dict__)
