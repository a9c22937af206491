"""A character-level oracle of rendering: plain string building that says which characters have loss, and conversations
that tempt a renderer."""

from collections.abc import Sequence

from hypothesis import strategies as st

from aquila2.chat.messages import Message

SYSTEM = (
    "A chat between a curious human and an artificial intelligence assistant. The assistant gives helpful, "
    "detailed, and polite answers to the human's questions."
)

# template -> default system text, what follows it, then what stands around a question and around an answer: what the
# model is given before it, what it says before, what it says after, what the template adds when it has stopped
PARTS: dict[str, tuple[str, str, tuple[str, str], tuple[str, str, str, str]]] = {
    "aquila-chat": (SYSTEM, "###", ("Human: ", "###"), ("Assistant:", " ", "###", "")),
    "aquila": (SYSTEM, "###", ("Human: ", "###"), ("Assistant:", " ", "</s>", "")),
    "aquila-legacy": (SYSTEM, "\n\n", ("### Human: ", "\n"), ("### Assistant: ", "", "</s>", "")),
    "aquila-v1": ("", "\n\n", ("<|startofpiece|>", ""), ("<|endofpiece|>", "", "</s>", "")),
    "aquila-v2": (SYSTEM, "\n\n", ("<|startofpiece|>", ""), ("<|endofpiece|>", "", "</s>", "")),
}

# pieces that tempt: whole and halved special tokens, marks of templates, noncharacters, scripts, blanks
PIECES = [
    *("</s>", "<|im_end|>", "<|startofpiece|>", "<|endofpiece|>", "[MASK]", "<|endoftext|>", "[UNK]", "###"),
    *("<", "</", "</s", "s>", ">", "<|im_end|", "|>", "<|", "startofpiece|>", "[", "]", "#", "Human: ", "Assistant:"),
    *("\ufdd0", "\ufdd1", "\ufdef", " ", "  ", "\n", "\n\n", "\t", "a", "the time", " is", "1234", "'s"),
    *("你好", "北京。", "é", "e\u0301", "😀", "👩\u200d👧", "{{ x }}", "{% if %}"),
]
contents = st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=6)
content = contents.map("".join)


@st.composite
def conversations(draw: st.DrawFn, text: st.SearchStrategy[str] = content) -> list[Message]:
    """An optional system message, then one to four questions with their answers."""
    messages = [{"role": "system", "content": draw(text)}] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 4))):
        messages.append({"role": "user", "content": draw(text)})
        messages.append({"role": "assistant", "content": draw(text)})
    return messages


def oracle(name: str, messages: Sequence[Message]) -> list[tuple[str, bool]]:
    """The conversation as pieces and whether each has loss."""
    if name == "chatml":
        system, tail = "You are a helpful assistant", "<|im_end|>\n"
        user, answer = ("<|im_start|>user\n", tail), ("<|im_start|>assistant\n", "", "<|im_end|>", "\n")
        if messages[0]["role"] == "system":
            system, messages = messages[0]["content"], messages[1:]
        pieces = [("<|im_start|>system\n" + system + tail, False)]
    else:
        system, tail, user, answer = PARTS[name]
        if messages[0]["role"] == "system":
            system, messages = messages[0]["content"], messages[1:]
        pieces = [(system + tail if system else "", False)]
    for message in messages:
        if message["role"] == "user":
            pieces.append((user[0] + message["content"] + user[1], False))
        else:
            pieces += [(answer[0], False), (answer[1] + message["content"] + answer[2], True), (answer[3], False)]
    return pieces
