package order

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/promotion"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Request asks for an order of what is in the contact's cart.
type Request struct {
	Key            string // one key, one order: a checkout's id or a proposal's token
	CheckoutID     string // "" when the order comes from no checkout
	ContactID      string
	ConversationID string
	AccountID      string
	TurnID         string
	Source         string
	Lang           lang.Lang
	Choice         cart.Choice
	City           string
	Name           string
	Phone          string // any form that cart.Phone reads
	PhoneVerified  bool
	Address        string
	Comment        string
	PaymentMethod  PaymentMethod // "" is OnDelivery
	ExpectedTotal  money.Money   // what the customer saw and agreed to
	By             Actor         // zero: the contact
}

// FromCheckout makes the request that a confirmed checkout asks for. The caller adds
// AccountID, TurnID, Source and Lang.
func FromCheckout(c cart.Checkout) Request {
	st := c.State
	return Request{Key: c.ID, CheckoutID: c.ID, ContactID: c.ContactID, ConversationID: c.ConversationID, Choice: st.Choice,
		City: st.City, Name: st.Name, Phone: st.Phone, PhoneVerified: st.PhoneVerified, Address: st.Address, Comment: st.Comment, PaymentMethod: PaymentMethod(st.Payment),
		ExpectedTotal: st.Shown}
}

// Place makes an order of the contact's cart in one unit of work: prices and stock are
// read again, stock is reserved, the order is written with its timeline and event, the
// cart is emptied. The same Key returns the same order, whatever else is asked.
//
// Faults: a *Refusal that is ErrPriceChanged, ErrOutOfStock, ErrSlotTaken or ErrNotReady and holds
// the quote as of now; ErrKey; ErrDetails. They leave an outer unit of work good.
// order.rivals (Unavailable) does not: the outer unit has to be run again.
func (s *Service) Place(ctx context.Context, r Request) (Order, error) {
	if err := CheckKey(r.Key, r.ContactID); err != nil {
		return Order{}, err
	}
	var o Order
	joined := txn.Open(ctx)
	err := s.numbers.Numbered(ctx, func(seq int64) (bool, error) {
		err := s.inTx(ctx, func(ctx context.Context) error {
			var err error
			o, err = s.place(ctx, r, seq)
			return err
		})
		return err == nil && o.Seq == seq, err
	})
	var lost *catalog.StockError
	switch {
	case err == nil:
		return o, nil
	case fault.CodeOf(err) == "store.duplicate": // another's, or a rival's: our own would have been found
		return Order{}, fault.Wrap(errors.Join(ErrKey, err), fault.Conflict, "store.duplicate", "the key belongs to another order")
	case errors.Is(err, promotion.ErrTaken) && !joined:
		return Order{}, s.refuse(ctx, r, nil)
	case !errors.As(err, &lost) && !errors.Is(err, delivery.ErrSlotFull):
		return Order{}, err
	case joined: // the outer unit is lost; run again, it will see what is left
		return Order{}, fault.Wrap(err, fault.Unavailable, CodeRivals, "others took the goods or the time at this moment: try again")
	}
	if lost == nil {
		return Order{}, s.refuseSlot(ctx, r)
	}
	return Order{}, s.refuse(ctx, r, lost.Short)
}

// refuse tells what is left after rivals were faster: between the quote and the
// reservation they took the goods, or the last use of a promotion.
func (s *Service) refuse(ctx context.Context, r Request, short []catalog.Short) error {
	var q cart.Quote
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		q, err = s.carts.QuoteNow(ctx, r.ContactID, r.Choice)
		return err
	})
	if err != nil {
		return err
	}
	if q.OK() && len(short) == 0 { // a promotion was used up
		return &Refusal{q, ErrPriceChanged}
	}
	if q.OK() { // given back in the meantime
		for _, x := range short {
			q.Problems = append(q.Problems, cart.Trouble{Code: cart.ProblemShort, VariantID: x.VariantID, Left: x.Left})
		}
	}
	if len(short) == 0 {
		return &Refusal{q, reasonOf(q)}
	}
	return &Refusal{q, ErrOutOfStock}
}

// refuseSlot tells that rivals have booked the chosen time.
func (s *Service) refuseSlot(ctx context.Context, r Request) error {
	q, err := s.carts.Quote(ctx, r.ContactID, r.Choice)
	if err != nil {
		return err
	}
	if q.OK() { // given back in the meantime
		q.Problems = append(q.Problems, cart.Trouble{Code: cart.ProblemSlot})
	}
	return &Refusal{q, ErrSlotTaken}
}

func (s *Service) place(ctx context.Context, r Request, seq int64) (Order, error) {
	// The cart's row is what two requests under one key wait on.
	if err := s.carts.Lock(ctx, r.ContactID); err != nil {
		return Order{}, err
	}
	if err := s.store.PlacingAhead(ctx, r.ContactID, r.Key); err != nil {
		return Order{}, err
	}
	if known, found, err := s.reader.OrderByKey(ctx, r.Key); err != nil || found {
		if err == nil && known.ContactID != r.ContactID {
			return Order{}, ErrKey
		}
		return known, err
	}
	q, err := s.carts.QuoteNow(ctx, r.ContactID, r.Choice)
	if err != nil {
		return Order{}, err
	}
	if err := judge(q, r); err != nil {
		return Order{}, err
	}
	o, err := s.compose(r, q)
	if err != nil {
		return Order{}, err
	}
	if err := s.stock.Reserve(ctx, o.ID, needs(o), Forever); err != nil {
		return Order{}, err
	}
	if q.Slot != nil {
		if err := s.slots.Book(ctx, o.ID, *q.Slot); err != nil {
			return Order{}, err
		}
	}
	if err := s.carts.Redeem(ctx, r.ContactID, o.ID, q); err != nil {
		return Order{}, err
	}
	if err := s.carts.Empty(ctx, r.ContactID); err != nil {
		return Order{}, err
	}
	if r.CheckoutID != "" {
		if err := s.carts.Finish(ctx, r.CheckoutID, o.ID); err != nil {
			return Order{}, err
		}
	}
	return s.write(ctx, o, r, q.Rules, seq)
}

// write numbers and stores the order. A number that is not there yet is taken as late as
// can be: from there on the shop's other orders wait for this unit to end.
func (s *Service) write(ctx context.Context, o Order, r Request, rules shop.Orders, seq int64) (Order, error) {
	by := r.By
	if by.Kind == "" {
		by = Actor{ByContact, r.ContactID}
	}
	e := s.entry(o, EventPlaced, by, "", map[string]any{"total": o.Total})
	if err := s.announce(ctx, e, o); err != nil {
		return Order{}, err
	}
	if err := s.Await(ctx, &o, rules); err != nil {
		return Order{}, err
	}
	if err := s.Register(ctx, &o, rules, seq); err != nil {
		return Order{}, err
	}
	return o, s.store.AddOrderEntry(ctx, e)
}

// CheckKey refuses a key that cannot be one, or that is nobody's.
func CheckKey(key, contactID string) error {
	if n := len(key); n < 1 || n > 100 || contactID == "" {
		return ErrKey
	}
	return nil
}

// judge refuses a quote that is not what the customer agreed to.
func judge(q cart.Quote, r Request) error {
	if !q.OK() {
		return &Refusal{q, reasonOf(q)}
	}
	if q.Total != r.ExpectedTotal {
		return &Refusal{q, ErrPriceChanged}
	}
	return checkDetails(q, r)
}

// reasonOf names the weightiest problem: goods that are short weigh most.
func reasonOf(q cart.Quote) *fault.Fault {
	reason := ErrNotReady
	for _, t := range q.Problems {
		switch t.Code {
		case cart.ProblemOut, cart.ProblemShort, cart.ProblemGone:
			return ErrOutOfStock
		case cart.ProblemSlot:
			reason = ErrSlotTaken
		}
	}
	return reason
}

func checkDetails(q cart.Quote, r Request) error {
	_, badName := cart.CleanName(r.Name)
	_, phoneOK := cart.Phone(r.Phone)
	ok := badName == "" && phoneOK && utf8.RuneCountInString(r.Comment) <= 1000
	if q.Method == nil || q.Method.NeedsAddress() {
		_, bad := cart.CleanAddress(r.Address)
		ok = ok && bad == ""
	}
	if !ok {
		return ErrDetails
	}
	return nil
}

func needs(o Order) []catalog.Need {
	var out []catalog.Need
	for _, l := range o.Lines {
		// A gift may be of a variant that is bought as well.
		if i := slices.IndexFunc(out, func(n catalog.Need) bool { return n.VariantID == l.VariantID }); i >= 0 {
			out[i].Quantity += l.Quantity
			continue
		}
		out = append(out, catalog.Need{VariantID: l.VariantID, Quantity: l.Quantity})
	}
	return out
}

func (s *Service) compose(r Request, q cart.Quote) (Order, error) {
	now := s.now().UTC().Truncate(time.Microsecond)
	o := Order{ID: s.ids.Make("ord"), Key: r.Key, ContactID: r.ContactID, ConversationID: r.ConversationID, AccountID: r.AccountID,
		TurnID: r.TurnID, Source: r.Source, Lang: r.Lang, Status: Placed, Items: q.Items, Discount: q.Discount, Delivery: q.Delivery,
		Total: q.Total, Promotions: q.Promotions, Comment: r.Comment, PaymentMethod: r.PaymentMethod,
		PhoneVerified: r.PhoneVerified, Ship: ShippingOf(q, r), Revision: 1, CreatedAt: now, PlacedAt: now, UpdatedAt: now}
	o.Name, _ = cart.CleanName(r.Name)
	o.Phone, _ = cart.Phone(r.Phone)
	o.Lines = lines(q)
	if o.PaymentMethod == "" {
		o.PaymentMethod = OnDelivery
	}
	o.SetMoney(MoneyFacts{})
	o.Returned = money.Of(0, o.Total.Currency)
	o.Derive()
	return o, nil
}

func lines(q cart.Quote) []Line {
	out := make([]Line, len(q.Lines))
	for i, l := range q.Lines {
		out[i] = Line{Line: i + 1, ProductID: l.ProductID, VariantID: l.VariantID, SKU: l.SKU, Title: l.Title, Options: l.Options,
			Image: l.Image, Price: l.Price, Quantity: l.Quantity, Discount: l.Discount, Reasons: l.Reasons, Total: l.Total}
	}
	return out
}

// ShippingOf takes a snapshot of the delivery that a quote was made with.
func ShippingOf(q cart.Quote, r Request) Shipping {
	s := Shipping{City: r.City, Address: r.Address}
	if q.Method == nil {
		return s
	}
	m := *q.Method
	s.Fee = q.Fee()
	s.MethodID, s.Kind, s.Title, s.Place, s.DaysFrom, s.DaysTo = m.ID, m.Kind, m.Title, m.Place, m.DaysFrom, m.DaysTo
	if q.Point != nil {
		s.Place = *q.Point
	}
	if q.Slot != nil {
		s.Slot = q.Slot.Period
	}
	if q.Zone != nil {
		s.ZoneID, s.ZoneTitle = q.Zone.ID, q.Zone.Title
	} else {
		s.City = ""
	}
	if !m.NeedsAddress() {
		s.Address, s.City = "", ""
	}
	return s
}

// Register numbers an order and stores it; seq is a number taken beforehand or 0.
func (s *Service) Register(ctx context.Context, o *Order, rules shop.Orders, seq int64) error {
	seq, err := s.numbers.Next(ctx, seq, rules)
	if err != nil {
		return err
	}
	o.Seq, o.Number = seq, fmt.Sprintf("%s%d", rules.Prefix, seq)
	return s.store.InsertOrder(ctx, *o)
}

// LostStock names what is left after rivals were faster: between looking and reserving
// they took the goods, or the time.
func LostStock(ctx context.Context, err error) error {
	var lost *catalog.StockError
	full := errors.Is(err, delivery.ErrSlotFull)
	switch {
	case !errors.As(err, &lost) && !full:
		return err
	case txn.Open(ctx): // the outer unit is lost; run again, it will see what is left
		return fault.Wrap(err, fault.Unavailable, CodeRivals, "others took the goods or the time at this moment: try again")
	case full:
		return ErrSlotTaken
	}
	return &Shortage{lost.Short}
}
