// Package api connects the shop's API with an app. It stands by itself, so that a program
// without the API links neither net/http nor huma.
package api

import (
	"prilavok/app"
	"prilavok/core/analytics/report"
	"prilavok/core/catalog/sheet"
	"prilavok/core/catalog/waitlist"
	"prilavok/core/job"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/bell"
	"prilavok/httpapi/admin/desk"
	"prilavok/httpapi/admin/goods"
	"prilavok/httpapi/admin/paying"
	"prilavok/httpapi/admin/people"
	"prilavok/httpapi/admin/settings"
	"prilavok/httpapi/admin/system"
	"prilavok/httpapi/admin/team"
)

// Services is what the API calls of an app, which app.NewAPI may have made.
func Services(a *app.App) admin.Services {
	public := a.PublicURL
	if public == nil {
		public = func() string { return "" }
	}
	return admin.Services{
		Tx:       a.Store,
		Rows:     a.Store,
		Orders:   a.Orders,
		Catalog:  a.Catalog,
		Delivery: a.Delivery,
		Payments: a.Payments,
		Promos:   a.Promos,
		Notices:  a.Notices,
		Edits:    a.Edits,
		Returns:  a.Returns,
		Contacts: a.Contacts,
		Carts:    a.Carts,
		Hooks:    a.Hooks,
		Timings:  a.Timings,
		Team:     team.Services{Staff: a.Staff, Audit: a.Audit, Shops: a.Shops, Public: public},
		Links:    a.Links,
		Channels: a.Direct,
		Posts:    a.Posts,
		Comments: a.Comments,
		Bell:     bell.Services{Bell: a.Bell, Shops: a.Shops},
		Desk:     desk.Services{Desk: a.Operators, Ratings: a.Ratings},
		Paying:   paying.Services{Payments: a.Payments, Shops: a.Shops, Public: public, Stands: a.PrivateHooks},
		People:   people.Services{Tx: a.Store, Rows: a.Store, Contacts: a.Contacts, Notices: a.Notices, Held: a.Held, Orders: a.Orders, Numbers: a.Numbers, Now: a.Now},
		Shops:    a.Shops,
		Settings: settings.Services{Settings: a.Settings, Guide: a.Guide, Articles: a.Knowledge, Staff: a.Staff, Links: a.Links, Public: public, Now: a.Now},
		Goods:    goodsOf(a),
		Reports:  report.New(a.Store, a.Store, a.Now),
		System: system.Services{Jobs: job.NewWatch(a.Store, a.Store, a.Now), Machinery: report.NewMachinery(a.Store, a.Store, a.Now), Now: a.Now,
			Host: system.Host{Database: string(a.Store.Dialect())}},
		Now: a.Now,
	}
}

func goodsOf(a *app.App) goods.Services {
	return goods.Services{Catalog: a.Catalog, Shops: a.Shops, Sheets: sheet.New(a.Catalog, a.Store, a.Store, a.Now, a.IDs), Waits: waitlist.New(a.Catalog, a.Store, a.Store),
		Now: a.Now, Pictures: a.Pictures}
}
