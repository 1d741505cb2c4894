class DomainError(Exception):
    """Something that may not happen; its message can be shown and says what can be done."""


class NotFound(DomainError):
    """The thing is absent or hidden: the two must look the same."""


class NotAllowed(DomainError):
    """The thing is visible, the action is not this person's to take."""


class InvalidTransition(DomainError):
    """A status change that the table does not have."""


class AlreadySent(DomainError):
    """The same form came twice with other content."""


class Stale(DomainError):
    """Somebody changed the row since it was read."""
