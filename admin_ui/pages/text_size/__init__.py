"""The size of the text, as the reader wants it."""

from admin_ui.pages.text_size.page import choose_text_size
from admin_ui.routing import get

ROUTES = (get("/display/text", "text_size", choose_text_size),)
