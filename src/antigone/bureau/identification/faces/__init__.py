"""What faces tell the matching: of each pair of records one weight and a sentence; never more than «possible»."""
