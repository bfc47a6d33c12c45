"""What is served to anybody without a tenant or a credential: the format of guidelines."""

import httpx

from api.app import create_app
from schema.guidelines.rules import json_schema
from tests.api.conftest import make_settings
from tests.builders.databases import Urls


async def test_the_json_schema_of_the_format_is_served(urls: Urls) -> None:
    app = create_app(make_settings(urls))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://edge.test") as client:
        answer = await client.get("/guideline.schema.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json() == json_schema()
