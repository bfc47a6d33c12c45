"""Reports on health events, one by one and as a record of many: what each does to names, seen before it is done."""
