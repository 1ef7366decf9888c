// Package delivery is how goods reach the customer: methods with their zones, pickup
// points and prices, times that can be booked, carriers and the way of a parcel. It
// knows neither carts nor orders: who books a time is a holder with an id.
package delivery

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
	Place       Place      `json:"place,omitzero"`      // of a pickup with one point
	Points      []Place    `json:"points,omitempty"`    // of a pickup with several
	Schedule    Schedule   `json:"schedule,omitzero"`   // of times to choose from; none: no time is asked
	Rates       []Rate     `json:"rates,omitempty"`     // by weight, instead of Price
	Carrier     string     `json:"carrier,omitempty"`   // who carries: a name of Carriers
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
	MinTotal int64      `json:"min_total,omitempty"` // items total below which nothing is brought there
	Rates    []Rate     `json:"rates,omitempty"`     // by weight, instead of Price
	Schedule Schedule   `json:"schedule,omitzero"`   // instead of the method's
}

// Place is where a pickup is.
type Place struct {
	ID      string     `json:"id,omitempty"` // of a point among several
	Title   lang.Texts `json:"title,omitempty"`
	Address lang.Texts `json:"address,omitempty"`
	Hours   lang.Texts `json:"hours,omitempty"`
	Lat     float64    `json:"lat,omitempty"`
	Lon     float64    `json:"lon,omitempty"`
}

// Rate is the price of a parcel up to a weight, in grams; UpTo 0 is any weight.
type Rate struct {
	UpTo  int64 `json:"up_to,omitempty"`
	Price int64 `json:"price"`
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

// PointByID finds a pickup point. A method with one place answers it for "".
func (m Method) PointByID(id string) (Place, bool) {
	for _, p := range m.Points {
		if p.ID == id || id == "" && len(m.Points) == 1 {
			return p, true
		}
	}
	return m.Place, len(m.Points) == 0
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

// CityText says a city in a language: the zone's own title where that is what was
// written, else as it was written.
func (z Zone) CityText(city string, l, def lang.Lang) string {
	for _, t := range z.Title {
		if foldCity(t) == foldCity(city) {
			return z.Title.In(l, def)
		}
	}
	return city
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

// Cost returns what a delivery costs for goods worth items that weigh grams, 0 when
// nobody weighed them. zone may be nil. What is heavier than the last rate costs as the
// last; CanCarry tells that it is not taken.
func Cost(m Method, zone *Zone, items money.Money, grams int64) money.Money {
	price, free, rates := m.Price, m.FreeFrom, m.Rates
	if zone != nil {
		price, free = zone.Price, zone.FreeFrom
		if len(zone.Rates) > 0 || zone.Price > 0 { // a flat price of a zone stands before rates by weight
			rates = zone.Rates
		}
	}
	for _, r := range rates {
		price = r.Price
		if r.UpTo == 0 || grams <= r.UpTo {
			break
		}
	}
	if free > 0 && items.Amount >= free {
		price = 0
	}
	return money.Of(price, items.Currency)
}

// CanCarry reports whether a parcel of that weight is taken at all.
func CanCarry(m Method, zone *Zone, grams int64) bool {
	rates := m.Rates
	if zone != nil && (len(zone.Rates) > 0 || zone.Price > 0) {
		rates = zone.Rates
	}
	if len(rates) == 0 {
		return true
	}
	last := rates[len(rates)-1]
	return last.UpTo == 0 || grams <= last.UpTo
}

// LeastTotal returns below which sum of goods nothing is brought; zone may be nil.
func LeastTotal(m Method, zone *Zone) int64 {
	if zone != nil {
		return max(m.MinTotal, zone.MinTotal)
	}
	return m.MinTotal
}

// Offered reports whether a method can be chosen for goods worth items.
func Offered(m Method, items money.Money) bool { return m.Active && items.Amount >= m.MinTotal }
