"""The full model beside the theory: claims against simulations, and a person's own weights."""
