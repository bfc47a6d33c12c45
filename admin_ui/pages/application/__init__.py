"""One application: what fails, what is asked, what happened."""
