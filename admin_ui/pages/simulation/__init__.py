"""What-ifs over the whole district: begun here, watched here."""

from admin_ui.pages.simulation.page import show_simulations, start_simulation
from admin_ui.pages.simulation.run import cancel_simulation, show_simulation
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/simulations", "simulations", show_simulations),
    post("/admin/simulations", "simulations", start_simulation),
    get("/admin/simulations/{id}", "simulation", show_simulation),
    post("/admin/simulations/{id}/cancel", "cancel_simulation", cancel_simulation),
)
