"""Files of a case are read as they come in: pictures, key frames, what they say of themselves, working copies."""
