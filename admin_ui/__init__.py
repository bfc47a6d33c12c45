"""The back office: a client of our own API that imports nothing of ours."""
