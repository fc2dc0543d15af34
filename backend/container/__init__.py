"""What runs in the backend's container beside the application: its start, its secrets, its health check."""
