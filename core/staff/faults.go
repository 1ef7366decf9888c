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

// Faults of members of staff.
var (
	ErrNoSignIn  = fault.New(fault.Unauthorized, "staff.no_sign_in", "nobody signs in here: SUPABASE_URL is not set")
	ErrNoMember  = fault.New(fault.Forbidden, "staff.no_member", "you are not staff of this shop, or no longer")
	ErrWhichShop = fault.New(fault.Invalid, "staff.which_shop", "you are staff of several shops: name one in the header X-Shop, by its id or slug")
	ErrNotStaff  = fault.New(fault.NotFound, "staff.not_staff", "there is no such member of staff")
	ErrLastOwner = fault.New(fault.Conflict, "staff.last_owner", "a shop keeps an owner: make somebody else one first")
	ErrUser      = fault.New(fault.Invalid, "staff.user", "a user of Supabase Auth is named by an id like 6f1d2c3b-4a59-4e68-8d77-0123456789ab")
	ErrEmail     = fault.New(fault.Invalid, "staff.email", "this is no e-mail address")
	ErrRole      = fault.New(fault.Invalid, "staff.role", "a role is owner, manager, operator or viewer")
)

// Faults of access tokens.
var (
	ErrTokenLong      = fault.New(fault.Unauthorized, "staff.token_too_long", "an access token has at most 8 KB")
	ErrTokenMalformed = fault.New(fault.Unauthorized, "staff.token_malformed", "the access token cannot be read: send it whole, as it was issued")
	ErrTokenAlgorithm = fault.New(fault.Unauthorized, "staff.token_algorithm", "access tokens of this project are not signed like this")
	ErrTokenKey       = fault.New(fault.Unauthorized, "staff.token_key", "the access token is signed with a key that the project does not have")
	ErrTokenSignature = fault.New(fault.Unauthorized, "staff.token_signature", "the signature of the access token is not good")
	ErrTokenExpired   = fault.New(fault.Unauthorized, "staff.token_expired", "the access token has expired: refresh the session")
	ErrTokenEarly     = fault.New(fault.Unauthorized, "staff.token_early", "the access token is not valid yet: check the clock")
	ErrTokenIssuer    = fault.New(fault.Unauthorized, "staff.token_issuer", "the access token is another project's")
	ErrTokenAudience  = fault.New(fault.Unauthorized, "staff.token_audience", "the access token is not for signed-in people")
	ErrTokenRole      = fault.New(fault.Unauthorized, "staff.token_role", "a key of the project is no person: sign in")
	ErrTokenSubject   = fault.New(fault.Unauthorized, "staff.token_subject", "the access token names no user")
	ErrTokenRefused   = fault.New(fault.Unauthorized, "staff.token_refused", "Supabase Auth does not take this access token: sign in again")
)
