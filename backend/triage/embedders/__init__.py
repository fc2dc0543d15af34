"""What turns texts into vectors whose nearness is that of meaning."""
