"""The language pipeline's own components: each reads a Doc and writes one annotation to it."""
