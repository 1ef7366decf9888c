package admin

import (
	"net/http"
	"slices"

	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
	del  = http.MethodDelete
)

// Routes returns the table of routes, for tests and tools.
func Routes() []gate.Route { return slices.Clone(routes) }

// routes is the API: each line says what a key needs for it. Nothing else grants access.
var routes = []gate.Route{
	{ID: "orders.list", Method: get, Path: "/orders", Scope: staff.OrdersRead, Summary: "Orders, newest first, by any of the panel's filters"},
	{ID: "orders.get", Method: get, Path: "/orders/{id}", Scope: staff.OrdersRead, Summary: "One order with its lines"},
	{ID: "orders.timeline", Method: get, Path: "/orders/{id}/timeline", Scope: staff.OrdersRead, Summary: "What happened to an order: who, what, when, why"},
	{ID: "orders.cancel", Method: post, Path: "/orders/{id}/cancel", Scope: staff.OrdersWrite, Summary: "Cancel an order and give its stock back"},
	{ID: "orders.complete", Method: post, Path: "/orders/{id}/complete", Scope: staff.OrdersWrite, Summary: "End an order whose goods and money are where they belong"},

	{ID: "categories.list", Method: get, Path: "/categories", Scope: staff.CatalogRead, Summary: "Categories"},
	{ID: "products.list", Method: get, Path: "/products", Scope: staff.CatalogRead, Summary: "Products with their variants, in the order of their ids"},
	{ID: "products.get", Method: get, Path: "/products/{id}", Scope: staff.CatalogRead, Summary: "One product"},
	{ID: "products.create", Method: post, Path: "/products", Scope: staff.CatalogWrite, Status: http.StatusCreated, Summary: "Add a product"},
	{ID: "products.put", Method: put, Path: "/products/{id}", Scope: staff.CatalogWrite, Summary: "Replace a product; counts of stock stay as they are"},
	{ID: "stock.set", Method: put, Path: "/variants/{id}/stock", Scope: staff.CatalogWrite, Summary: "Count a variant's stock anew"},

	{ID: "delivery.list", Method: get, Path: "/delivery-methods", Scope: staff.DeliveryRead, Summary: "Delivery methods, inactive ones too"},
	{ID: "delivery.create", Method: post, Path: "/delivery-methods", Scope: staff.DeliveryWrite, Status: http.StatusCreated, Summary: "Add a delivery method"},
	{ID: "delivery.put", Method: put, Path: "/delivery-methods/{id}", Scope: staff.DeliveryWrite, Summary: "Replace a delivery method"},
	{ID: "delivery.delete", Method: del, Path: "/delivery-methods/{id}", Scope: staff.DeliveryWrite, Status: http.StatusNoContent, Summary: "Delete a delivery method; orders keep their copy of it"},

	{ID: "contacts.get", Method: get, Path: "/contacts/{id}", Scope: staff.ContactsRead, Summary: "One contact"},
}
