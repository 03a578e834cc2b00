"""Tests of what is derived of stated models."""
