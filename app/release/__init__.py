"""When everybody goes, and how close together their screens change."""
