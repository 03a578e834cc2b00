"""Models that are stated in words of matrices."""
