"""The ground floor: no database session exists without a tenant."""
