"""How fast the tool is, beside others on the same files: `python -m benchmarks`, or `make bench`."""
