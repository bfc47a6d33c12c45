"""A browser without scripts: follows links and sends the forms a page offers, hidden fields and all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx


@dataclass
class FormOnPage:
    """A form as a browser would send it."""

    action: str
    method: str
    fields: dict[str, str]


class _Forms(HTMLParser):
    """Collects forms with their prefilled fields; a textarea or select counts as filled by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self.links: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        if "name" in given:
            self.names.append(given["name"])
        if tag == "form":
            self.forms.append(FormOnPage(given["action"], given.get("method", "get"), {}))
        elif tag == "input" and self.forms and "name" in given:
            chosen = given.get("type") not in {"radio", "checkbox"} or "checked" in given
            if chosen:
                self.forms[-1].fields[given["name"]] = given.get("value", "")


class Page:
    """An answer with the forms in it."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("location", "")
        self.text = response.text
        parser = _Forms()
        parser.feed(response.text)
        self.forms = parser.forms
        self.names = parser.names
        self._links = parser.links

    def form(self, ending: str) -> FormOnPage:
        """Find the form that goes to an address with this ending (its query left aside)."""
        return next(form for form in self.forms if form.action.partition("?")[0].endswith(ending))

    def links(self, part: str) -> list[str]:
        """List the addresses the page leads to that hold this part."""
        return [address for address in self._links if part in address]

    @property
    def words(self) -> str:
        """What a reader sees, on one line."""
        bare = re.sub(r"<(script|style).*?</\1>", "", self.text, flags=re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", bare))


@dataclass
class Visitor:
    """Somebody at a mounted back office, who knows the ids of what is there."""

    client: httpx.AsyncClient
    mount: str
    ids: Mapping[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> Page:
        """Open a page below the mount; `{name}` in its path stands for an id."""
        return Page(await self.client.get(self.address(path)))

    def address(self, path: str) -> str:
        """Give the address of a page below the mount."""
        return self.mount + path.format_map(self.ids)

    async def upload(self, form: FormOnPage, name: str, content: bytes, **fields: str) -> Page:
        """Send a form with a file."""
        data = {field: value for field, value in (form.fields | fields).items() if field != "file"}
        return Page(await self.client.post(form.action, data=data, files={"file": (name, content)}))

    async def send(self, form: FormOnPage, **fields: str) -> Page:
        """Send a form with these fields filled in or changed."""
        return Page(await self.client.post(form.action, data=form.fields | fields))


def signatories(page: Page, door: str) -> list[str]:
    """List who may sign for a household, by the choice the page offers."""
    offered = page.text.partition(f'name="signatory.{door}"')[2].partition("</select>")[0]
    return [one for one in re.findall(r'<option value="([^"]*)"', offered) if one]
