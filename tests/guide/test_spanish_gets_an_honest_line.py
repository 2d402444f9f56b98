"""A message in Spanish is answered in Spanish: that the guide speaks English, and who can be reached in Spanish. English is left alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import library
from actions.answer import ActionAnswerTopic
from actions.base import GuideAction
from actions.danger import ActionAnswerDanger
from actions.handoff import ActionRequestHandoff
from actions.repair import ActionAnswerFallback
from actions.spanish import is_spanish
from safety.contacts import all_contacts, find_contact, spanish_card

SPANISH = """
hola
ayuda
¿qué es la codependencia?
que es la codependencia
mi esposo me pega cuando toma
mi marido no me deja salir de la casa
no sé qué hacer con mi pareja
estoy muy cansada de todo esto
siento que doy todo y no recibo nada
como pongo limites a mi mama
creo que soy codependiente
quiero dejar a mi novio pero no puedo
tengo miedo de quedarme sola
mi hijo toma mucho y yo siempre lo cuido
cuanto tiempo toma sanar
necesito hablar con alguien
quiero hablar con una persona
me siento culpable cuando digo que no
mi novia se enoja si salgo con mis amigos
quiero morir
ya no quiero vivir
como se si es amor o dependencia
hay ayuda en español
habla español
gracias por todo
el me grita todos los dias
por que no puedo irme
mi pareja tiene depresion y yo tambien
cuanto cuesta la terapia
mi seguro paga la terapia
""".strip().split("\n")
ENGLISH = """
hola amiga, how do i stop people pleasing
no
no me neither
my boyfriend is from la and he never calls
what is a red flag
es tu i mean its you
la la la
mi amor is what he calls me but he yells
he says te amo but does not mean it
we live in los angeles and el paso
i said no mas to him
de nada is what i say but i feel nothing
como estas was all she texted me
k
help
resources in spanish
""".strip().split("\n")


def answer(
    action: type[GuideAction], text: str, intent: str, slots: dict[str, Any] | None = None, danger: Any = None
) -> tuple[list, dict]:
    """What an action says to a message: its messages as (words, buttons, cards), and the slots after it."""
    message = {"text": text, "intent": {"name": intent}, "intent_ranking": [], "entities": [], "danger": danger}
    tracker = Tracker("test", dict(slots or {}), message, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action().run(dispatcher, tracker, {}))
    said = [
        (library.text(one["response"]), one["buttons"], (one["custom"] or {}).get("cards") or []) for one in dispatcher.messages
    ]
    return said, {**(slots or {}), **{event["name"]: event["value"] for event in events}}


@pytest.mark.parametrize("text", SPANISH)
def test_spanish_is_seen(text):
    assert is_spanish(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_left_alone(text):
    assert not is_spanish(text)


def test_no_english_wording_of_the_tests_is_taken_for_spanish(root):
    files = sorted((root / "tests" / "understanding" / "topics").glob("*.yml"))
    sets = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    # The wordings of "languages" are partly Spanish; elsewhere these two greetings and one wish are.
    wordings = [line for one in sets for topic, lines in one.items() for line in lines if topic != "languages"]
    assert len(wordings) > 1000
    assert {line for line in wordings if is_spanish(line)} == {"hola", "gracias", "quiero hablar con una persona"}


def test_a_question_in_spanish_gets_the_line_and_contacts_who_speak_it():
    (said,), slots = answer(ActionAnswerTopic, "¿qué es la codependencia?", "ask_what_is_codependency")
    text, buttons, cards = said
    assert "solo responde en inglés" in text
    assert [card["id"] for card in cards] == ["lifeline_988", "domestic_violence_hotline", "emergency_911"]
    assert {"do": "text", "label": "Enviar AYUDA al 988", "to": "sms:988?body=AYUDA"} in cards[0]["actions"]
    assert [button["title"] for button in buttons] == ["Temas (en inglés)", "Pedir una persona"]
    assert slots.get("topic") is None, "nothing was answered"
    (again,), _ = answer(ActionAnswerFallback, "no entiendo, ayuda por favor", "nlu_fallback", slots)
    assert again[0] != text and "español" in again[0]


def test_who_asks_for_spanish_gets_it_too():
    (said,), _ = answer(ActionAnswerFallback, "do you speak spanish?", "nlu_fallback")
    assert "solo responde en inglés" in said[0]


def test_a_person_asked_for_in_spanish_is_asked_for():
    said, _ = answer(ActionRequestHandoff, "quiero hablar con una persona", "request_human")
    assert library.text("utter_spanish") not in [words for words, _, _ in said]


def test_an_english_question_and_a_button_are_answered_as_ever():
    for text in ("what is codependency", "/ask_what_is_codependency"):
        said, _ = answer(ActionAnswerTopic, text, "ask_what_is_codependency")
        assert "español" not in " ".join(words for words, _, _ in said)


def test_danger_in_spanish_gets_the_crisis_answer_and_the_contacts_in_spanish():
    act = {"kind": "partner_violence", "level": "act"}
    said, slots = answer(ActionAnswerDanger, "mi esposo me pega", "report_partner_violence", danger=act)
    assert said[0][0] == library.text("utter_partner_violence") and said[0][2]
    text, buttons, cards = said[-1]
    assert "español" in text and buttons
    assert cards[0]["id"] == "domestic_violence_hotline" and cards[0]["lang"] == "es"
    assert slots["violence"] == "suffered"
    said, _ = answer(ActionAnswerDanger, "me pega todos los dias", "report_partner_violence", slots, act)
    assert said[-1][0] != text, "never the same words twice running"


def test_danger_in_english_gets_no_spanish():
    act = {"kind": "partner_violence", "level": "act"}
    said, _ = answer(ActionAnswerDanger, "he hits me", "report_partner_violence", danger=act)
    assert len(said) == 1


def test_signs_of_danger_in_spanish_are_remembered_and_asked_about():
    check = {"kind": "partner_violence", "level": "check"}
    said, slots = answer(ActionAnswerTopic, "mi esposo no me deja salir", "ask_boundaries", danger=check)
    assert slots["violence"] == "suspected"
    assert "español" in said[0][0] and said[1][0] == library.text("utter_partner_violence_check")


def test_a_contact_is_shown_in_spanish_only_where_it_speaks_it():
    for contact in all_contacts():
        if contact.spanish is None:
            with pytest.raises(ValueError, match=contact.id):
                spanish_card(contact)
        else:
            assert "es" in contact.languages
            assert {"name", "why", "hours", "actions", "text"} == set(contact.spanish)


def test_numbers_in_spanish_lines_are_those_of_the_english_ones():
    for contact in all_contacts():
        known = {action["to"].split("?")[0] for action in contact.actions}
        for action in (contact.spanish or {}).get("actions", []):
            assert action["to"].split("?")[0] in known, action


def test_the_lines_first_shown_are_there():
    for name in ("lifeline_988", "domestic_violence_hotline", "emergency_911"):
        assert find_contact(name).spanish
