"""The council: directorates, services, budgets, people, users and what each role may do."""
