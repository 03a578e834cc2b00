"""Words of matrices."""
