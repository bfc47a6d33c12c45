"""Tests of officials, their sessions and the keys of programs."""
