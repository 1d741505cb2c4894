"""The handrail command."""
