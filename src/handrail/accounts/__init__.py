"""Users, organisations, sites and memberships; sign-in."""
