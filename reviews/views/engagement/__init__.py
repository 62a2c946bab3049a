"""The pages of the register of market engagement."""
