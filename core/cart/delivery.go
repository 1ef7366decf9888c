package cart

import (
	"strings"

	"prilavok/core/lang"
	"prilavok/core/money"
)

// Kind of a delivery method.
type Kind string

const (
	Courier Kind = "courier"
	Pickup  Kind = "pickup"
	Post    Kind = "post"
)

// Method is one way in which orders reach the customer. Amounts are minor units of
// the shop's currency.
type Method struct {
	ID          string     `json:"id"`
	Kind        Kind       `json:"kind"`
	Title       lang.Texts `json:"title"`
	Description lang.Texts `json:"description,omitempty"`
	Price       int64      `json:"price"`
	FreeFrom    int64      `json:"free_from,omitempty"` // items total from which it is free; 0 is never
	MinTotal    int64      `json:"min_total,omitempty"` // items total below which it is not offered
	Zones       []Zone     `json:"zones,omitempty"`     // empty: the same everywhere
	Place       Place      `json:"place,omitzero"`      // of a pickup
	DaysFrom    int        `json:"days_from,omitempty"`
	DaysTo      int        `json:"days_to,omitempty"` // 0 both: not said
	Position    int        `json:"position"`
	Active      bool       `json:"active"`
}

// Zone is a part of the world with its own price. Cities are how people write it.
type Zone struct {
	ID       string     `json:"id"`
	Title    lang.Texts `json:"title"`
	Cities   []string   `json:"cities,omitempty"`
	Price    int64      `json:"price"`
	FreeFrom int64      `json:"free_from,omitempty"`
}

// Place is where a pickup is.
type Place struct {
	Address lang.Texts `json:"address,omitempty"`
	Hours   lang.Texts `json:"hours,omitempty"`
	Lat     float64    `json:"lat,omitempty"`
	Lon     float64    `json:"lon,omitempty"`
}

// NeedsAddress reports whether the customer must say where to.
func (m Method) NeedsAddress() bool { return m.Kind != Pickup }

// ZoneByID finds a zone of the method.
func (m Method) ZoneByID(id string) (Zone, bool) {
	for _, z := range m.Zones {
		if z.ID == id {
			return z, true
		}
	}
	return Zone{}, false
}

// ZoneOf finds the zone of a city as a person writes it: letters' case, ё, "г." and
// what follows a comma do not matter.
func (m Method) ZoneOf(city string) (Zone, bool) {
	want := foldCity(city)
	if want == "" {
		return Zone{}, false
	}
	for _, z := range m.Zones {
		for _, name := range z.names() {
			if foldCity(name) == want {
				return z, true
			}
		}
	}
	return Zone{}, false
}

func (z Zone) names() []string {
	out := append([]string(nil), z.Cities...)
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		if t := z.Title[l]; t != "" {
			out = append(out, t)
		}
	}
	return out
}

func foldCity(s string) string {
	s, _, _ = strings.Cut(s, ",")
	s = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "ё", "е")
	for _, p := range []string{"город ", "г. ", "г.", "г ", "city of "} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '\u00a0' }), " ")
}

// FindMethod returns the method with an id out of a list.
func FindMethod(list []Method, id string) (Method, bool) {
	for _, m := range list {
		if m.ID == id {
			return m, true
		}
	}
	return Method{}, false
}

// Cost returns what a delivery costs for goods worth items. zone may be nil.
func Cost(m Method, zone *Zone, items money.Money) money.Money {
	price, free := m.Price, m.FreeFrom
	if zone != nil {
		price, free = zone.Price, zone.FreeFrom
	}
	if free > 0 && items.Amount >= free {
		price = 0
	}
	return money.Of(price, items.Currency)
}

// Offered reports whether a method can be chosen for goods worth items.
func Offered(m Method, items money.Money) bool { return m.Active && items.Amount >= m.MinTotal }
