package person

import "prilavok/core/fault"

// Faults of signing in.
var (
	ErrBadSignIn   = fault.New(fault.Unauthorized, "staff.bad_sign_in", "this e-mail and password, or this proof, open nothing here")
	ErrCode        = fault.New(fault.Unauthorized, "staff.code_required", "type the code of your authenticator app, or a recovery code")
	ErrLocked      = fault.New(fault.TooMany, "staff.locked", "too many attempts: wait before the next one")
	ErrBusy        = fault.New(fault.TooMany, "staff.busy", "many people sign in at this moment: try again")
	ErrNoSession   = fault.New(fault.Unauthorized, "staff.no_session", "the session has ended: sign in again")
	ErrProve       = fault.New(fault.Forbidden, "staff.prove_again", "show once more that it is you: sign in again, then repeat")
	ErrForged      = fault.New(fault.Forbidden, "staff.cross_site", "this request does not come from the panel: send the header X-Prilavok: panel from the panel's own page")
	ErrPlainHTTP   = fault.New(fault.Forbidden, "staff.plain_http", "the panel signs people in over https, or over http on this machine itself (localhost): set PUBLIC_URL to its https address")
	ErrLink        = fault.New(fault.NotFound, "staff.no_link", "this link was used, has expired, or never was: ask for a new one")
	ErrPassword    = fault.New(fault.Invalid, "staff.password", "a password has 10 to 256 characters")
	ErrName        = fault.New(fault.Invalid, "staff.name", "a name has 1 to 100 characters")
	ErrLanguage    = fault.New(fault.Invalid, "staff.language", "the panel speaks ru and en")
	ErrInvited     = fault.New(fault.Invalid, "staff.invited", "this invitation is for another e-mail")
	ErrTaken       = fault.New(fault.Conflict, "staff.email_taken", "somebody signs in with this e-mail already: sign in with their password to join")
	ErrNoTOTP      = fault.New(fault.Conflict, "staff.no_totp", "there is no second factor: begin with one")
	ErrTOTPOn      = fault.New(fault.Conflict, "staff.totp_on", "the second factor is on already: take it off first")
	ErrWrongCode   = fault.New(fault.Invalid, "staff.wrong_code", "this code is not the one that the app shows now")
	ErrNoPasskey   = fault.New(fault.NotFound, "staff.no_passkey", "there is no such passkey")
	ErrPasskey     = fault.New(fault.Invalid, "staff.passkey", "the passkey was not taken: begin again")
	ErrPasskeyOff  = fault.New(fault.Unsupported, "staff.passkey_off", "passkeys need https, or localhost")
	ErrTelegramOff = fault.New(fault.Unsupported, "staff.telegram_off", "the shop has no bot in Telegram to sign in by")
	ErrWhoseLine   = fault.New(fault.Conflict, "staff.telegram_taken", "this Telegram account signs somebody else in")
	ErrSession     = fault.New(fault.NotFound, "staff.no_such_session", "there is no such session")
	ErrElsewhere   = fault.New(fault.Forbidden, "staff.elsewhere", "this person works in other shops too: the keeper of the server makes their link (prilavok staff reset)")
	ErrOwner       = fault.New(fault.Conflict, "staff.has_owner", "the shop has an owner: ask them for an invitation")
)
