"""What a person asks for and gets: derive, results by id, step sizes."""
