"""The base images and the model that the images of docker compose are built from, and their digests."""
