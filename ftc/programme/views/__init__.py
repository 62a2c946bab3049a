"""The programme's pages: what there is, what threads lack, and how an activity stands."""
