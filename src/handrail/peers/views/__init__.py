"""The pages of peers."""
