"""Version 1 of the REST interface for partners' programs; `docs/api.md` is for whoever writes one."""
