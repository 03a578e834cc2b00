"""One module a command. No mathematics here: options in, one call, text out."""
