"""What a training corpus holds, address by address, beside the lists of what was left out."""
