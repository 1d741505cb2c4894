"""One query or one action for each page; what is asked of the person stands in the actions."""
