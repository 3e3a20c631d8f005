"""Citizens' own pages: public guides and searches, and every service after a sign-in."""
