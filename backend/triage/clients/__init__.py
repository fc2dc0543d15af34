"""The vendors' own clients, put on connections of ours. Imported at the first call, in the process that makes it."""
