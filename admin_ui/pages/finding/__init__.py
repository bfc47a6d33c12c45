"""One finding: what is wanting, what follows, putting it right and looking again."""
