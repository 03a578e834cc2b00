"""Random command lines, from a grammar with valid and invalid pieces, and what must hold of each.

    python -m tests.fuzz --in-process 10000 --processes 300 --seed 1

The same seed gives the same commands; what is found is printed as a command to try.
"""
