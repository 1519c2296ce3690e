"""The shared page: documents, rooms, accounts, HTTP and WebSocket. Nothing is served yet.

The page comes with its own issue; what it will stand on is here already: maps change only by the operations of
`footpath.atlas`, which carry ids, an inverse and the texts they were made against.
"""

__all__: list[str] = []
