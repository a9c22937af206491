"""What is wrong with a request, in the form that OpenAI's clients read: `{"error": {message, type, param, code}}`."""

import re
from typing import Any

from pydantic import ValidationError

from aquila2.base.config import nearest
from aquila2.base.errors import UserError

_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}


class ApiError(Exception):
    """A request that is answered with an error.

    Args:
        status: the HTTP status.
        message: one line that names what, the value, and how to mend it.
        param: the field of the request that is wrong.
        code: a word for programs.
        headers: of the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        param: str | None = None,
        code: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.param, self.code = status, message, param, code
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        kind = _TYPES.get(self.status, "invalid_request_error" if self.status < 500 else "server_error")
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}


def busy(message: str, retry_after: int = 1) -> ApiError:
    """The queue is full: the client should come again after `retry_after` seconds."""
    return ApiError(429, message, code="queue_full", headers={"Retry-After": str(retry_after)})


def not_ready(message: str) -> ApiError:
    """The model cannot answer yet, or no longer."""
    return ApiError(503, message, code="not_ready", headers={"Retry-After": "1"})


def not_supported(param: str, why: str = "this server does not support it") -> ApiError:
    """A field that has a meaning elsewhere and none here: it is refused, because ignoring it would be a lie."""
    return ApiError(400, f"{param}: {why}; leave it out", param, "unsupported_parameter")


def from_user_error(error: UserError, param: str | None = None) -> ApiError:
    """A `UserError` of the rooms below. Those of settings begin with `name=value:`, which tells the field."""
    message = str(error)
    if message.startswith("guide: "):
        return ApiError(400, message.replace("guide", "response_format", 1), "response_format")
    named = re.match(r"(\w+)=", message)
    return ApiError(400, message, named[1] if named else param)


def from_validation(error: ValidationError, fields: list[str], elsewhere: frozenset[str]) -> ApiError:
    """What pydantic found, the first of it in one line.

    Args:
        error: of a request's body.
        fields: the names that the request knows.
        elsewhere: names that OpenAI's API has and this server does not.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)
    first = found[0]
    if first["type"] == "json_invalid":
        return ApiError(
            400, f"the body is not JSON: {first['msg'].removeprefix('Invalid JSON: ')}", code="invalid_json"
        )
    if first["type"] in ("model_type", "model_attributes_type") and not first["loc"]:
        return ApiError(400, "the body must be a JSON object", code="invalid_type")
    # of a union's kinds, the one that went furthest before it failed is the one that was meant
    kinds = [each for each in found if each["loc"][:1] == first["loc"][:1]]
    first = max(kinds, key=lambda each: _path(each["loc"]).count("[") + _path(each["loc"]).count("."))
    where = _path(first["loc"])
    if first["type"] == "extra_forbidden":
        name = str(first["loc"][-1])
        if len(first["loc"]) > 1:
            return ApiError(400, f"{where} is not a known field", where, "unknown_parameter")
        if name in elsewhere:
            return not_supported(name)
        return ApiError(400, f"unknown field {name!r}{nearest(name, fields)}", name, "unknown_parameter")
    if first["type"] == "missing":
        return ApiError(400, f"{where} is missing", where, "missing_required_parameter")
    same = [each["msg"] for each in found if _path(each["loc"]) == where]
    reasons = " or ".join(
        dict.fromkeys(msg.removeprefix("Input should be ").removeprefix("Value error, ") for msg in same)
    )
    verb = "" if first["type"] == "value_error" else "must be "
    return ApiError(400, f"{where}: {verb}{reasons}", where, "invalid_value")


def _path(loc: tuple[int | str, ...]) -> str:
    """`messages[0].content`, without the names that pydantic gives to the kinds of a union."""
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif re.fullmatch(r"[a-z_]+", part) and part not in ("str", "int", "float", "bool", "list", "dict", "none"):
            path += f".{part}" if path else part
    return path
