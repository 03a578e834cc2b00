"""What von Oswald et al. (arXiv 2309.05858) say of layers that optimize, derived."""
