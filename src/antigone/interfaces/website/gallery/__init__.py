"""The families' gallery: things that two people released, looked through and searched, each under its cover.

Everything is asked by POST at one address, so that neither the address nor a log nor the history of a telephone tells
what somebody looked for or at. A picture has an address of its own for a quarter of an hour, with nothing to be read in
it but a code and a seal.
"""
