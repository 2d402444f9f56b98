"""The buttons under an answer: what the visitor said about themselves goes first, what they read already is left out."""

from __future__ import annotations

from actions.library import Choice, Topic, button, text, topic_of_intent, topics
from actions.memory import Memory

MOST = 4
AT_ONCE = 2  # next steps that stand beside "tell me more" and a person
MENU = ("what_is_codependency", "am_i_codependent", "how_to_overcome", "insurance")
PERSON = "/request_human"
# Sections whose answers are about this service; a personal topic does not belong among their next steps.
PRACTICAL = ("settings", "insurance", "safety")
# Their safe answer is for who asks; offering them would draw somebody who may live with violence to what is unsafe there.
NOT_UNDER_VIOLENCE = (
    "family_workshops",
    "both_codependent",
    "acknowledge_together",
    "partner_refuses",
    "rebalance_care",
    "individual_vs_couples",
    "can_save_relationship",
    "boundaries",
    "partner_ignores_boundaries",
    "communication",
    "one_sided",
    "enabling",
    "roles_caretaker_taker",
    "i_am_the_taker",
)
# They lead to forms that ask for a name and a number, or to a sale; not for somebody under 18.
NOT_FOR_MINORS = (
    "insurance",
    "what_you_need_for_verification",
    "consultation",
    "callback_schedule",
    "programs",
    "no_insurance_cost",
)
_OF_PEOPLE = {
    "child": "for_someone_else",
    "friend": "for_someone_else",
    "relative": "for_someone_else",
    "parent": "codependent_with_parent",
    "in_law": "codependent_with_parent",
}
_OF_ROLE = {"taker": "i_am_the_taker", "caretaker": "rebalance_care"}


def next_steps(topic: Topic, memory: Memory, more: bool) -> list[Choice]:
    """Returns the buttons under an answer, a person last.

    Args:
        more: whether "tell me more" has something to tell.
    """
    if topic.key == "bot_frustration":
        return guesses(memory.other_guesses, memory) + [person()] + menu(memory)[:1]
    own = [button(name, say) for name, say in topic.offers]
    fitting = [] if topic.section in PRACTICAL else [key for key in fitting_topics(memory) if key != topic.key][:1]
    steps = own + _buttons(fitting, memory) + ([button("more", "/tell_me_more")] if more else [])
    wanted = [key for key in _in_turn(topic, memory) if key not in fitting and is_fresh(key, memory)]
    if len(steps) + len(wanted) < 2:
        wanted += [key for key in MENU if key != topic.key and is_fresh(key, memory)]
    room = MOST - 1 - len(steps)
    if not more and (rest := _rest_of_list(topic, memory)):
        wanted = wanted[: room - 1] + rest
    steps += [step for step in _buttons(wanted, memory) if step.say != PERSON][:room]
    return steps + [person()]


def next_topics(topic: Topic, memory: Memory) -> list[Choice]:
    """Returns the buttons of the topics that follow and were not read."""
    return [choice for choice in _buttons([key for key in topic.next if is_fresh(key, memory)], memory) if choice.say != PERSON]


def menu(memory: Memory | None = None) -> list[Choice]:
    """Returns the buttons of the main topics, for when nothing else is at hand."""
    memory = memory or Memory()
    keys = [key for key in (*fitting_topics(memory)[:1], *MENU) if may_offer(key, memory)]
    fresh = [key for key in keys if is_fresh(key, memory)] + [key for key in keys if not is_fresh(key, memory)]
    return _buttons(list(dict.fromkeys(fresh)), memory)[: MOST - 1] + [person()]


def fitting_topics(memory: Memory) -> list[str]:
    """Returns the topics that fit what the visitor said about themselves and has not read, the most pressing first."""
    keys = ["addiction_link"] if memory.addiction else []
    keys += [_OF_PEOPLE[memory.about]] if memory.about in _OF_PEOPLE else []
    keys += [_OF_ROLE[memory.role]] if memory.role in _OF_ROLE else []
    return [key for key in keys if is_fresh(key, memory)]


def guesses(intents: list[str], memory: Memory) -> list[Choice]:
    """Returns buttons for what a message may have meant, at most two."""
    keys = [topic.key for intent in intents if (topic := topic_of_intent(intent)) and intent.startswith("ask_")]
    return _buttons(keys, memory)[:2]


def is_fresh(key: str, memory: Memory) -> bool:
    """Whether a topic is there, was not read, and may be offered."""
    read = memory.times_given.get(key) or memory.times_given.get(f"{key}_safe")
    return key in topics() and not read and may_offer(key, memory)


def may_offer(key: str, memory: Memory) -> bool:
    """Whether a button may lead to a topic: its own guard, what is known of the visitor's safety, and age."""
    topic = topics().get(key)
    if (memory.minor and key in NOT_FOR_MINORS) or (topic and topic.guard & memory.dangers_known):
        return False
    return not (memory.violence_known and (key in NOT_UNDER_VIOLENCE or topic is None or topic.safe is None))


def topic_choice(topic: Topic, memory: Memory) -> Choice:
    """Returns the button that leads to a topic; one about the partner says he, she or they as the visitor does."""
    own = text(f"utter_label_{topic.key}_{memory.partner_pronoun}") if memory.about in (None, "partner") else ""
    return Choice(own or topic.label, topic.say)


def person() -> Choice:
    """Returns the button that asks for a person."""
    return button("person", PERSON)


def _in_turn(topic: Topic, memory: Memory) -> list[str]:
    """Its next steps, each layer beginning where the one before ended, so that a long list is seen whole by "tell me more"."""
    start = AT_ONCE * memory.layers_given.get(topic.key, 0) % max(1, len(topic.next))
    return [*topic.next[start:], *topic.next[:start]]


def _rest_of_list(topic: Topic, memory: Memory) -> list[str]:
    """The first unread topic of the list that the visitor came here by, such as the six ways: too long to stand on buttons."""
    lists = [topics()[key].next for key in memory.earlier_topics if key in topics() and len(topics()[key].next) >= MOST]
    unread = [key for keys in lists if topic.key in keys for key in keys if key not in topic.next and is_fresh(key, memory)]
    return unread[:1]


def _buttons(keys: list[str], memory: Memory) -> list[Choice]:
    return [topic_choice(topics()[key], memory) for key in keys if key in topics() and may_offer(key, memory)]
