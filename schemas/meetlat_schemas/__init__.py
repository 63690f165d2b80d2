"""The Pandera schemas of every table Meetlat reads or makes."""
