"""The pages in Chromium: what officials have before them, and how units are named."""

import pytest

from tests.admin_ui.looking import assert_stands
from tests.admin_ui.pages import APPLICATIONS, OFFICE, PageToVisit
from tests.admin_ui.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.mark.parametrize("given", [*OFFICE, *APPLICATIONS], ids=lambda page: page.name)
async def test_page_stands_at_both_widths_and_in_large_text(reading: Visits, given: PageToVisit) -> None:
    await assert_stands(reading, given)
