"""The bill of materials: one CycloneDX document that lists what the images and the bundle hold."""
