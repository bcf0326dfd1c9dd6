"""All domain types of this package, by stage; frozen and without I/O."""
