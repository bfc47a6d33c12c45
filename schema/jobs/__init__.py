"""Jobs as officials see them: what is under way, what failed and why, and trying it again."""
