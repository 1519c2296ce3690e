"""What to do first, what it would bring, and whether it did. Comes with the insight issue; nothing stands here yet."""

__all__: list[str] = []
