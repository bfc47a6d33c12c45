"""The stage on which everything happened once, one for each module of these tests."""

from tests.builders.stages import played_stage, stage

__all__ = ["played_stage", "stage"]
