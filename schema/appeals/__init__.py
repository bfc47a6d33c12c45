"""Appeals: another look at what befell a name, by somebody who had no part in it."""
