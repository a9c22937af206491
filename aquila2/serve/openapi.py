"""The API's description (OpenAPI 3.1), made from the endpoints and the requests' own schemas."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

from aquila2 import __version__
from aquila2.serve.service import Endpoint

_REF = "#/components/schemas/{model}"
_ERRORS = {
    "400": "A field is wrong, missing or not supported; `param` names it",
    "401": "No API key, or a wrong one",
    "403": "Not allowed on this server",
    "404": "No such model",
    "413": "The body is too large",
    "415": "The body is not application/json",
    "429": "The queue is full: come again after `Retry-After` seconds",
    "503": "The model is being loaded, or the server is ending",
}
_ERROR_SCHEMA = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "param", "code"],
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "null"]},
            },
        }
    },
}


def describe(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The document that `/openapi.json` serves."""
    bodies = [endpoint.body for endpoint in endpoints if endpoint.body is not None]
    names, schemas = models_json_schema([(body, "validation") for body in bodies], ref_template=_REF)
    paths: dict[str, Any] = {}
    for endpoint in endpoints:
        path = re.sub(r"{(\w+):path}", r"{\1}", endpoint.path)
        operation: dict[str, Any] = {
            "summary": endpoint.about,
            "operationId": endpoint.run.__name__,
            "responses": _responses(endpoint),
        }
        if not endpoint.open:
            operation["security"] = [{}, {"key": []}]
        if endpoint.body is not None:
            schema = names[endpoint.body, "validation"]
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        parameters = re.findall(r"{(\w+)}", path)
        if parameters:
            operation["parameters"] = [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
                for name in parameters
            ]
        paths.setdefault(path, {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "aquila2", "version": __version__, "description": "An OpenAI-compatible server."},
        "paths": paths,
        "components": {
            "schemas": {**schemas["$defs"], "Error": _ERROR_SCHEMA},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
    if endpoint.path == "/metrics":
        content = {"text/plain": {"schema": {"type": "string"}}}
    if endpoint.streams:
        content["text/event-stream"] = {"schema": {"type": "string"}}
    error = {"application/json": {"schema": {"$ref": _REF.format(model="Error")}}}
    statuses = (
        _ERRORS if endpoint.body is not None else {k: v for k, v in _ERRORS.items() if k in ("401", "404", "503")}
    )
    return {
        "200": {"description": "Done", "content": content},
        **{status: {"description": about, "content": error} for status, about in statuses.items()},
    }
