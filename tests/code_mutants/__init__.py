"""Mutants of the code: small changes of the packages that some test must notice.

    python -m tests.code_mutants --sample 140 --seed 1 [--module 'numeric_check/*']

- `changes`: a module's mutants, by the standard library's `ast`: a number or truth value, an
  operator, a comparison, a condition negated, a statement dropped;
- `choice`: which modules, a seeded sample of their mutants, the tests that belong to a module;
- `running`: each mutant in a copy of the tree, never in the tree itself, and those tests on it;
- `equivalents.txt`: mutants that change nothing that anybody can see, each with the reason.

First the tests run on the copy as it is: they must pass. A mutant is killed when a test fails on
it, or takes far longer than without it. What survives is printed with its line and the change; the
share counts the mutants that are not equivalent.
mutmut and cosmic-ray would do the same with the whole suite for every mutant, some minutes each;
this runs the tests of the mutated module first, and needs nothing installed.
"""
