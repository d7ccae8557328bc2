"""Governance records of AI-model releases, checked and rendered into what people read."""

__version__ = "0.1.0"
