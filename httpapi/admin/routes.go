package admin

import (
	"net/http"
	"slices"

	"prilavok/core/staff"
	"prilavok/httpapi/admin/bell"
	"prilavok/httpapi/admin/channels"
	"prilavok/httpapi/admin/desk"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/admin/goods"
	"prilavok/httpapi/admin/paying"
	"prilavok/httpapi/admin/people"
	"prilavok/httpapi/admin/posts"
	"prilavok/httpapi/admin/reports"
	"prilavok/httpapi/admin/sales"
	"prilavok/httpapi/admin/settings"
	"prilavok/httpapi/admin/system"
	"prilavok/httpapi/admin/team"
)

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	patch = http.MethodPatch
	del   = http.MethodDelete
)

// Routes returns the table of routes, for tests and tools.
func Routes() []gate.Route { return slices.Clone(routes) }

// routes is the API: each line says what a key needs for it. Nothing else grants access.
var routes = slices.Concat(shopRoutes, bell.Routes, channels.Routes, desk.Routes, goods.Routes, paying.Routes, people.Routes, posts.Routes, reports.Routes, sales.Routes, settings.Routes, system.Routes, team.Routes)

var shopRoutes = []gate.Route{
	{ID: "orders.list", Method: get, Path: "/orders", Scope: staff.OrdersRead, Summary: "Orders, newest first, by any of the panel's filters"},
	{ID: "orders.count", Method: get, Path: "/orders-count", Scope: staff.OrdersRead, Summary: "How many orders the same filters leave, up to 1,000"},
	{ID: "orders.get", Method: get, Path: "/orders/{id}", Scope: staff.OrdersRead, Summary: "One order with its lines"},
	{ID: "orders.timeline", Method: get, Path: "/orders/{id}/timeline", Scope: staff.OrdersRead, Summary: "What happened to an order: who, what, when, why"},
	{ID: "orders.cancel", Method: post, Path: "/orders/{id}/cancel", Scope: staff.OrdersWrite, Summary: "Cancel an order and give its stock back"},
	{ID: "orders.complete", Method: post, Path: "/orders/{id}/complete", Scope: staff.OrdersWrite, Summary: "End an order whose goods and money are where they belong"},

	{ID: "orders.create", Method: post, Path: "/orders", Scope: staff.OrdersWrite, Status: http.StatusCreated, Summary: "A draft for a contact: it binds nobody and holds no stock"},
	{ID: "orders.place", Method: post, Path: "/orders/{id}/place", Scope: staff.OrdersWrite, Summary: "Make a draft a placed order"},
	{ID: "orders.edit", Method: patch, Path: "/orders/{id}", Scope: staff.OrdersWrite, Summary: "Change lines, delivery, address or details; the difference is settled"},
	{ID: "orders.preview", Method: post, Path: "/orders/{id}/edit-preview", Scope: staff.OrdersRead, Quiet: true, Summary: "What an edit would come to"},
	{ID: "orders.stage", Method: post, Path: "/orders/{id}/stage", Scope: staff.OrdersWrite, Summary: "Set one of the shop's stages that are set by hand"},
	{ID: "fulfillments.list", Method: get, Path: "/orders/{id}/fulfillments", Scope: staff.OrdersRead, Summary: "Parcels of an order"},
	{ID: "fulfillments.create", Method: post, Path: "/orders/{id}/fulfillments", Scope: staff.OrdersWrite, Status: http.StatusCreated, Summary: "Pack a parcel"},
	{ID: "fulfillments.ship", Method: post, Path: "/orders/{id}/fulfillments/{part}/ship", Scope: staff.OrdersWrite, Summary: "A parcel has left: its goods are sold"},
	{ID: "fulfillments.deliver", Method: post, Path: "/orders/{id}/fulfillments/{part}/deliver", Scope: staff.OrdersWrite, Summary: "A parcel has arrived"},
	{ID: "fulfillments.cancel", Method: post, Path: "/orders/{id}/fulfillments/{part}/cancel", Scope: staff.OrdersWrite, Summary: "Take a parcel apart that has not left"},
	{ID: "orders.hold", Method: post, Path: "/orders/{id}/hold", Scope: staff.OrdersWrite, Summary: "Hold an order's goods again; what cannot be had becomes a shortfall"},
	{ID: "shortfalls.list", Method: get, Path: "/orders/{id}/shortfalls", Scope: staff.OrdersRead, Summary: "Pieces that an order should have and stock has not"},
	{ID: "shortfalls.wait", Method: post, Path: "/orders/{id}/shortfalls/{part}/wait", Scope: staff.OrdersWrite, Summary: "Wait: the next pieces that come are the order's"},
	{ID: "shortfalls.substitute", Method: post, Path: "/orders/{id}/shortfalls/{part}/substitute", Scope: staff.OrdersWrite, Summary: "Send other goods instead, never for more"},
	{ID: "shortfalls.refund", Method: post, Path: "/orders/{id}/shortfalls/{part}/refund", Scope: staff.OrdersWrite, Summary: "Take the missing pieces off the order: their money goes back"},
	{ID: "returns.list", Method: get, Path: "/orders/{id}/returns", Scope: staff.OrdersRead, Summary: "Returns of an order"},
	{ID: "returns.request", Method: post, Path: "/orders/{id}/returns", Scope: staff.OrdersWrite, Status: http.StatusCreated, Summary: "Ask for goods to be taken back, for money or for others"},
	{ID: "returns.approve", Method: post, Path: "/orders/{id}/returns/{part}/approve", Scope: staff.OrdersWrite, Summary: "Let the goods come back"},
	{ID: "returns.refuse", Method: post, Path: "/orders/{id}/returns/{part}/refuse", Scope: staff.OrdersWrite, Summary: "Refuse a return"},
	{ID: "returns.receive", Method: post, Path: "/orders/{id}/returns/{part}/receive", Scope: staff.OrdersWrite, Summary: "The goods are back"},

	{ID: "payments.list", Method: get, Path: "/orders/{id}/payments", Scope: staff.PaymentsRead, Summary: "Payments of an order with what was asked of providers"},
	{ID: "payments.begin", Method: post, Path: "/orders/{id}/payments", Scope: staff.PaymentsWrite, Status: http.StatusCreated, Summary: "A payment of what is due, with its link; one under way is returned"},
	{ID: "payments.receive", Method: post, Path: "/orders/{id}/payments/received", Scope: staff.PaymentsWrite, Status: http.StatusCreated, Summary: "Note money that was received: cash, card on delivery, bank transfer"},
	{ID: "payments.get", Method: get, Path: "/payments/{id}", Scope: staff.PaymentsRead, Summary: "One payment"},
	{ID: "payments.capture", Method: post, Path: "/payments/{id}/capture", Scope: staff.PaymentsWrite, Summary: "Take held money, all or part"},
	{ID: "payments.void", Method: post, Path: "/payments/{id}/void", Scope: staff.PaymentsWrite, Summary: "Release held money, or withdraw a link"},
	{ID: "payments.refund", Method: post, Path: "/payments/{id}/refund", Scope: staff.PaymentsWrite, Summary: "Give money back, all or part"},
	{ID: "operations.confirm", Method: post, Path: "/operations/{id}/confirm", Scope: staff.PaymentsWrite, Summary: "Say whether an operation that waits for a person took effect"},
	{ID: "problems.list", Method: get, Path: "/payment-problems", Scope: staff.PaymentsRead, Summary: "What a person has to look at about money"},
	{ID: "problems.resolve", Method: post, Path: "/payment-problems/{id}/resolve", Scope: staff.PaymentsWrite, Status: http.StatusNoContent, Summary: "Note that somebody has looked at a problem"},

	{ID: "promotions.list", Method: get, Path: "/promotions", Scope: staff.CatalogRead, Summary: "Promotions, newest first"},
	{ID: "promotions.get", Method: get, Path: "/promotions/{id}", Scope: staff.CatalogRead, Summary: "One promotion"},
	{ID: "promotions.create", Method: post, Path: "/promotions", Scope: staff.CatalogWrite, Status: http.StatusCreated, Summary: "Add a promotion"},
	{ID: "promotions.put", Method: put, Path: "/promotions/{id}", Scope: staff.CatalogWrite, Summary: "Replace a promotion; orders keep what they were sold under"},
	{ID: "promotions.archive", Method: post, Path: "/promotions/{id}/archive", Scope: staff.CatalogWrite, Summary: "End a promotion for good"},

	{ID: "categories.list", Method: get, Path: "/categories", Scope: staff.CatalogRead, Summary: "Categories"},
	{ID: "products.list", Method: get, Path: "/products", Scope: staff.CatalogRead, Summary: "Products with their variants, in the order of their ids"},
	{ID: "products.get", Method: get, Path: "/products/{id}", Scope: staff.CatalogRead, Summary: "One product"},
	{ID: "products.create", Method: post, Path: "/products", Scope: staff.CatalogWrite, Status: http.StatusCreated, Summary: "Add a product"},
	{ID: "products.put", Method: put, Path: "/products/{id}", Scope: staff.CatalogWrite, Summary: "Replace a product; counts of stock stay as they are"},
	{ID: "stock.set", Method: put, Path: "/variants/{id}/stock", Scope: staff.CatalogWrite, Summary: "Count a variant's stock anew"},
	{ID: "stock.log", Method: get, Path: "/stock-log", Scope: staff.CatalogRead, Summary: "What happened to stock, newest first, 100 at a time"},

	{ID: "delivery.list", Method: get, Path: "/delivery-methods", Scope: staff.DeliveryRead, Summary: "Delivery methods, inactive ones too"},
	{ID: "delivery.create", Method: post, Path: "/delivery-methods", Scope: staff.DeliveryWrite, Status: http.StatusCreated, Summary: "Add a delivery method"},
	{ID: "delivery.put", Method: put, Path: "/delivery-methods/{id}", Scope: staff.DeliveryWrite, Summary: "Replace a delivery method"},
	{ID: "delivery.slots", Method: get, Path: "/delivery-methods/{id}/slots", Scope: staff.DeliveryRead, Summary: "Times at which a delivery can be had, full ones too"},
	{ID: "delivery.preview", Method: post, Path: "/delivery-preview", Scope: staff.DeliveryRead, Quiet: true, Summary: "What a customer would see of a method, stored or not: whether they can have it, its price, its times"},
	{ID: "delivery.delete", Method: del, Path: "/delivery-methods/{id}", Scope: staff.DeliveryWrite, Status: http.StatusNoContent, Summary: "Delete a delivery method; orders keep their copy of it"},

	{ID: "notices.list", Method: get, Path: "/orders/{id}/notices", Scope: staff.NoticesRead, Summary: "What people were told of an order, with what became of it"},
	{ID: "notices.unreached", Method: get, Path: "/notices/unreached", Scope: staff.NoticesRead, Summary: "What reached nobody yet, newest first, 50 at a time"},
	{ID: "texts.list", Method: get, Path: "/notice-texts", Scope: staff.NoticesRead, Summary: "Texts of all notices"},
	{ID: "texts.put", Method: put, Path: "/notice-texts", Scope: staff.NoticesWrite, Summary: "A new version of a text, or switch a notice off"},
	{ID: "texts.preview", Method: post, Path: "/notice-texts/preview", Scope: staff.NoticesWrite, Quiet: true, Summary: "Show a text with a sample order"},

	{ID: "contacts.get", Method: get, Path: "/contacts/{id}", Scope: staff.ContactsRead, Summary: "One contact"},

	{ID: "comment-rules.list", Method: get, Path: "/comment-rules", Scope: staff.CommentsRead, Summary: "Rules that answer comments, in the order in which they are tried"},
	{ID: "comment-rules.get", Method: get, Path: "/comment-rules/{id}", Scope: staff.CommentsRead, Summary: "One rule"},
	{ID: "comment-rules.create", Method: post, Path: "/comment-rules", Scope: staff.CommentsWrite, Status: http.StatusCreated, Summary: "Add a rule behind all others"},
	{ID: "comment-rules.put", Method: put, Path: "/comment-rules/{id}", Scope: staff.CommentsWrite, Summary: "Replace a rule; its place stays"},
	{ID: "comment-rules.archive", Method: post, Path: "/comment-rules/{id}/archive", Scope: staff.CommentsWrite, Summary: "End a rule for good"},
	{ID: "comment-rules.order", Method: put, Path: "/comment-rule-order", Scope: staff.CommentsWrite, Summary: "Put the rules into an order; the first that fits answers"},
	{ID: "comment-rules.test", Method: post, Path: "/comment-rules/test", Scope: staff.CommentsRead, Summary: "Which rule would answer a comment, and with what; nothing is sent"},
	{ID: "comments.list", Method: get, Path: "/comments", Scope: staff.CommentsRead, Summary: "The ledger of comments, newest first, with why one was not answered"},
	{ID: "comments.get", Method: get, Path: "/comments/{id}", Scope: staff.CommentsRead, Summary: "One comment of the ledger"},
	{ID: "comments.retry", Method: post, Path: "/comments/{id}/retry", Scope: staff.CommentsWrite, Summary: "Answer a comment once more that was not answered"},
	{ID: "comments.counts", Method: get, Path: "/comment-counts", Scope: staff.CommentsRead, Summary: "Comments by post and rule, and how the answers get on"},

	{ID: "webhooks.list", Method: get, Path: "/webhooks", Scope: staff.Webhooks, Summary: "Addresses that events are posted to"},
	{ID: "webhooks.create", Method: post, Path: "/webhooks", Scope: staff.Webhooks, Status: http.StatusCreated, Secret: "secret", Summary: "Add a webhook; its secret is in this answer only"},
	{ID: "webhooks.put", Method: put, Path: "/webhooks/{id}", Scope: staff.Webhooks, Summary: "Change a webhook, or switch it on or off"},
	{ID: "webhooks.deliveries", Method: get, Path: "/webhooks/{id}/deliveries", Scope: staff.Webhooks, Summary: "What was posted to a webhook, newest first, 50 at a time"},
	{ID: "webhooks.replay", Method: post, Path: "/webhooks/{id}/replay", Scope: staff.Webhooks, Summary: "Post everything since a time again"},
	{ID: "deliveries.replay", Method: post, Path: "/webhook-deliveries/{id}/replay", Scope: staff.Webhooks, Status: http.StatusNoContent, Summary: "Post one event again"},
	{ID: "metrics.stops", Method: get, Path: "/metrics/stops", Scope: staff.MetricsRead, Summary: "How long the stops of a message's way take and how often they fail"},
	{ID: "events.list", Method: get, Path: "/events", Scope: staff.EventsRead, Summary: "What happened, oldest first, from a cursor on"},
}
