"""A conversation that is none is refused, with the index of the message that is wrong."""

from typing import Any

import pytest

from aquila2.base.errors import UserError
from aquila2.chat.messages import check_messages

USER = {"role": "user", "content": "q"}
ANSWER = {"role": "assistant", "content": "a"}
SYSTEM = {"role": "system", "content": "s"}


@pytest.mark.parametrize(
    "messages",
    [[USER], [SYSTEM, USER, ANSWER], [USER, ANSWER, USER], [USER, USER, ANSWER], (USER, ANSWER)],
)
def test_conversations(messages: Any):
    checked = check_messages(messages)
    assert checked == list(messages)
    checked[0]["content"] = "changed"
    assert messages[0]["content"] != "changed"


@pytest.mark.parametrize(
    ("messages", "error"),
    [
        ([], "messages is empty"),
        ("hello", r"must be a list of \{'role', 'content'\}, not a str"),
        (USER, "not a dict"),
        (["hello"], r"messages\[0\] must be an object with role and content, not 'hello'"),
        ([USER, {"role": "assistant"}], r"messages\[1\] must be an object with role and content"),
        ([{"role": "human", "content": "q"}], r"messages\[0\]: role 'human' is not known"),
        ([{"role": ["user"], "content": "q"}], r"messages\[0\]: role \['user'\] is not known"),
        ([USER, {"role": "assistant", "content": None}], r"messages\[1\]: content must be a string, not a NoneType"),
        ([{**USER, "weight": 0, "id": 3}], r"messages\[0\] has id, weight"),
        ([USER, SYSTEM], r"messages\[1\]: a system message can only be the first"),
        ([SYSTEM, SYSTEM, USER], r"messages\[1\]: a system message can only be the first"),
        ([ANSWER, USER], r"messages\[0\]: .* this one follows nothing"),
        ([SYSTEM, ANSWER], r"messages\[1\]: .* this one follows a system message"),
        ([USER, ANSWER, ANSWER], r"messages\[2\]: .* this one follows another"),
    ],
)
def test_what_is_wrong_is_named(messages: Any, error: str):
    with pytest.raises(UserError, match=error):
        check_messages(messages)
