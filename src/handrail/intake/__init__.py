"""First contact, the conversation, getting started, enrolment."""
