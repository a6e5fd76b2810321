"""What people paste or send, read as lines of a circuit. Plain Python."""
