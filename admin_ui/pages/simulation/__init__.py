"""What-ifs over the whole district: begun here, watched here."""
