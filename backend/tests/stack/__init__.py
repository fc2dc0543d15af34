"""The parts of the compose stack, as far as they can be tried without a container engine."""
