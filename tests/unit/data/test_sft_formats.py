"""Every format's records as conversations, and what makes a record none, each by its name."""

from typing import Any

import pytest

from aquila2.data.sft_formats import TOOLS, Conversation, NotASample, format_of, read_record

S, U, A = "system", "user", "assistant"


def read(record: dict[str, Any]) -> Conversation:
    return read_record(record, format_of(record))


def said(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(message["role"], message["content"]) for message in read(record).messages]


def turns(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"from": who, "value": what} for who, what in pairs]


def messages(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"role": who, "content": what} for who, what in pairs]


ASKED = ("human", "q")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        # the release's, with and without a system text
        ({"id": "1", "conversations": turns(ASKED, ("gpt", "a")), "instruction": ""}, [(U, "q"), (A, "a")]),
        ({"conversations": turns(ASKED, ("gpt", "a")), "instruction": "s"}, [(S, "s"), (U, "q"), (A, "a")]),
        # ShareGPT's other names, a system turn, a field beside it that says the same
        ({"conversations": turns(("user", "q"), ("Chatgpt", "a"))}, [(U, "q"), (A, "a")]),
        (
            {"conversations": turns((S, "s"), ASKED, ("bard", "a"), ASKED, ("bing", "b")), "system": "s", "id": 3},
            [(S, "s"), (U, "q"), (A, "a"), (U, "q"), (A, "b")],
        ),
        ({"conversations": turns((S, ""), ASKED, ("gpt", "a")), "system": None}, [(S, ""), (U, "q"), (A, "a")]),
        ({"conversations": messages((U, "q"), (A, "a"))}, [(U, "q"), (A, "a")]),
        # messages
        ({"messages": messages((S, "s"), (U, "q"), (A, " a\n"))}, [(S, "s"), (U, "q"), (A, " a\n")]),
        ({"messages": [{**turn, "weight": 1} for turn in messages((U, ""), (A, "a"))]}, [(U, ""), (A, "a")]),
        # alpaca
        ({"instruction": "q", "input": "", "output": "a"}, [(U, "q"), (A, "a")]),
        ({"instruction": "q", "input": "i", "output": "a", "system": "s"}, [(S, "s"), (U, "q\ni"), (A, "a")]),
        ({"instruction": "", "input": "i", "output": "a"}, [(U, "i"), (A, "a")]),
        (
            {"instruction": "q", "input": None, "output": "a", "history": [["1", "2"], ["3", "4"]]},
            [(U, "1"), (A, "2"), (U, "3"), (A, "4"), (U, "q"), (A, "a")],
        ),
    ],
)
def test_conversations(record: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert said(record) == expected
    conversation = read(record)
    assert (conversation.rejected, conversation.tools) == (None, False)


def test_tool_calls_are_text() -> None:
    record = {
        "conversations": turns(ASKED, ("function_call", '{"name": "f"}'), ("observation", "r"), ("gpt", "a")),
        "tools": '[{"name": "f"}]',
    }
    dialogue = [(U, "q"), (A, '{"name": "f"}'), (U, "r"), (A, "a")]
    assert said(record) == [(S, TOOLS + '[{"name": "f"}]'), *dialogue]
    assert said({**record, "tools": [{"name": "天"}], "system": "s"})[0] == (S, f's\n\n{TOOLS}[{{"name": "天"}}]')
    for none in ("[]", [], None, ""):
        assert said({**record, "tools": none}) == dialogue
        assert read({**record, "tools": none}).tools
    assert not read({"conversations": turns(ASKED, ("gpt", "a")), "tools": "[]"}).tools
    assert read({"conversations": turns(ASKED, ("gpt", "a")), "tools": record["tools"]}).tools


WHOLE = {"chosen": messages((U, "q"), (A, "a")), "rejected": messages((U, "q"), (A, "b"))}
PAIR = {"chosen": "a", "rejected": "b"}


@pytest.mark.parametrize(
    "record",
    [
        {"conversations": turns(ASKED), "chosen": turns(("gpt", "a"))[0], "rejected": turns(("gpt", "b"))[0]},
        {"messages": messages((U, "q")), **PAIR},
        {"prompt": "q", **PAIR},
        {"prompt": messages((U, "q")), "chosen": messages((A, "a")), "rejected": messages((A, "b"))},
        WHOLE,
        {**WHOLE, "prompt": "q"},
        {"instruction": "q", "input": "", **PAIR},
    ],
)
def test_pairs(record: dict[str, Any]) -> None:
    assert format_of(record) == "pairs"
    assert said(record) == [(U, "q"), (A, "a")]
    assert read(record).rejected == "b"
    assert said({**record, "system": "s"}) == [(S, "s"), (U, "q"), (A, "a")]


def conversation(*pairs: tuple[str, Any], **more: Any) -> dict[str, Any]:
    return {"conversations": turns(*pairs), **more}


GOOD = [("human", "q"), ("gpt", "a")]


@pytest.mark.parametrize(
    ("record", "kind", "reason"),
    [
        ([1], "not-an-object", "a sample is an object with fields, not a list"),
        ({"text": "t"}, "unknown-format", "its fields are 'text'; a sample has"),
        ({}, "unknown-format", "its fields are none"),
        ({"instruction": "q", "output": None}, "unknown-format", "'instruction', 'output'"),
        ({"conversations": "q"}, "not-a-list", "'conversations' is a str, not a list of turns"),
        ({"conversations": []}, "missing-field", "'conversations' is empty"),
        ({"conversations": ["q"]}, "not-an-object", r"conversations\[0\] is a str"),
        (conversation(("human", "q"), ("elf", "a")), "unknown-role", r"conversations\[1\]: role 'elf' is not known"),
        (conversation(("human", "q"), (3, "a")), "not-a-string", r"conversations\[1\].from is a int"),
        (conversation(("human", "q"), ("gpt", ["a"])), "not-a-string", r"conversations\[1\].value is a list"),
        (conversation(("human", "q"), ("gpt", None)), "missing-field", r"conversations\[1\] has no 'value'"),
        ({"messages": [{"role": "user"}]}, "missing-field", r"messages\[0\] has no 'content'"),
        (conversation(("human", "\ud800"), ("gpt", "a")), "not-text", "half a surrogate pair at character 1"),
        (conversation(("gpt", "a"), *GOOD), "role-order", "message 1 is of assistant, where one of user belongs"),
        (conversation(("system", "s"), *GOOD, ("gpt", "a")), "role-order", "message 4 is of assistant"),
        (conversation(*GOOD, ("system", "s")), "role-order", "message 3 is of system"),
        (conversation(("human", "q"), *GOOD), "role-order", "message 2 is of user, where one of assistant"),
        (conversation(*GOOD, ("human", "q")), "role-order", "does not end with an answer"),
        (conversation(("system", "s")), "role-order", "does not end with an answer"),
        (conversation(("human", "q"), ("gpt", " \n")), "empty-answer", "message 2, an answer, is empty"),
        (conversation(*GOOD, system="s", instruction="t"), "two-systems", "two system texts that differ"),
        (conversation(("system", "s"), *GOOD, instruction="t"), "two-systems", "two system texts that differ"),
        (conversation(*GOOD, system=["s"]), "not-a-string", "system is a list"),
        (conversation(*GOOD, tools={"name": "f"}), "not-a-string", "tools is a dict"),
        ({"messages": [{"role": A, "content": None, "tool_calls": [1]}]}, "tool-calls", "has 'tool_calls': write"),
        ({"messages": [{"role": A, "content": "a", "weight": 0}]}, "weight", "has weight 0"),
        ({"instruction": "q", "output": " "}, "empty-answer", "message 2"),
        ({"instruction": 1, "output": "a"}, "not-a-string", "instruction is a int"),
        ({"instruction": "q", "output": "a", "history": [["1"]]}, "not-a-list", r"history\[0\]"),
        ({"instruction": "q", "output": "a", "history": "h"}, "not-a-list", "'history' is a str"),
        ({"prompt": "q", "chosen": "a", "rejected": "a"}, "same-answers", "nothing to prefer"),
        ({"prompt": "q", "chosen": "a", "rejected": ""}, "empty-answer", "'rejected' is empty"),
        ({"prompt": "q", "chosen": " ", "rejected": "b"}, "empty-answer", "message 2"),
        (PAIR, "missing-field", "nothing that 'chosen' and 'rejected' answer"),
        ({**WHOLE, "prompt": "other"}, "different-prompts", "'prompt' is not what"),
        ({**WHOLE, "prompt": messages((U, "p"))}, "different-prompts", "'prompt' is not what"),
        ({**WHOLE, "rejected": messages((U, "p"), (A, "b"))}, "different-prompts", "not answers to the same messages"),
        ({"prompt": "q", "chosen": messages((U, "a")), "rejected": "b"}, "role-order", "must each end with an answer"),
        ({"prompt": "q", "chosen": 3, "rejected": "b"}, "not-an-object", r"chosen\[0\] is a int"),
        (conversation(*GOOD, **PAIR), "role-order", "message 3 is of assistant"),
    ],
)
def test_what_is_no_sample(record: Any, kind: str, reason: str) -> None:
    with pytest.raises(NotASample, match=reason) as caught:
        read(record)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("record", "kind", "reason"),
    [
        ({"messages": messages((U, "q"), (A, "a"))}, "other-format", "of the format messages in a file of alpaca"),
        ({"instruction": "q"}, "missing-field", "it has no 'output'"),
        ({"output": "a"}, "missing-field", "it has no 'instruction'"),
        ("q", "not-an-object", "not a str"),
    ],
)
def test_a_record_in_a_file_of_alpaca(record: Any, kind: str, reason: str) -> None:
    with pytest.raises(NotASample, match=reason) as caught:
        read_record(record, "alpaca")
    assert caught.value.kind == kind
