"""What is shipped: names, locked requirements, wheel, image."""
