"""Requests as clients write them: OpenAI's fields, and a few of ours. A field that is not here is refused by its name.

Ours, named as vLLM names them: top_k, min_p, repetition_penalty, stop_token_ids, ignore_eos.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

# Fields of OpenAI's API that have no meaning here. One that only repeats the default is declared below with that value.
ELSEWHERE = frozenset(
    "audio best_of echo function_call functions input_audio moderation prediction prompt_cache_key "  # noqa: SIM905
    "prompt_cache_options prompt_cache_retention reasoning_effort safety_identifier suffix verbosity "
    "web_search_options".split()
)

TokenId = Annotated[int, Field(ge=0, lt=2**31)]

# A stop string is looked for after every token, and every beginning of it is kept.
StopText = Annotated[str, Field(min_length=1, max_length=256)]

MAX_CHOICES = 128  # of a prompt, and of all prompts of a request together
MAX_SCHEMA = 65_536  # characters of a JSON schema
MAX_TOP_LOGPROBS = 20


class Body(BaseModel):
    """Types are strict: `"1"` is no number, `true` is none either."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class StreamOptions(Body):
    """`include_usage`: a last event with the tokens counted."""

    include_usage: bool | None = None


class Sampled(Body):
    """What chat and plain completion have in common. A setting that is left out is the checkpoint's recommendation."""

    model: str
    temperature: Annotated[float, Field(ge=0)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=-1, lt=2**31)] | None = None
    min_p: Annotated[float, Field(ge=0, le=1)] | None = None
    repetition_penalty: Annotated[float, Field(gt=0)] | None = None
    presence_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    logit_bias: dict[str, Annotated[float, Field(ge=-100, le=100)]] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    stop: StopText | Annotated[list[StopText], Field(max_length=16)] | None = None
    stop_token_ids: list[TokenId] | None = None
    ignore_eos: bool | None = None
    max_tokens: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    n: Annotated[int, Field(ge=1, le=MAX_CHOICES)] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    user: Annotated[str, Field(description="Written to the log, nothing else")] | None = None
    metadata: Annotated[dict[str, str], Field(max_length=0)] | None = None
    service_tier: Literal["auto", "default"] | None = None
    store: Literal[False] | None = None


class TextPart(Body):
    """A piece of a message. Images and sound are no text, and refused."""

    type: Literal["text"]
    text: str


class CalledFunction(Body):
    """`arguments` is JSON in a string, as the API has it."""

    name: str
    arguments: str


class ToolCall(Body):
    """A call that an earlier answer made."""

    id: str
    type: Literal["function"]
    function: CalledFunction


class ChatMessage(Body):
    """One message. `developer` is another word for `system`; `tool` carries a result back."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[TextPart] | None = None
    tool_calls: list[ToolCall] | None = None
    tool_call_id: str | None = None
    refusal: None = None

    def text(self) -> str:
        """The content as one string."""
        return self.content if isinstance(self.content, str) else "".join(part.text for part in self.content or ())


class FunctionDefinition(Body):
    """A function that the model may ask for; `parameters` is a JSON schema."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    description: str | None = None
    parameters: dict[str, JsonValue] | None = None
    strict: Literal[False] | None = None


class Tool(Body):
    """A tool is a function."""

    type: Literal["function"]
    function: FunctionDefinition


class TextFormat(Body):
    """Any text."""

    type: Literal["text"]


class JsonObjectFormat(Body):
    """Some JSON object."""

    type: Literal["json_object"]


class JsonSchema(Body):
    """`schema` is what the answer keeps to. `strict` is always true here."""

    name: str
    description: str | None = None
    schema_: Annotated[dict[str, JsonValue], Field(alias="schema")]
    strict: bool | None = None


class JsonSchemaFormat(Body):
    """JSON that keeps to a schema."""

    type: Literal["json_schema"]
    json_schema: JsonSchema


class ChatRequest(Sampled):
    """`POST /v1/chat/completions`."""

    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    max_completion_tokens: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Field(ge=0, le=MAX_TOP_LOGPROBS)] | None = None
    response_format: Annotated[TextFormat | JsonObjectFormat | JsonSchemaFormat, Field(discriminator="type")] | None = (
        None
    )
    tools: list[Tool] | None = None
    tool_choice: Literal["none", "auto"] | None = None
    parallel_tool_calls: Literal[True] | None = None
    modalities: list[Literal["text"]] | None = None


class CompletionRequest(Sampled):
    """`POST /v1/completions`: a text, a list of ids, or a list of either."""

    prompt: str | list[str] | list[TokenId] | list[list[TokenId]]
    logprobs: Annotated[int, Field(ge=0, le=MAX_TOP_LOGPROBS)] | None = None


class EmbeddingRequest(Body):
    """`POST /v1/embeddings`."""

    model: str
    input: str | Annotated[list[str], Field(min_length=1, max_length=2048)]
    encoding_format: Literal["float", "base64"] | None = None
    dimensions: Annotated[int, Field(ge=1)] | None = None
    input_type: Annotated[
        Literal["document", "query"] | None, Field(description="Ours: what the texts are; document if left out")
    ] = None
    user: str | None = None


class TokenizeRequest(Body):
    """`POST /tokenize`: a text, or messages as the model will read them."""

    model: str | None = None
    prompt: str | None = None
    messages: Annotated[list[ChatMessage], Field(min_length=1)] | None = None
    tools: list[Tool] | None = None


class DetokenizeRequest(Body):
    """`POST /detokenize`."""

    model: str | None = None
    tokens: list[TokenId]


class LoadAdapterRequest(Body):
    """`POST /v1/load_lora_adapter`: `lora_path` is a folder on the server."""

    lora_name: Annotated[str, Field(pattern=r"^[\w.:/-]{1,128}$")]
    lora_path: Annotated[str, Field(min_length=1)]


class UnloadAdapterRequest(Body):
    """`POST /v1/unload_lora_adapter`."""

    lora_name: str


def dumped(value: BaseModel) -> dict[str, Any]:
    """As the client wrote it, without what it left out."""
    return value.model_dump(by_alias=True, exclude_none=True)
