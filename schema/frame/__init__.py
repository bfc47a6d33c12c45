"""What every noun stands on and none owns: transactions, errors, ids, pages, locks, races; imports no noun."""
