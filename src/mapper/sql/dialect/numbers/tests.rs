//! Numbers against PostgreSQL's.
