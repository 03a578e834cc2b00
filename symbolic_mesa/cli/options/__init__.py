"""What can be typed: one module a command, and what several of them take."""
