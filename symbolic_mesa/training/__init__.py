"""The full model trained by gradient descent: what is trained, runs, and their files."""
