"""Models as data: what the engine derives from, and what an interpreter runs."""
