"""Finds as they were written down at the scene, on phones without a network; and photographs of parts and samples."""
