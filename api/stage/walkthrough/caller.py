"""One caller of the platform: signs in, sends documents, and takes a refusal only where it expects one."""

import asyncio
import uuid
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import httpx

Json = dict[str, Any]
T = TypeVar("T")


class UnmetError(Exception):
    """What a step promises did not hold. The message names the fact, never a person."""


@cache
def document(name: str) -> str:
    """Read a GraphQL document that lies beside this file."""
    return (files("api.stage.walkthrough") / "documents" / f"{name}.graphql").read_text(encoding="utf-8")


def expect(condition: object, problem: str) -> None:
    """Stop the step with `problem` unless the condition holds."""
    if not condition:
        raise UnmetError(problem)


async def together(deeds: Iterable[Awaitable[T]]) -> list[T]:
    """Let people who need not wait for one another act at the same time; give what came of each, in order."""
    return await asyncio.gather(*deeds)


@dataclass(slots=True)
class Caller:
    """Somebody (or a program) at one address of the platform, with the headers that identify them."""

    http: httpx.AsyncClient
    path: str
    headers: dict[str, str] = field(default_factory=dict)

    async def send(self, name: str, /, variables: Json) -> httpx.Response:
        """Post a document and give the raw answer."""
        return await self.http.post(
            self.path,
            json={"query": document(name), "operationName": name, "variables": variables},
            headers=self.headers,
        )

    async def ask(self, name: str, /, **variables: Any) -> Json:
        """Run a document; anything but data is unmet."""
        response = await self.send(name, variables)
        answer = _json(response)
        errors = answer.get("errors")
        expect(
            not errors and answer.get("data"), f"{name}: HTTP {response.status_code} {_first_message(errors)}"
        )
        data: Json = answer["data"]
        return data

    async def do(self, name: str, /, **fields: Any) -> Json:
        """Run a mutation with a fresh idempotency key (none if given as None); a refusal is unmet."""
        payload = await self.mutate(name, fields)
        expect(not payload["errors"], f"{name}: {_first_refusal(payload)}")
        return payload

    async def refused(self, name: str, /, **fields: Any) -> list[Json]:
        """Run a mutation that must be refused; give its errors."""
        payload = await self.mutate(name, fields)
        expect(payload["errors"], f"{name}: 本应被拒绝，却被接受")
        errors: list[Json] = payload["errors"]
        return errors

    async def sign_in(self, username: str, password: str, *, name: str = "SignIn") -> Json:
        """Sign in and carry the token from now on."""
        payload: Json = (await self.ask(name, username=username, password=password))["signIn"]
        expect(payload["token"], f"{username}: {_first_refusal(payload)}")
        self.headers["Authorization"] = f"Bearer {payload['token']}"
        return payload

    async def mutate(self, name: str, /, fields: Json) -> Json:
        """Run a mutation with a fresh idempotency key; give its payload, refusals and all."""
        keyed = {"idempotencyKey": uuid.uuid4().hex, **fields}
        data = await self.ask(
            name, input={column: value for column, value in keyed.items() if value is not None}
        )
        payload: Json = next(iter(data.values()))
        return payload


def _json(response: httpx.Response) -> Json:
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise UnmetError(f"HTTP {response.status_code}：{response.request.url.path} 的应答不是 GraphQL")
    return answer


def _first_message(errors: list[Json] | None) -> str:
    return str((errors or [{}])[0].get("message", ""))


def _first_refusal(payload: Json) -> str:
    error = (payload.get("errors") or [{}])[0]
    return f"{error.get('code', '')} {error.get('message', '')}".strip()
