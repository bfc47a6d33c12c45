"""Collecting signatures for a joint petition."""

from admin_ui.pages.petition.page import record_answers, show_petition
from admin_ui.pages.petition.vacancy import confirm_vacancy
from admin_ui.pages.petition.vacancy_refusal import refuse_vacancy
from admin_ui.pages.petition.withdrawal import withdraw_signature
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/petition", "petition", show_petition),
    post("/admin/units/{code}/petition", "petition", record_answers),
    post("/admin/units/{code}/petition/vacancy", "vacancy", confirm_vacancy),
    post("/admin/units/{code}/petition/vacancy-refusals", "vacancy_refusal", refuse_vacancy),
    post("/admin/units/{code}/petition/signatures", "signature_withdrawal", withdraw_signature),
)
