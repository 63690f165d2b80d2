"""xlwings engines that work without Excel."""
