"""The brief: until the visitor agrees only danger, the last message and the topics are shown; refused, danger alone."""

import pytest
from conftest import answers
from test_a_representative_works_at_the_desk import ada, ben, taken  # noqa: F401  fixtures

SECRET, LAST = "xylophonequartz early words", "how do i say no to him"


@pytest.fixture
def told(talk, guide):
    guide.answer = {"messages": [{"text": "The guide's answer."}], "topic": "boundaries"}
    talk.post(text=SECRET)
    talk.until(answers)
    guide.answer = {
        "messages": [{"text": "Call."}],
        "topic": "saying_no_guilt",
        "danger": {"kind": "partner_violence", "level": "check"},
    }
    talk.post(text=LAST)
    talk.until(lambda events: len(answers(events)) == 2)
    return talk


def put(talk, **body):
    return talk.client.put(talk.base + "/brief", headers=talk.headers, json=body)


def test_the_visitor_sees_what_would_be_passed_on(told):
    brief = told.get("/brief").json()
    assert brief["share"] is None
    assert brief["text"] == brief["last_message"] == LAST
    assert brief["topics"] == ["boundaries", "saying_no_guilt"]
    assert brief["danger"] == [{"kind": "partner_violence", "level": "check"}]
    assert brief["always"]


def test_undecided(told, ada):  # noqa: F811
    page = ada.get(taken(ada, told)).text
    assert "has not decided yet" in page
    assert LAST in page
    assert "boundaries, saying no guilt" in page
    assert "Possible danger: Violence by a partner" in page
    assert SECRET not in page
    assert "The guide&#39;s answer." not in page


def test_agreed_with_their_own_words(told, ada):  # noqa: F811
    assert put(told, share=True, text="I want to say no without a fight.").json()["share"] is True
    page = ada.get(taken(ada, told)).text
    assert "I want to say no without a fight." in page
    assert SECRET in page
    assert 'class="message guide with-guide"' in page, "the guide's part is marked"


def test_refused(told, ada):  # noqa: F811
    put(told, share=False, text="")
    page = ada.get(taken(ada, told)).text
    for hidden in (SECRET, LAST, "saying no guilt", "The guide&#39;s answer."):
        assert hidden not in page
    assert "Possible danger: Violence by a partner" in page, "danger is always shown"
    queue = ada.get("/desk/queue").text
    assert LAST not in queue
    assert "Possible danger" in queue


def test_refused_but_something_said_is_passed_on(told, ada):  # noqa: F811
    put(told, share=False, text="Just a question about money.")
    assert "Just a question about money." in ada.get(taken(ada, told)).text


def test_a_change_of_mind_counts_at_once(told, ada):  # noqa: F811
    put(told, share=True, text="x")
    page = taken(ada, told)
    assert SECRET in ada.get(page).text
    put(told, share=False, text="")
    assert SECRET not in ada.get(page).text


def test_what_is_said_with_the_guide_afterwards_is_not_read_unless_a_person_is_asked_for_again(told, ada):  # noqa: F811
    put(told, share=True, text="x")
    page = taken(ada, told)
    ada.post(f"{page}/hand-back")
    told.until(lambda events: len(answers(events)) == 3)
    told.post(text="afterwards, to the guide")
    told.until(lambda events: len(answers(events)) == 4)
    assert "afterwards, to the guide" not in ada.get(page).text
    told.ask()
    assert "afterwards, to the guide" in ada.get(page).text


def test_what_was_written_while_waiting_is_for_the_person(told, ada):  # noqa: F811
    put(told, share=False, text="")
    told.ask()
    told.post(text="are you there")
    page = ada.get(f"/desk/talks/{told.id}").text
    assert "are you there" in page


def test_the_ask_itself_is_not_proposed_as_what_they_want(told, guide, ada):  # noqa: F811
    guide.answer = {"messages": [{"text": "Asking."}], "topic": "request_human", "orders": [{"do": "request_handoff"}]}
    told.post(text="can i talk to a person")
    told.until(lambda events: any(line.get("code") == "handoff_asked" for line in events))
    brief = told.get("/brief").json()
    assert brief["last_message"] == "can i talk to a person"
    assert brief["text"] == LAST


@pytest.mark.parametrize("body", [{}, {"share": "yes"}, {"share": True, "text": "x" * 1001}, {"share": True, "more": 1}])
def test_a_wrong_brief(talk, body):
    assert put(talk, **body).status_code == 422


def test_an_ended_conversation_has_no_brief_to_change(talk, change):
    change("UPDATE conversations SET state = 'ended'")
    assert put(talk, share=True, text="x").status_code == 409
