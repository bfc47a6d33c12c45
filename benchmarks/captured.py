"""Asks a build's back office for pages in this process and writes down each document it runs, with its variables.

Run as a script on the path of the build in question: `python -P captured.py` reads `{"slug", "username", "password",
"pages"}` as JSON and writes, for each page, its status and its documents; and the token it signed in with.
"""

import asyncio
import json
import re
import sys
from typing import Any

import httpx

from admin_ui.client import Operation
from api.app import create_app
from api.cli.configuration import read_settings

SIGN_IN = """mutation($username: String!, $password: String!) {
  signIn(input: {username: $username, password: $password}) { token } }"""
FIRST_APPLICATION = "{first application}"


async def capture(told: dict[str, Any]) -> dict[str, Any]:
    """Ask for every page as the official told, and give what the pages asked the API for."""
    documents: list[dict[str, Any]] = []
    run = Operation.run

    async def noting(
        operation: Operation, execute: Any, request: Any, variables: dict[str, Any]
    ) -> dict[str, Any]:
        documents.append({"schema": operation.schema, "query": operation.document, "variables": variables})
        return await run(operation, execute, request, variables)

    Operation.run = noting  # type: ignore[assignment,method-assign] # its calls are what is captured
    app, slug = create_app(read_settings()), told["slug"]
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://bench") as http,
    ):
        who = {name: told[name] for name in ("username", "password")}
        answer = await http.post(f"/t/{slug}/graphql", json={"query": SIGN_IN, "variables": who})
        token = answer.json()["data"]["signIn"]["token"]
        cookie = {"cookie": f"wuyi.t.{slug}.session={token}"}
        pages: dict[str, Any] = {}
        first = ""
        for name, path in told["pages"].items():
            documents.clear()
            address = f"/t/{slug}{path.replace(FIRST_APPLICATION, first)}"
            shown = await http.get(address, headers=cookie)
            pages[name] = {"path": address, "status": shown.status_code, "bytes": len(shown.content)}
            pages[name]["documents"] = [dict(each) for each in documents]
            links = re.findall(r"/admin/applications/([\w-]+)", shown.text)
            first = first or (links[0] if links else "")
            pages[name]["applications"] = len(set(links))
    return {"token": token, "cookie": cookie["cookie"], "pages": pages}


if __name__ == "__main__":
    json.dump(asyncio.run(capture(json.load(sys.stdin))), sys.stdout)
