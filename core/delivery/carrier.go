package delivery

import (
	"context"
	"net/url"
	"strings"
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/pattern"
)

// Carrier is one company that can be asked. Every call is made outside of a unit of
// work; Create takes our shipment's id as its key and answers the same for the same key.
// What a carrier cannot do answers ErrCannot.
type Carrier interface {
	// Quote tells what a parcel costs and how many days it takes.
	Quote(ctx context.Context, p Parcel) (Offer, error)
	// Create orders the parcel's way and returns its number. Faults: ErrParcel when the
	// carrier does not take it as it is.
	Create(ctx context.Context, key string, p Parcel) (Consignment, error)
	// Track tells where a parcel is. Faults: ErrNoParcel.
	Track(ctx context.Context, number string) (Tracking, error)
	// Cancel takes a parcel back that is not on its way; once canceled is no fault.
	// Faults: ErrNoParcel, ErrOnWay.
	Cancel(ctx context.Context, number string) error
}

// Parcel is what is to be carried.
type Parcel struct {
	City, Address string
	Name, Phone   string
	Grams         int64
	Worth         money.Money
	OnDelivery    money.Money // to be taken from the customer; zero is nothing
}

// Offer is what a carrier asks.
type Offer struct {
	Price            money.Money
	DaysFrom, DaysTo int
}

// Consignment is a parcel that a carrier has taken on.
type Consignment struct {
	Number string // for tracking
	URL    string // "" where Link tells it
}

// ParcelState says where a parcel is.
type ParcelState string

const (
	ParcelMade      ParcelState = "made"      // ordered, not handed over
	ParcelOnWay     ParcelState = "on_way"    // in the carrier's hands
	ParcelArrived   ParcelState = "arrived"   // waits for the customer
	ParcelDelivered ParcelState = "delivered" // an end
	ParcelReturned  ParcelState = "returned"  // an end: came back to the shop
	ParcelCanceled  ParcelState = "canceled"  // an end
)

// Over reports whether nothing more will happen to the parcel.
func (s ParcelState) Over() bool {
	return s == ParcelDelivered || s == ParcelReturned || s == ParcelCanceled
}

// Tracking is where a parcel is, as its carrier says.
type Tracking struct {
	State ParcelState
	Place string // as the carrier writes it, "" not told
	At    time.Time
}

// Known is a carrier as data: enough for a link to its tracking page without an API.
type Known struct {
	Name  string
	Title lang.Texts
	page  string // {} is the number
	shape *pattern.Pattern
}

// known are the carriers that shops here send with, and how their numbers look.
var known = []Known{
	{"cdek", lang.Texts{lang.RU: "СДЭК", lang.EN: "CDEK"}, "https://www.cdek.ru/ru/tracking/?order_id={}", pattern.New(`^[0-9]{8,14}$`)},
	{"pochta", lang.Texts{lang.RU: "Почта России", lang.EN: "Russian Post"}, "https://www.pochta.ru/tracking?barcode={}", pattern.New(`^([0-9]{14}|[A-Z]{2}[0-9]{9}[A-Z]{2})$`)},
	{"boxberry", lang.Texts{lang.RU: "Boxberry", lang.EN: "Boxberry"}, "https://boxberry.ru/tracking-page?id={}", pattern.New(`^[A-Z0-9]{8,20}$`)},
	{"dpd", lang.Texts{lang.RU: "DPD", lang.EN: "DPD"}, "https://www.dpd.ru/ols/trace2/standard.do2?method:search&orderNum={}", pattern.New(`^[A-Z0-9]{8,20}$`)},
}

// Carriers lists the carriers known by name.
func Carriers() []Known { return append([]Known(nil), known...) }

// Link returns the page on which a parcel can be followed, "" when the carrier is not
// known or its numbers do not look like that.
func Link(carrier, number string) string {
	number = CleanNumber(number)
	for _, k := range known {
		if k.Name == carrier && k.shape.MatchString(number) {
			return strings.ReplaceAll(k.page, "{}", url.QueryEscape(number))
		}
	}
	return ""
}

// CleanNumber writes a tracking number as machines do: capitals, no spaces or hyphens.
func CleanNumber(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "\u00a0", "", "-", "").Replace(s))
}
