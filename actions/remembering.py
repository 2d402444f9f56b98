"""What the guide keeps in mind of a visitor: telling all of it in plain words, taking in a detail, forgetting."""

from __future__ import annotations

from actions import library
from actions.acknowledge import acknowledge
from actions.answer import steps_after
from actions.base import GuideAction
from actions.library import Choice, filled
from actions.memory import Memory
from actions.next_steps import menu
from actions.noticing import noticed_in
from actions.reply import Reply, say
from actions.seen import Seen

OF_SAFETY = ("violence", "crisis", "danger_turns", "checks_given", "minor", "said")
OF_PEOPLE = ("about", "role", "partner_name", "partner_pronoun", "addiction", "living", "place")


class ActionTellMemory(GuideAction):
    """Tells all that the guide remembers of this conversation."""

    action_name = "action_tell_memory"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Line by line, each in words of data/talk/memory.yml; the latest topics stand as buttons too."""
        lines = remembered(memory)
        if lines:
            reply.add_list("utter_memory_intro", lines, [library.button("forget", "/forget_that"), *ways_on(memory)])
        else:
            say("utter_memory_nothing", memory, reply, menu(memory))


class ActionTakeDetail(GuideAction):
    """Takes in what a visitor tells about themselves without asking anything, and leaves a way on."""

    action_name = "action_take_detail"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """A name that was given is said back, so that a wrong one can be put right."""
        if name := noticed_in(seen.text).name:
            reply.add("utter_noted_name", ways_on(memory), words={"name": name})
        else:
            say("utter_noted", memory, reply, ways_on(memory))
        acknowledge(seen, memory, reply)


def remembered(memory: Memory) -> list[str]:
    """Returns all that is kept, a line each."""
    named = {
        "name": {"name": memory.partner_name},
        "pronoun": {"pronoun": memory.partner_pronoun},
        "place": {"place": memory.place},
        "topics": {"topics": ", ".join(f"“{label}”" for label in _labels_read(memory)) or None},
    }
    about = [f"about_{memory.about}" if memory.about else "", f"role_{memory.role}" if memory.role else ""]
    state = [f"living_{memory.living}" if memory.living else "", "addiction" if memory.addiction else ""]
    safety = ["minor" if memory.minor else "", "safety" if _danger_known(memory) else ""]
    lines = [filled(f"utter_memory_{kind}", {}) for kind in about + state if kind]
    lines += [
        filled(f"utter_memory_{kind}", {key: str(word)}) for kind, words in named.items() for key, word in words.items() if word
    ]
    return lines + [filled(f"utter_memory_{kind}", {}) for kind in safety if kind]


def ways_on(memory: Memory) -> list[Choice]:
    """Returns the next steps of the topic at hand, else the menu."""
    topic = library.topics().get(memory.topic or "")
    return steps_after(topic, memory) if topic else menu(memory)


def forget(memory: Memory, keep: tuple[str, ...] = ()) -> None:
    """Sets all but safety, and what is named in ``keep``, back to how a conversation begins."""
    kept = {name: getattr(memory, name) for name in (*OF_SAFETY, *keep)}
    memory.__dict__.update(Memory(**kept).__dict__)


def _labels_read(memory: Memory) -> list[str]:
    read = dict.fromkeys(key.removesuffix("_safe") for key, times in memory.times_given.items() if times)
    return [topic.label for key in read if (topic := library.topics().get(key))]


def _danger_known(memory: Memory) -> bool:
    return memory.violence_known or memory.crisis != "none" or bool(memory.danger_turns or memory.checks_given)
