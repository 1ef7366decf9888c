package dialog

import (
	"context"
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/knowledge"
	"prilavok/core/markup"
)

// questions lists what the owner has answered.
func (t *talk) questions(ctx context.Context) error {
	list, err := t.Knowledge.List(ctx)
	if err != nil {
		return err
	}
	var out [][]inbox.Button
	for _, a := range list[:min(len(list), 30)] {
		out = append(out, button(short(a.Title.In(t.l, t.in.Shop.DefaultLang()), 60), act(actFAQ, a.ID)))
	}
	text := txtQuestions
	if len(out) == 0 {
		text = txtNoQuestions
	}
	t.show(inbox.Outgoing{Text: text.In(t.l), Buttons: append(out, []inbox.Button{{Text: btnHuman.In(t.l), Action: actHuman}, {Text: btnMenu.In(t.l), Action: actMenu}})})
	return nil
}

func (t *talk) article(ctx context.Context, id string) error {
	a, err := t.Knowledge.Article(ctx, id)
	if err != nil {
		return err
	}
	t.show(inbox.Outgoing{Text: t.articleText(a), Buttons: [][]inbox.Button{{{Text: btnFAQ.In(t.l), Action: actFAQ}, {Text: btnMenu.In(t.l), Action: actMenu}}}})
	return nil
}

func (t *talk) articleText(a knowledge.Article) string {
	def := t.in.Shop.DefaultLang()
	return markup.B(a.Title.In(t.l, def)) + "\n\n" + markup.Esc(a.Body.In(t.l, def))
}

// answerQuestion answers from the shop's articles when one fits.
func (t *talk) answerQuestion(ctx context.Context, text string) (bool, error) {
	hits, err := t.Knowledge.Find(ctx, text, t.l, 1)
	if err != nil || len(hits) == 0 {
		return false, err
	}
	t.say(t.articleText(hits[0].Article), []inbox.Button{{Text: btnFAQ.In(t.l), Action: actFAQ}, {Text: btnHuman.In(t.l), Action: actHuman}})
	return true, nil
}

// delivery tells the ways of delivery and how to pay, from the rules themselves.
func (t *talk) delivery(ctx context.Context) error {
	list, err := t.Carts.Deliveries(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(markup.B(txtDeliveryTitle.In(t.l)))
	for _, m := range list {
		b.WriteString("\n\n" + t.methodText(m, nil, 0))
	}
	if len(list) == 0 {
		b.WriteString("\n\n" + txtNoDelivery.In(t.l))
	}
	ways, err := t.Desk.Titles(ctx, t.in.Shop, t.l)
	if err != nil {
		return err
	}
	if len(ways) > 0 {
		b.WriteString("\n\n" + markup.B(lblPayment.In(t.l)) + ": " + markup.Esc(strings.ToLower(strings.Join(ways, ", "))) + ".")
	}
	t.show(inbox.Outgoing{Text: b.String(), Buttons: [][]inbox.Button{
		{{Text: btnCatalog.In(t.l), Action: actCategories, Style: "primary"}, {Text: btnFAQ.In(t.l), Action: actFAQ}}}})
	return nil
}
