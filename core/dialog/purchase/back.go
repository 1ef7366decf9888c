package purchase

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/order"
	"prilavok/core/order/returns"
)

// mostPhotos is how many pictures a return takes.
const mostPhotos = 10

// reasons are why things come back, as buttons; other words are taken as well.
var reasons = []struct {
	code string
	text lang.Phrase
}{
	{"size", p("Не подошёл размер", "The size does not fit")},
	{"like", p("Не понравилось", "I do not like it")},
	{"fault", p("Брак или повреждение", "Faulty or damaged")},
	{"wrong", p("Прислали не то", "Not what I ordered")},
	{"need", p("Больше не нужно", "Not needed any more")},
}

// mayReturn tells whether there is something to send back; the service knows the rules.
func (v *visit) mayReturn(o order.Order) bool {
	return v.In.Shop.Settings.Orders.ReturnDays >= 0 && order.May(order.ActReturn, o.Status) == nil && o.Goods.Arrived > o.Goods.Returned
}

// returnable finds an order of the visitor's with the question about its return, if one
// is open.
func (v *visit) returnable(ctx context.Context, ref string) (o order.Order, q question, ok bool, err error) {
	if o, err = v.own(ctx, ref); err != nil {
		return o, q, false, err
	}
	if !v.mayReturn(o) {
		return o, q, false, v.card2(ctx, o)
	}
	q = v.open(o.Number)
	if !slices.Contains([]string{askLines, askReason, askPhotos}, q.Ask) {
		q = question{}
	}
	q.Order = o.Number
	return o, q, true, nil
}

// back asks what of an order goes back; where there is one piece, that is clear.
func (v *visit) back(ctx context.Context, ref string) error {
	o, _, ok, err := v.returnable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	q := question{Ask: askLines, Order: o.Number, Lines: map[int]int64{}}
	left, err := v.left(ctx, o)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		v.say(txtReturnOpen.F(v.l, markup.B("№ "+o.Number)), rows(2, inbox.Button{Text: btnThisOrder.In(v.l), Action: act(ActOrder, o.Number)}, inbox.Button{Text: btnHuman.In(v.l), Action: actHuman})...)
		return nil
	}
	for line, n := range left {
		if len(left) == 1 && n == 1 {
			q.Lines[line] = 1
			return v.whyOf(ctx, q)
		}
	}
	return v.lines(ctx, o, q)
}

// left counts, by line, the pieces of an order that no return has asked for yet.
func (v *visit) left(ctx context.Context, o order.Order) (map[int]int64, error) {
	list, err := v.Returns.Of(ctx, o.ID)
	left := map[int]int64{}
	for _, l := range o.Lines {
		if !l.Price.IsZero() {
			left[l.Line] = l.Quantity
		}
	}
	for _, r := range list {
		if r.State == returns.Refused || r.State == returns.Withdrawn {
			continue
		}
		for _, p := range r.Lines {
			if left[p.Line] -= p.Quantity; left[p.Line] <= 0 {
				delete(left, p.Line)
			}
		}
	}
	return left, err
}

func (v *visit) lines(ctx context.Context, o order.Order, q question) error {
	if err := v.wait(ctx, q); err != nil {
		return err
	}
	left, err := v.left(ctx, o)
	if err != nil {
		return err
	}
	var buttons [][]inbox.Button
	for _, l := range o.Lines {
		if left[l.Line] == 0 {
			continue
		}
		mark := "☐ "
		if n := q.Lines[l.Line]; n > 0 {
			mark = "☑ " + strconv.FormatInt(n, 10) + " × "
		}
		buttons = append(buttons, button(mark+l.Title.In(v.l, v.def)+v.options(l.Options), act(actPick, o.Number, strconv.Itoa(l.Line))))
	}
	way := []inbox.Button{{Text: btnKeep.In(v.l), Action: act(actKeep, o.Number)}}
	if len(q.Lines) > 0 {
		way = append([]inbox.Button{{Text: btnNext.In(v.l), Action: act(actWhy, o.Number), Style: "primary"}}, way...)
	}
	v.show(txtBackWhat.F(v.l, markup.B("№ "+o.Number)), append(buttons, way)...)
	return nil
}

// pick takes one piece more of a line, and none again after the last.
func (v *visit) pick(ctx context.Context, rest string) error {
	ref, n := cut(rest)
	o, q, ok, err := v.returnable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	if q.Ask != askLines {
		q = question{Ask: askLines, Order: o.Number}
	}
	if q.Lines == nil {
		q.Lines = map[int]int64{}
	}
	left, err := v.left(ctx, o)
	if err != nil {
		return err
	}
	line := number(n)
	if q.Lines[line]++; q.Lines[line] > left[line] {
		delete(q.Lines, line)
	}
	return v.lines(ctx, o, q)
}

// why asks for the reason of a return.
func (v *visit) why(ctx context.Context, ref string) error {
	o, q, ok, err := v.returnable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	if len(q.Lines) == 0 {
		return v.back(ctx, o.Number)
	}
	return v.whyOf(ctx, q)
}

func (v *visit) whyOf(ctx context.Context, q question) error {
	q.Ask = askReason
	if err := v.wait(ctx, q); err != nil {
		return err
	}
	var buttons [][]inbox.Button
	for _, r := range reasons {
		buttons = append(buttons, button(r.text.In(v.l), act(actReason, q.Order, r.code)))
	}
	v.show(txtBackWhy.In(v.l), append(buttons, button(btnKeep.In(v.l), act(actKeep, q.Order)))...)
	return nil
}

func (v *visit) reason(ctx context.Context, rest string) error {
	ref, code := cut(rest)
	o, q, ok, err := v.returnable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	if len(q.Lines) == 0 {
		return v.back(ctx, o.Number)
	}
	for _, r := range reasons {
		if r.code == code {
			return v.because(ctx, q, r.text.In(v.l))
		}
	}
	return v.whyOf(ctx, q)
}

// because takes the reason and asks for pictures.
func (v *visit) because(ctx context.Context, q question, why string) error {
	if r := []rune(why); len(r) > 500 {
		why = string(r[:500])
	}
	q.Ask, q.Reason = askPhotos, why
	return v.seen(ctx, q)
}

// pictured takes the photos of a message.
func (v *visit) pictured(ctx context.Context, q question) error {
	for _, a := range v.Msg.Payload.Attachments {
		if a.Kind == "photo" && len(q.Photos) < mostPhotos {
			q.Photos = append(q.Photos, PhotoRef(v.Msg, a))
		}
	}
	if v.Msg.Text != "" {
		q.Reason += "\n" + v.Msg.Text
	}
	return v.seen(ctx, q)
}

// PhotoRef names a photo of a message as returns keep it: the message's number in its
// conversation, then the channel's own name of the file.
func PhotoRef(m inbox.Message, a inbox.Attachment) string {
	return strconv.FormatInt(m.Seq, 10) + ":" + a.FileID + a.URL
}

// seen says how many pictures there are and waits for more.
func (v *visit) seen(ctx context.Context, q question) error {
	if err := v.wait(ctx, q); err != nil {
		return err
	}
	text, go_ := txtBackPhotos.In(v.l), btnNoPhotos
	if n := len(q.Photos); n > 0 {
		text, go_ = txtBackSeen.F(v.l, n), btnNext
	}
	v.show(text, rows(2, inbox.Button{Text: go_.In(v.l), Action: act(actShown, q.Order), Style: "primary"}, inbox.Button{Text: btnKeep.In(v.l), Action: act(actKeep, q.Order)})...)
	return nil
}

// shown asks for the yes to a return.
func (v *visit) shown(ctx context.Context, ref string) error {
	o, q, ok, err := v.returnable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	if q.Reason == "" || len(q.Lines) == 0 {
		return v.back(ctx, o.Number)
	}
	var list []string
	for _, l := range o.Lines {
		if n := q.Lines[l.Line]; n > 0 {
			list = append(list, "• "+v.name(l)+" — "+strconv.FormatInt(n, 10))
		}
	}
	text := txtSureReturn.F(v.l, markup.B("№ "+o.Number)) + "\n" + strings.Join(list, "\n") + "\n" + txtBackReason.F(v.l, markup.Esc(q.Reason))
	if n := len(q.Photos); n > 0 {
		text += "\n" + txtBackWith.F(v.l, n)
	}
	v.show(text, rows(2, inbox.Button{Text: btnReturnYes.In(v.l), Action: act(actReturn, o.Number, strconv.FormatInt(o.Revision, 10)), Style: "success"},
		inbox.Button{Text: btnKeep.In(v.l), Action: act(actKeep, o.Number)})...)
	return nil
}

// sendBack asks the shop to take goods back. What was asked is forgotten in the same unit,
// and the order's revision goes on, so that a second press asks for nothing.
func (v *visit) sendBack(ctx context.Context, rest string) error {
	ref, revision := cut(rest)
	o, q, ok, err := v.returnable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	if seen, _ := strconv.ParseInt(revision, 10, 64); seen != o.Revision || q.Ask != askPhotos || len(q.Lines) == 0 {
		return v.card2(ctx, o)
	}
	r := returns.Request{OrderID: o.ID, Reason: q.Reason, Photos: q.Photos, By: v.me()}
	for _, l := range o.Lines {
		if n := q.Lines[l.Line]; n > 0 {
			r.Lines = append(r.Lines, order.Piece{Line: l.Line, Quantity: n})
		}
	}
	got, err := v.Returns.Request(ctx, r)
	if err != nil {
		return err
	}
	if err := v.forget(ctx); err != nil {
		return err
	}
	v.ans.Changed = true
	text := txtReturnAsked
	if got.State == returns.Approved {
		text = txtReturnTaken
	}
	v.show(text.F(v.l, markup.B("№ "+o.Number), v.sum(got.Amount)), button(btnThisOrder.In(v.l), act(ActOrder, o.Number)))
	return nil
}

// Prove takes a customer's picture of a bank transfer; handled is false when no order of
// theirs waits for one.
func (d *Desk) Prove(ctx context.Context, x Visit) (a Answer, handled bool, err error) {
	v := d.visit(x)
	page, err := v.Orders.ForContact(ctx, x.In.Contact.ID, "", 10)
	if err != nil {
		return Answer{}, false, err
	}
	for _, o := range page.Orders {
		if o.Status != order.Placed || o.Balance().Amount <= 0 || string(o.PaymentMethod) != bankTransfer {
			continue
		}
		err := v.prove(ctx, o)
		if errors.Is(err, errNoTransfer) {
			continue
		}
		return v.ans, true, err
	}
	return Answer{}, false, nil
}
