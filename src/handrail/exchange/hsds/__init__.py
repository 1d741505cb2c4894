"""Directories of places and services: HSDS 3.0 (Open Referral) and the folders of Ohana, read in."""
