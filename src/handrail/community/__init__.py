"""Places and services, links to them, what a person does out in the community, and the way there."""
