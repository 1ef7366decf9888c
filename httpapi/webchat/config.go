package webchat

import (
	"net/http"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// usualShortcuts are commands that the bot core knows.
var usualShortcuts = []Shortcut{
	{Icon: "catalog", Title: lang.Phrase{RU: "Каталог", EN: "Catalog"}, Command: "/catalog"},
	{Icon: "cart", Title: lang.Phrase{RU: "Корзина", EN: "Cart"}, Command: "/cart"},
	{Icon: "orders", Title: lang.Phrase{RU: "Заказы", EN: "Orders"}, Command: "/orders"},
	{Icon: "delivery", Title: lang.Phrase{RU: "Доставка", EN: "Delivery"}, Command: "/delivery"},
	{Icon: "operator", Title: lang.Phrase{RU: "Оператор", EN: "Operator"}, Command: "/operator"},
}

// configuration is what the page needs to draw itself, in one language.
type configuration struct {
	Account    string          `json:"account"`
	Lang       lang.Lang       `json:"lang"`
	Languages  []lang.Lang     `json:"languages"`
	Shop       shopCard        `json:"shop"`
	Greeting   string          `json:"greeting,omitempty"`
	Automated  bool            `json:"automated"`
	Welcome    *inbox.Outgoing `json:"welcome,omitempty"`
	Shortcuts  []shortcut      `json:"shortcuts"`
	Categories []Category      `json:"categories"`
}

type shopCard struct {
	Name    string `json:"name"`
	Slug    string `json:"slug"`
	Phone   string `json:"phone,omitempty"`
	Email   string `json:"email,omitempty"`
	Site    string `json:"site,omitempty"`
	Address string `json:"address,omitempty"`
	Hours   string `json:"hours,omitempty"`
}

type shortcut struct {
	Icon    string `json:"icon"`
	Title   string `json:"title"`
	Action  string `json:"action,omitempty"`
	Command string `json:"command,omitempty"`
}

// config answers GET /config?shop=SLUG or ?account=ID, and &lang.
func (h *Handler) config(w http.ResponseWriter, r *http.Request) error {
	if err := h.mayRead(r); err != nil {
		return err
	}
	q := r.URL.Query()
	e, err := h.entry(r.Context(), q.Get("account"), q.Get("shop"))
	if err != nil {
		return err
	}
	l := e.shop.Speaks(lang.Of(q.Get("lang"), lang.Of(acceptLanguage(r), e.shop.DefaultLang())))
	c := configuration{Account: e.account.ID, Lang: l, Languages: e.shop.Languages, Shop: describe(e.shop, l),
		Greeting: e.shop.Settings.Greeting.In(l, e.shop.DefaultLang()), Automated: e.shop.Settings.Assistant.Automated,
		Shortcuts: []shortcut{}, Categories: []Category{}}
	for _, s := range h.o.Shortcuts {
		c.Shortcuts = append(c.Shortcuts, shortcut{s.Icon, s.Title.In(l), s.Action, s.Command})
	}
	h.fillShelf(r, e, l, &c)
	return answer(w, http.StatusOK, c)
}

// fillShelf adds what the catalog offers. The page works without it, so a failure is
// logged and no more.
func (h *Handler) fillShelf(r *http.Request, e entry, l lang.Lang, c *configuration) {
	if h.o.Shelf == nil {
		return
	}
	ctx := txn.ForShop(r.Context(), e.shop.ID)
	if cats, err := h.o.Shelf.Categories(ctx, e.shop, l); err != nil {
		h.o.Logger.WarnContext(ctx, "webchat: categories", "err", err)
	} else if cats != nil {
		c.Categories = cats
	}
	welcome, err := h.o.Shelf.Welcome(ctx, e.shop, l)
	if err != nil {
		h.o.Logger.WarnContext(ctx, "webchat: welcome", "err", err)
	}
	c.Welcome = welcome
}

func describe(s shop.Shop, l lang.Lang) shopCard {
	d, c := s.DefaultLang(), s.Settings.Contact
	return shopCard{Name: s.Name.In(l, d), Slug: s.Slug, Phone: c.Phone, Email: c.Email, Site: c.Site,
		Address: c.Address.In(l, d), Hours: c.Hours.In(l, d)}
}
