"""nbgrader's formgrader for staff, behind an authenticating proxy."""
