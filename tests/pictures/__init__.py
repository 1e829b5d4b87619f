"""The README's pictures. `python -m tests.pictures` draws them anew."""
