"""Jobs and sweeps: the frame of what happens later."""
