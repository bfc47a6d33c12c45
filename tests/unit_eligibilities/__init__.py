"""From when units that lost their names may bear one again."""
