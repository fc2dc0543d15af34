"""What runs in the backend's container beside the application: the entry point, the secrets and the health check."""
