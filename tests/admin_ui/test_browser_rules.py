"""The pages in Chromium: a town's batches, and the guidelines."""

import pytest

from tests.admin_ui.looking import assert_stands
from tests.admin_ui.pages import BATCHES, GUIDELINES, PageToVisit
from tests.admin_ui.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.mark.parametrize("given", [*BATCHES, *GUIDELINES], ids=lambda page: page.name)
async def test_page_stands_at_both_widths_and_in_large_text(reading: Visits, given: PageToVisit) -> None:
    await assert_stands(reading, given)
