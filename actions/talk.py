"""Small talk and the conversation itself: greeting, thanks, venting, going back, starting over, no to an offer."""

from __future__ import annotations

from actions import library
from actions.acknowledge import acknowledge, feeling_in
from actions.answer import answer_topic, steps_after
from actions.base import ASKS_GENTLY, GuideAction
from actions.library import Choice, Topic
from actions.memory import Memory
from actions.next_steps import fitting_topics, is_fresh, menu, person, topic_choice
from actions.remembering import OF_PEOPLE, forget, ways_on
from actions.reply import Reply, say
from actions.seen import Seen
from actions.settling import ASKS_SAFE, answered_no_gently, keep_careful

# The topic that is offered to somebody who tells how they feel and asks nothing.
OFFER_OF_FEELING = {
    "exhausted": "caregiver_burnout",
    "lonely": "trusted_people",
    "guilty": "saying_no_guilt",
    "ashamed": "shame_about_help",
    "afraid": "feeling_overwhelmed",
    "angry": "communication",
    "sad": "feeling_overwhelmed",
    "confused": "how_to_start",
    "hopeless": "can_it_be_healed",
    "overwhelmed": "feeling_overwhelmed",
    "anxious": "emotional_independence",
    "resentful": "one_sided",
    "numb": "self_worth_identity",
    "hurt": "communication",
}


class ActionAnswerTalk(GuideAction):
    """Answers greetings, thanks and the like; other words the second time."""

    action_name = "action_answer_talk"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The words are the response named for the intent."""
        say(f"utter_{seen.intent}", memory, reply, ways_on(memory))
        if seen.intent == "goodbye":
            reply.topic, reply.asks = "goodbye", "helped"


class ActionAnswerVent(GuideAction):
    """Somebody tells how it is, without a question: an acknowledgement that fits, then one offer."""

    action_name = "action_answer_vent"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The offer is a topic that fits what was told; "something else" and a person are the ways past it."""
        offer = _offer(seen, memory)
        choices = [topic_choice(offer, memory)] if offer else menu(memory)[:1]
        say("utter_vent", memory, reply, [*choices, library.button("else", "/start_over"), person()])
        acknowledge(seen, memory, reply)


class ActionRepeat(GuideAction):
    """Gives the topic at hand once more, in other words where there are any."""

    action_name = "action_repeat"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Without a topic at hand the menu is shown."""
        topic = library.topics().get(memory.topic or "")
        if topic:
            answer_topic(topic, memory, reply, seen)
        else:
            say("utter_menu", memory, reply, menu(memory))


class ActionGoBack(GuideAction):
    """Returns to the topic before the one at hand."""

    action_name = "action_go_back"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """What was read there is not read out again: the visitor gets its next steps."""
        topic = library.topics().get(memory.earlier_topics[-1]) if memory.earlier_topics else None
        if topic is None:
            say("utter_menu", memory, reply, menu(memory))
            return
        memory.earlier_topics = memory.earlier_topics[:-1]
        memory.topic = topic.key
        reply.topic = topic.key
        again = Choice(library.text("utter_label_read_again"), topic.say)
        reply.add("utter_back_to", [again, *steps_after(topic, memory)[-3:]], words={"topic": topic.label})


class ActionStartOver(GuideAction):
    """Puts aside what was read and shows the menu."""

    action_name = "action_start_over"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Safety and people stay: a visitor who starts over lives in the same home. "Forget that" is what forgets."""
        forget(memory, keep=OF_PEOPLE)
        say("utter_started_over", memory, reply, menu(memory))


class ActionDeclineOffer(GuideAction):
    """ "No": says that this is fine and leaves another way on."""

    action_name = "action_decline_offer"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Never presses: what was just declined is not offered again."""
        if memory.last_said == ASKS_SAFE:
            keep_careful(memory, reply)
            return
        if memory.last_said == ASKS_GENTLY:
            answered_no_gently(memory, reply)
            return
        declined = {choice["say"] for choice in memory.offered}
        others = [choice for choice in menu(memory)[:-1] if choice.say not in declined]
        say("utter_declined", memory, reply, [*(others or [library.button("menu", "/start_over")]), person()])


def _offer(seen: Seen, memory: Memory) -> Topic | None:
    keys = fitting_topics(memory)[:1] + [OFFER_OF_FEELING.get(feeling_in(seen.text) or "", "")]
    guessed = [library.topic_of_intent(guess) for guess in seen.guesses if guess.startswith("ask_")]
    keys += [topic.key for topic in guessed[:1] if topic]
    return next((library.topics()[key] for key in keys if is_fresh(key, memory)), None)
