"""A picture for one verified relative: granted by two people for one enquiry, opened with its ten words, counted.

The picture is made anew, carries a mark that tells for which grant it was made, and is sealed to the enquiry's own key,
so that neither the database nor the desk can read it back. Whether it is for this family at all is asked of
`disclosure.relatives`, again at each look. It ends after thirty days at most, and at once when the photograph, the
enquiry or either signature's ground goes (photographs' migration 0005).
"""
