"""Functions in a user's own file, called in a process of their own because the user asks for it."""
