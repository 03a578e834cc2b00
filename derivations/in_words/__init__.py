"""What is derived of every model that is stated in words of matrices."""
