"""Changes of the calendar: which days are worked is said anew, and running deadlines follow."""
