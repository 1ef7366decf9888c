package staff

import "prilavok/core/fault"

// Faults of API keys and of repeated requests.
var (
	ErrKeyUnknown = fault.New(fault.Unauthorized, "staff.key_unknown", "the API key is unknown, expired or revoked")
	ErrNoKey      = fault.New(fault.NotFound, "staff.no_such_key", "there is no such API key")
	ErrKeyName    = fault.New(fault.Invalid, "staff.key_name", "a key has a name of 1 to 100 characters")
	ErrScope      = fault.New(fault.Invalid, "staff.scope", "name at least one scope that exists, or all")
	ErrExpiry     = fault.New(fault.Invalid, "staff.key_expiry", "a key expires in the future")
	ErrReused     = fault.New(fault.Conflict, "staff.idempotency_reused", "this Idempotency-Key was used for another request: take a new one")
	ErrInFlight   = fault.New(fault.Conflict, "staff.idempotency_in_flight", "the first request with this Idempotency-Key is still at work: wait and repeat")
)
