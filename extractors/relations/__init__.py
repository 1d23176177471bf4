"""Relations between mentions."""
