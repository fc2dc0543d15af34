"""The vendors' client libraries over our own transport. Imported lazily, in the process that makes the first call."""
