"""What is derived of every stated model, whoever states it."""
