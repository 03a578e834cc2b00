"""The full model: forward pass, gradients, averages over tokens and phases."""
