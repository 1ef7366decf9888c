// Package people is the part of the shop's API that is about persons: where they are reached,
// who was joined to whom, what they allowed, what waits for them, all that is kept of one
// person, and how the channels went. It is a room of httpapi/admin.
package people

import (
	"net/http"

	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Routes is the table of this part: each line says what a caller needs for it.
var Routes = []gate.Route{
	{ID: "people.list", Method: http.MethodGet, Path: "/contacts", Scope: staff.ContactsRead, Summary: "Contacts, the newest first, or those that a search finds"},
	{ID: "people.notices", Method: http.MethodGet, Path: "/contacts/{id}/notices", Scope: staff.ContactsRead, Summary: "What a contact was told of their orders, newest first, 50 at a time"},
	{ID: "people.addresses", Method: http.MethodGet, Path: "/contacts/{id}/addresses", Scope: staff.ContactsRead, Summary: "Where a contact is reached, with the reply window of each conversation"},
	{ID: "people.joins", Method: http.MethodGet, Path: "/contacts/{id}/joins", Scope: staff.ContactsRead, Summary: "Joins that a contact took part in, newest first; of one who is no more, too"},
	{ID: "people.join", Method: http.MethodPost, Path: "/contacts/{id}/joins", Scope: staff.ContactsWrite, Status: http.StatusAccepted, Summary: "Make one contact of two: the other one's orders, cart and addresses become this one's"},
	{ID: "people.part", Method: http.MethodPost, Path: "/contact-joins/{id}/undo", Scope: staff.ContactsWrite, Status: http.StatusAccepted, Summary: "Undo a join: both are as they were, with what came to their addresses since"},
	{ID: "people.consents", Method: http.MethodGet, Path: "/contacts/{id}/consents", Scope: staff.ContactsRead, Summary: "What a contact allowed and refused, oldest first; the last one counts"},
	{ID: "people.consent", Method: http.MethodPost, Path: "/contacts/{id}/consents", Scope: staff.ContactsWrite, Status: http.StatusCreated, Summary: "Note what a contact allowed, or took back"},
	{ID: "people.held", Method: http.MethodGet, Path: "/conversations/{id}/held", Scope: staff.ContactsRead, Summary: "What could not be said as the reply window was closed"},
	{ID: "people.decide", Method: http.MethodPost, Path: "/conversations/{id}/held/{seq}", Scope: staff.ContactsWrite, Status: http.StatusAccepted, Summary: "Say a held message later, on another address now, or not at all"},
	{ID: "people.window", Method: http.MethodGet, Path: "/conversations/{id}/window", Scope: staff.ContactsRead, Summary: "Until when a customer can be written to"},
	{ID: "people.export", Method: http.MethodGet, Path: "/contacts/{id}/export", Scope: staff.ContactsErase, Summary: "All that is kept of one person"},
	{ID: "people.erase", Method: http.MethodPost, Path: "/contacts/{id}/erase", Scope: staff.ContactsErase, Status: http.StatusAccepted, Summary: "Forget a person; sums and goods of their orders stay"},
	{ID: "people.numbers", Method: http.MethodGet, Path: "/metrics/channels", Scope: staff.MetricsRead, Summary: "What each channel did, by day"},
}
