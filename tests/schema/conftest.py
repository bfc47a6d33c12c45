"""The stage on which rows of every table lie, one for each module of these tests."""

from tests.builders.stages import played_stage, played_town_stage, stage, town_stage

__all__ = ["played_stage", "played_town_stage", "stage", "town_stage"]
