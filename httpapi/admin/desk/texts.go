package desk

import (
	"prilavok/core/lang"
	"prilavok/httpapi/admin/inwords"
)

// failure says why a message did not arrive, and what the operator can do.
func failure(code string) lang.Phrase { return inwords.OfMessage(code) }
