package staff

import "slices"

// Scope is what a key may do, and what a member's role allows.
type Scope string

// The areas of the API.
const (
	OrdersRead    Scope = "orders:read"
	OrdersWrite   Scope = "orders:write"
	PaymentsRead  Scope = "payments:read"
	PaymentsWrite Scope = "payments:write"
	CatalogRead   Scope = "catalog:read"
	CatalogWrite  Scope = "catalog:write"
	DeliveryRead  Scope = "delivery:read"
	DeliveryWrite Scope = "delivery:write"
	ContactsRead  Scope = "contacts:read"
	ContactsWrite Scope = "contacts:write" // joins, consents, held messages
	ContactsErase Scope = "contacts:erase" // all that is kept of a person: to read, and to forget
	NoticesRead   Scope = "notices:read"
	NoticesWrite  Scope = "notices:write"
	Webhooks      Scope = "webhooks"
	EventsRead    Scope = "events:read"
	MetricsRead   Scope = "metrics:read"
	StaffRead     Scope = "staff:read"
	StaffWrite    Scope = "staff:write"
	AuditRead     Scope = "audit:read"
	ChannelsRead  Scope = "channels:read"
	ChannelsWrite Scope = "channels:write"
	CommentsRead  Scope = "comments:read"
	CommentsWrite Scope = "comments:write"

	ConversationsRead  Scope = "conversations:read"
	ConversationsWrite Scope = "conversations:write"
	SettingsRead       Scope = "settings:read"
	SettingsWrite      Scope = "settings:write"
	SecretsWrite       Scope = "secrets:write" // tokens of bots, keys of services, API keys
)

// Who has what: everybody, those who serve customers, those who run the shop, its owner.
var (
	everybody = []Role{Owner, Manager, Operator, Viewer}
	serving   = []Role{Owner, Manager, Operator}
	running   = []Role{Owner, Manager}
	owning    = []Role{Owner}
)

// grants says which roles have a scope, a line each, in the order in which people see them.
var grants = []struct {
	scope Scope
	roles []Role
}{
	{OrdersRead, everybody},
	{OrdersWrite, serving},
	{PaymentsRead, everybody},
	{PaymentsWrite, serving},
	{CatalogRead, everybody},
	{CatalogWrite, running},
	{DeliveryRead, everybody},
	{DeliveryWrite, running},
	{ContactsRead, everybody},
	{ContactsWrite, serving},
	{ContactsErase, running},
	{ConversationsRead, everybody},
	{ConversationsWrite, serving},
	{NoticesRead, everybody},
	{NoticesWrite, running},
	{Webhooks, owning}, // what other programs are connected by
	{EventsRead, everybody},
	{MetricsRead, everybody},
	{StaffRead, serving},
	{StaffWrite, owning},
	{AuditRead, running},
	{ChannelsRead, everybody},
	{ChannelsWrite, running},
	{CommentsRead, everybody},
	{CommentsWrite, running},
	{SettingsRead, running},
	{SettingsWrite, running},
	{SecretsWrite, owning},
}

// Scopes lists all there are, in the order in which people see them.
var Scopes = Owner.Scopes()

// Scopes lists what the role may do; nothing for one that does not exist.
func (r Role) Scopes() []Scope {
	var out []Scope
	for _, g := range grants {
		if slices.Contains(g.roles, r) {
			out = append(out, g.scope)
		}
	}
	return out
}
