"""Named entities by a trained encoder: word pieces, tags, and the spaCy component that runs the exported network."""
