"""The main job over HTTP only, as its real callers do it: from onboarding to a name's withdrawal."""
