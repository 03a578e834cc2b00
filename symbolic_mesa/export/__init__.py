"""One module a format: text for a terminal, JSON for programs, LaTeX for papers."""
