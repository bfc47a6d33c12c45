"""What officials are told, in their inbox and by mail."""
