"""The starter and example workbooks, and the script that builds them."""
