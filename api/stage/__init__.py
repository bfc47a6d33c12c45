"""The stage: the demo district and the walk through the main job; nothing of the product imports it."""
