"""The roster: households and the people who live in them."""
