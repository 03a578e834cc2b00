"""In-context regression: theorems about prompts (x_1, y_1), …, (x_N, y_N), q, by words."""
