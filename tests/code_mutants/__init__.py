"""Mutants of the code: small changes of the packages that some test must notice.

    python -m tests.code_mutants --sample 140 --seed 1 [--module 'numeric_check/*'] [--again]

- `changes`: a module's mutants, by the standard library's `ast`: a number or truth value, an
  operator, a comparison, a condition negated, a statement dropped;
- `choice`: which modules, and a seeded sample of their mutants, each room as often as another;
- `covering`: which functions each test enters, measured once, without any mutant;
- `selection`: the tests of a mutant: those that enter its function first, a minute of them;
- `running`: a mutant in a copy of the tree, never in the tree itself, and its tests on it;
- `outcomes`: what came of each, in a file: what is in it is not run again;
- `equivalents.txt`: mutants that change nothing that anybody can see, each with the reason.

A mutant is killed when a test fails on it, or takes far longer than without it. A line is printed
for each, with the share so far of those that are not equivalent, and a table of the rooms at the
end. What survives a minute of the tests next to it may still fall to one of the others.
mutmut and cosmic-ray would do the same with the whole suite for every mutant, some minutes each.
"""
