"""What is done to a name for a reason: its plaque replaced, its certificate issued anew, the naming voided."""

from admin_ui.pages.name_papers.page import (
    reissue_certificate,
    replace_plaque,
    show_reissue,
    show_replacement,
    show_voiding,
    void_name,
)
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/name/plaque", "replace_plaque", show_replacement),
    post("/admin/units/{code}/name/plaque", "replace_plaque", replace_plaque),
    get("/admin/units/{code}/name/certificate", "reissue_certificate", show_reissue),
    post("/admin/units/{code}/name/certificate", "reissue_certificate", reissue_certificate),
    get("/admin/units/{code}/name/voiding", "void_name", show_voiding),
    post("/admin/units/{code}/name/voiding", "void_name", void_name),
)
