"""Laws of tokens whose coordinates differ: Gaussians of a covariance, joint finite laws."""
