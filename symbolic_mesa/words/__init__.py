"""Words of matrices between named spaces: their algebra, inverses, and expectations by Wick."""
