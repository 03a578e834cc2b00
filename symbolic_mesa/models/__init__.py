"""One module a paper: its model as data, and its problem."""
