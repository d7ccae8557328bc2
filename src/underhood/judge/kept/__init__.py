"""What is kept between two checks: an answer that still holds, or all that a change cannot have touched."""
