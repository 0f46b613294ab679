"""Give a lab to a cohort."""
