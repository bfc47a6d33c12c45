"""The back office: the first client of the API. It imports nothing of ours but itself."""
