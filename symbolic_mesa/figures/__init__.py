"""The paper's figures and others like them: numbers first, each run by itself, then pictures."""
