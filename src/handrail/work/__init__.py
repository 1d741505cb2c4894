"""Work and study: what a person has done and likes, jobs and courses, employers, adjustments."""
