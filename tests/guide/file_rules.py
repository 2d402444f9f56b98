"""The rules for the files under data/: each function takes what they hold and returns what is wrong, nothing where all is whole."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FILE_KEYS = {"version", "nlu", "responses", "rules", "stories"}
NLU_KEYS = {"intent", "examples"}
RESPONSE_KEYS = {"text", "metadata"}
TOPIC_KEYS = {
    *("topic", "label", "facts", "section", "next", "safe", "contacts", "offers", "guard", "owner_says", "orders"),
    "worse_if",  # of a danger: the answer to its first question that means help this minute
    *("owner", "reviewed_by", "reviewed_on", "review_by"),
}
LAYER_KEYS = {"facts", "language"}  # language: es, for the lines that are in Spanish
LAYERS = re.compile(r"_(more(_\d)?|again|safe|own|known)$")
VARIANTS = re.compile(r"_(again|3)$")
NO_SECTION = ("settings", "safety")  # texts that state no fact of the guide
MOST_LABEL = 32

Content = dict[Path, dict]


def unknown_keys(file: dict) -> list[str]:
    """A key that nothing reads is a typing mistake."""
    found = [f"unknown key {key}" for key in file.keys() - FILE_KEYS]
    for part in file.get("nlu") or []:
        found += [f"unknown key {key} in nlu" for key in part.keys() - NLU_KEYS]
    for name, variants in (file.get("responses") or {}).items():
        metadata = variants[0].get("metadata") or {}
        known = TOPIC_KEYS if "topic" in metadata else LAYER_KEYS
        found += [f"unknown key {key} in {name}" for key in (variants[0].keys() - RESPONSE_KEYS) | (metadata.keys() - known)]
    return found


def several_texts(file: dict) -> list[str]:
    """Rasa would pick one of several texts at random."""
    return [f"{name} has {len(texts)} texts" for name, texts in (file.get("responses") or {}).items() if len(texts) != 1]


def without_safe_form(responses: dict[str, dict]) -> list[str]:
    """Each topic has a text for where violence is known, or says that its own is right there too."""
    found = []
    for name, about in _mains(responses).items():
        written = f"{name}_safe" in responses
        if about.get("safe") not in ("written", "same"):
            found.append(f"{name} does not say what is safe")
        elif (about["safe"] == "written") != written:
            found.append(f"{name} says safe: {about['safe']}, and {name}_safe is {'' if written else 'not '}there")
    return found


def lost_next_steps(responses: dict[str, dict]) -> list[str]:
    """What a topic leads to is there; two topics share no label, and each label fits on a button."""
    mains = _mains(responses)
    keys, labels = {about["topic"] for about in mains.values()}, [about["label"] for about in mains.values()]
    found = [f"{name} leads to {key}" for name, about in mains.items() for key in about["next"] if key not in keys]
    found += [f"two topics are called {label}" for label in set(labels) if labels.count(label) > 1]
    return found + [f"{label} is too long for a button" for label in labels if len(label) > MOST_LABEL]


def wrong_sections(responses: dict[str, dict], known: dict[str, dict]) -> list[str]:
    """Facts are the guide's, and a topic's section is the one of a fact that one of its texts states."""
    found = [f"{name} claims {fact}" for name in responses for fact in facts_of(responses[name]) if fact not in known]
    for name, about in _mains(responses).items():
        texts = [text for text in responses if text == name or (text.startswith(name) and LAYERS.fullmatch(text[len(name) :]))]
        sections = {known[fact]["section"] for text in texts for fact in facts_of(responses[text]) if fact in known}
        if about["section"] not in NO_SECTION and about["section"] not in sections:
            found.append(f"{name} is of section {about['section']}, its facts of {sorted(sections)}")
    return found


def intents_alone(content: Content, domain: dict) -> list[str]:
    """An intent has examples, a place in domain.yml and a rule; a rule and an example have an intent."""
    registered = {intent for intent in domain["intents"] if not intent.startswith("EXTERNAL_")}
    trained = {part["intent"] for file in content.values() for part in file.get("nlu") or [] if part["examples"].strip()}
    ruled = set(rules(content)) - {"nlu_fallback"}
    return (
        [f"{intent} has no examples" for intent in sorted((registered | ruled) - trained) if not intent.startswith("EXTERNAL_")]
        + [f"{intent} is not in domain.yml" for intent in sorted((trained | ruled) - set(domain["intents"]))]
        + [f"{intent} leads nowhere" for intent in sorted(registered - ruled)]
    )


def orphans(content: Content, code: list[str]) -> list[str]:
    """A response that nothing gives is never read by anybody.

    Args:
        code: the sources that may give it by name.
    """
    responses = {name: texts[0] for file in content.values() for name, texts in (file.get("responses") or {}).items()}
    led, mains = rules(content), _mains(responses)
    danger = "|".join(about["topic"] for about in mains.values() if about["section"] == "safety")
    named = _names_in(code, danger) + [f"utter_label_{offer}" for about in mains.values() for offer in about.get("offers") or {}]
    named += [f"utter_{intent}" for intent, action in led.items() if action == "action_answer_talk"]
    layered = {name for name in mains if _intent_leads(name, led) == "action_answer_topic"}
    given = re.compile("|".join(named))

    def is_given(name: str) -> bool:
        main = LAYERS.sub("", LAYERS.sub("", name))
        return name in mains or main in layered or any(given.fullmatch(form) for form in (name, VARIANTS.sub("", name)))

    return sorted(name for name in responses if not is_given(name))


def rules(content: Content) -> dict[str, str]:
    """Returns the action that each intent leads to."""
    steps = [rule["steps"] for file in content.values() for rule in file.get("rules") or []]
    return {first["intent"]: second["action"] for first, second, *_ in steps if "intent" in first and "action" in second}


def facts_of(response: dict) -> list[str]:
    """Returns the facts that a response claims to state."""
    return list((response.get("metadata") or {}).get("facts") or [])


def _mains(responses: dict[str, dict]) -> dict[str, dict]:
    return {
        name: response["metadata"]
        for name, response in responses.items()
        if name == f"utter_{(response.get('metadata') or {}).get('topic')}"
    }


def _intent_leads(main: str, led: dict[str, str]) -> str | None:
    key = main.removeprefix("utter_")
    return led.get(f"ask_{key}") or led.get(f"report_{key}") or led.get(key)


def _names_in(code: list[str], danger: str) -> list[str]:
    """Names of responses in the code, as patterns: a part put in stands for any word, right after ``utter_`` for a danger."""
    found = []
    for node in (node for source in code for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"utter_\w+", node.value):
            found.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            name = "".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
            if re.fullmatch(r"utter_[\w*]*\w", name):
                found.append(name.replace("utter_*", f"utter_(?:{danger})").replace("*", r"\w+"))
            elif re.fullmatch(r"utter_\w+_\*", name) or name == "utter_label_*_*":
                found.append(name.replace("*", r"\w+"))
        elif isinstance(node, ast.Call) and "button" in ast.dump(node.func) and isinstance(node.args[0], ast.Constant):
            found.append(f"utter_label_{node.args[0].value}")
    return found
