"""Settings, URLs, navigation and gathered pages."""
