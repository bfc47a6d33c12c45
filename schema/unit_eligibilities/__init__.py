"""From when units without a name in force may bear one again."""
