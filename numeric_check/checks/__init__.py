"""What else is measured: charges, responses, one gradient step, the assumption as written."""
