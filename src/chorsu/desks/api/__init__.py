"""What the operations of every desk share: who asks, what goes wrong, pages, requests sent twice, the description."""
