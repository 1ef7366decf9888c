package purchase

import (
	"context"
	"slices"
	"strconv"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/shop"
)

// MostPhotos is how many pictures a return takes.
const MostPhotos = 10

// reasons are why things come back, as buttons; other words are taken as well.
var reasons = []struct {
	code string
	text lang.Phrase
}{
	{"size", lang.Phrase{RU: "Не подошёл размер", EN: "The size does not fit"}},
	{"like", lang.Phrase{RU: "Не понравилось", EN: "I do not like it"}},
	{"fault", lang.Phrase{RU: "Брак или повреждение", EN: "Faulty or damaged"}},
	{"wrong", lang.Phrase{RU: "Прислали не то", EN: "Not what I ordered"}},
	{"need", lang.Phrase{RU: "Больше не нужно", EN: "Not needed any more"}},
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
	q.Photos = Photos(q.Photos, v.Msg)
	if v.Msg.Text != "" {
		q.Reason += "\n" + v.Msg.Text
	}
	return v.seen(ctx, q)
}

// Photos adds the pictures of messages to a return's, named as it keeps them, up to
// MostPhotos in all.
func Photos(have []string, list ...inbox.Message) []string {
	for _, m := range list {
		for _, a := range m.Payload.Attachments {
			if a.Kind == "photo" && len(have) < MostPhotos {
				have = append(have, strconv.FormatInt(m.Seq, 10)+":"+a.FileID+a.URL)
			}
		}
	}
	return have
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
	r := returns.Return{Lines: pieces(o, q), Reason: q.Reason, Photos: q.Photos}
	text := ReturnText(o, r, v.In.Shop, v.l)
	v.show(text, rows(2, inbox.Button{Text: btnReturnYes.In(v.l), Action: act(actReturn, o.Number, strconv.FormatInt(o.Revision, 10)), Style: "success"},
		inbox.Button{Text: btnKeep.In(v.l), Action: act(actKeep, o.Number)})...)
	return nil
}

// pieces are what was chosen, in the order's sequence.
func pieces(o order.Order, q question) (out []order.Piece) {
	for _, l := range o.Lines {
		if n := q.Lines[l.Line]; n > 0 {
			out = append(out, order.Piece{Line: l.Line, Quantity: n})
		}
	}
	return out
}

// ReturnText asks whether goods are to go back: what, why, with how many photos, and, where
// it is known, what they are worth.
func ReturnText(o order.Order, r returns.Return, sh shop.Shop, l lang.Lang) string {
	v := shopOnly(sh, l)
	text := txtSureReturn.F(l, markup.B("№ "+o.Number))
	for _, p := range r.Lines {
		if x, ok := o.LineByNumber(p.Line); ok {
			text += "\n• " + v.name(x) + " — " + strconv.FormatInt(p.Quantity, 10)
		}
	}
	text += "\n" + txtBackReason.F(l, markup.Esc(r.Reason))
	if n := len(r.Photos); n > 0 {
		text += "\n" + txtBackWith.F(l, n)
	}
	if r.Amount.Amount > 0 {
		text += "\n" + txtTotal.F(l, markup.B(v.sum(r.Amount)))
	}
	return text
}

// ReturnedText says what became of the wish.
func ReturnedText(o order.Order, r returns.Return, l lang.Lang) string {
	text := txtReturnAsked
	if r.State == returns.Approved {
		text = txtReturnTaken
	}
	return text.F(l, markup.B("№ "+o.Number), r.Amount.Format(string(l)))
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
	got, err := v.Returns.Request(ctx, returns.Request{OrderID: o.ID, Lines: pieces(o, q), Reason: q.Reason, Photos: q.Photos, By: v.me()})
	if err != nil {
		return err
	}
	if err := v.forget(ctx); err != nil {
		return err
	}
	v.ans.Changed = true
	v.show(ReturnedText(o, got, v.l), button(btnThisOrder.In(v.l), act(ActOrder, o.Number)))
	return nil
}
