"""Tests of what benchmarks say: bars, the page and its chart, the requests and the comparison of answers."""
