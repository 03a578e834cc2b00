"""What people type and read: errors, exact numbers, quoting, files."""
