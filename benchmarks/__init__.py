"""Benchmarks: figures of the platform beside those of others, printed with the bars they are held against."""
