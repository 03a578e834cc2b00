"""Models as people state them: a file of some twenty lines, read by a strict grammar."""
