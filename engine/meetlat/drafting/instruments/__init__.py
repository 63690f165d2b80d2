"""Published instruments to start a survey from: one file each, with its key, source and licence.

A file has texts only if its licence lets a project under BSD-3-Clause copy them. Otherwise it has
the key and the scores, which are facts, and HR types the texts from its own copy.
"""
