"""Card, social security and member numbers and dates of birth never reach the store or the guide; a ZIP or a phone number does."""

import json
import uuid

import pytest
from conftest import answers
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from gateway.masking import mask
from gateway.words import word

PRIVATE = {
    "masked_card": [
        "my card is *4111 1111 1111 1111* exp 04/27",
        "*4111111111111111*",
        "use *5500-0000-0000-0004*, thanks",
        "*5500 - 0000 - 0000 - 0004*",
        "amex *3782 822463 10005*",
        "can i pay with my card *4111 1111 1111 1112*?",  # a digit mistyped
        "debit *41 11 11 11 11 11 11 11*",
        "mi tarjeta *4111 1111 1111 1111*",
        "the security code is *123*",
    ],
    "masked_social": [
        "my ssn is *123456789*",
        "*123-45-6789*",
        "*123 - 45 - 6789*",
        "is *536 90 4399* enough",
        "my social is *219 09 9999*",
        "*219-09-9999* is my social",
        "*219099999* is my social security number",
        "the last four of my social are *1234*",
        "social security number ending in *4321*",
        "mi seguro social es *123-45-6789*",
        "ITIN *912-70-1234*",
    ],
    "masked_member": [
        "my member id is *W123456789*",
        "Member ID: *XYZ123456789*",
        "Member #*12345678*",
        "policy number *88-1234567*",
        "group no. *12345*",
        "the id number on the card is aetna, my id number is *55512345*",
        "medicare *1EG4-TE5-MK73*",
        "it says *1EG4TE5MK73*",
        "my insurance is *XYZ987654321* i think",
        "*W123456789* is my member id",
        "*XQP123456789*",
        "medicaid id *12 3456 7890*",
        "subscriber number is *H-1234-5678*",
    ],
    "masked_birth": [
        "dob *01/02/1980*",
        "DOB: *12.11.1979*",
        "born on *March 3, 1985* in ohio",
        "I was born *3 march 1985*",
        "date of birth: *1985-03-03*",
        "my birthday is *3/3/85*",
        "*05/06/1990* is my birthday",
        "fecha de nacimiento *03/04/1985*",
    ],
}
ORDINARY = [
    "my zip is 90210",
    "90210-1234",
    "I live in 12345 and my mother in 12345-6789",
    "call me at 555-123-4567",
    "(555) 123-4567 or 555.123.4567",
    "5551234567",
    "+1 555 123 4567",
    "+49 170 12345678",
    "call 988 or 911 or 1-800-799-7233",
    "member services 800-555-1234",
    "my insurance said to call 2125551234",
    "i have insurance no 5000 deductible",
    "social worker 5551234567",
    "we tried in 2015 2016 2017 2018",
    "we met on 03/04/2015",
    "i was born in 1985",
    "her birthday is on may 5 and he forgot it",
    "he forgot my birthday on 05/05/2024",
    "i'm a member since 2019",
    "my plan is to leave on 12/01/2026 with 500",
    "the plan is 100 200 300 a month",
    "he makes 120000 a year and i make 35000",
    "order 1234567890123",
    "room 000 45 6789",
    "i have 3 kids 7 9 and 12 and work 2 jobs 40 hours each",
    "i told him 100 times in 20 years",
]


@pytest.mark.parametrize(("name", "marked"), [(name, marked) for name, all_of in PRIVATE.items() for marked in all_of])
def test_a_private_number_is_taken_out_and_the_rest_stays(name, marked):
    before, _, after = marked.split("*")
    assert mask(marked.replace("*", "")) == (before + word(name) + after, True)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_number_stays(text):
    assert mask(text) == (text, False)


def test_several_at_once():
    masked, _ = mask("card 4111111111111111, ssn 123-45-6789, member id W12345678, born 01/02/1980, zip 90210")
    names = ("masked_card", "masked_social", "masked_member", "masked_birth")
    assert masked == "card {}, ssn {}, member id {}, born {}, zip 90210".format(*map(word, names))


@given(
    st.from_regex("[3-6][0-9]{14}", fullmatch=True),
    st.sampled_from(["", " ", "-", " - "]),
    st.sampled_from(["", "here: ", "pay with "]),
    st.sampled_from(["", ".", " please", " 04/27"]),
)
def test_any_card_number_in_any_of_the_usual_ways_to_write_it(digits, gap, before, after):
    number = digits + luhn.calc_check_digit(digits)
    written = gap.join(number[at : at + 4] for at in range(0, 16, 4))
    assert mask(before + written + after) == (before + word("masked_card") + after, True)


@given(
    st.from_regex("[2-9][0-9]{2}", fullmatch=True),
    st.from_regex("[0-9]{3}", fullmatch=True),
    st.from_regex("[0-9]{4}", fullmatch=True),
)
def test_any_phone_number_stays(area, first, rest):
    for written in (f"{area}-{first}-{rest}", f"({area}) {first}-{rest}", f"+1 {area} {first} {rest}", area + first + rest):
        assert mask(f"my number is {written}") == (f"my number is {written}", False)


@given(st.text(alphabet="0123456789 -./abM#:", max_size=2000))
def test_nothing_breaks_it_and_a_second_look_finds_nothing_new_in_ordinary_text(text):
    masked, found = mask(text)
    assert found or masked == text


def test_neither_the_store_nor_the_guide_gets_it_and_the_visitor_is_told_once(talk, guide, settings):
    said = {"id": str(uuid.uuid4()), "text": "my card is 4111 1111 1111 1111, is rehab covered? zip 90210"}
    first = talk.post(**said).json()
    assert talk.post(**said).json() == first
    events = talk.until(answers)
    visitor = next(line for line in events if line["author"] == "visitor")
    assert visitor["text"] == f"my card is {word('masked_card')}, is rehab covered? zip 90210"
    told = [line for line in events if line.get("code") == "masked"]
    assert [line["text"] for line in told] == [word("masked")]
    assert told[0]["seq"] == first["seq"] + 1
    assert "4111" not in json.dumps(guide.heard) and "90210" in json.dumps(guide.heard)
    assert "4111" not in talk.get("/transcript").text
    for file in settings.folder.iterdir():
        assert b"4111 1111" not in file.read_bytes(), file.name


def test_what_is_ordinary_brings_no_notice(talk):
    talk.post(text="call me at 555-123-4567")
    events = talk.until(answers)
    assert "masked" not in [line.get("code") for line in events]


def test_a_comment_is_looked_at_too(talk, settings):
    assert talk.post("/feedback", rating=2, comment="my ssn is 123-45-6789 and it asked").status_code == 204
    for file in settings.folder.iterdir():
        assert b"123-45-6789" not in file.read_bytes(), file.name
