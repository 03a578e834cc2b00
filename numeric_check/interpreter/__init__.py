"""An interpreter of stated models: it runs the statement, term by term, on sequences.

With the engine it shares the statement and nothing else: no partitions, no counting.

- `reading`: times and products of a statement, and how high its powers are.
- `weights`: weight blocks from the scales of a manifold.
- `doubles`: loss and derivatives as averages over nodes and roots of unity.
- `rationals`: the same, exactly, by multiplying out.
"""
