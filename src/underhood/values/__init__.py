"""Plain values that every floor may use: standard library only, frozen."""
