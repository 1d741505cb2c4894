"""Front door, story people and simulated neighbours."""
