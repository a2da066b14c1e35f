"""Everything that goes wrong between a site and its destination, at once; then every row is counted."""
