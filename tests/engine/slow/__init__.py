"""The slow route to expectations, in which nothing is merged: the oracle of the engine."""
