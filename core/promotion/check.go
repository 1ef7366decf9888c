package promotion

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/lang"
)

// Limits of a promotion.
const (
	MaxTitle = 120
	MaxCodes = 1000
	MaxList  = 200 // products, categories, contacts or deliveries named
	MaxTake  = 99
	maxMoney = int64(1e15)
)

// tidy fills in what is not said and removes what means nothing.
func tidy(p Promotion) Promotion {
	if p.Status == "" {
		p.Status = Active
	}
	if p.Kind == Gift && p.GiftQuantity == 0 {
		p.GiftQuantity = 1
	}
	p.From, p.Until = p.From.UTC(), p.Until.UTC()
	codes := p.Codes
	p.Codes = nil
	for _, c := range codes {
		p.Codes = append(p.Codes, strings.ToUpper(strings.TrimSpace(c)))
	}
	title := lang.Texts{}
	for l, s := range p.Title {
		title[l] = strings.TrimSpace(s)
	}
	p.Title = title
	return p
}

// Check returns nil if a promotion can be kept, else a *fault.Fields.
func Check(p Promotion) error {
	bad := fault.Fields{Fault: ErrFields}
	checkTitle(&bad, p.Title)
	checkBenefit(&bad, p)
	checkConditions(&bad, p)
	checkCodes(&bad, p.Codes)
	bad.Want(slices.Contains([]Status{Active, Paused, Archived}, p.Status), "status", "must be active, paused or archived")
	return bad.Err()
}

func checkTitle(bad *fault.Fields, title lang.Texts) {
	some := false
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		some = some || title[l] != ""
		bad.Want(utf8.RuneCountInString(title[l]) <= MaxTitle, "title."+string(l), fmt.Sprintf("must have at most %d characters", MaxTitle))
	}
	bad.Want(some, "title", "customers read it beside the price: it is needed in Russian or English")
}

// checkBenefit wants the fields of the kind, and none of another.
func checkBenefit(bad *fault.Fields, p Promotion) {
	switch p.Kind {
	case Percent:
		bad.Want(p.Percent >= 1 && p.Percent <= 10000, "percent", "must be 1 to 10000 basis points: 1000 is 10 %")
	case Amount:
		bad.Want(p.Amount >= 1 && p.Amount <= maxMoney, "amount", "must be more than nothing, in minor units")
	case NForM:
		bad.Want(p.Take >= 2 && p.Take <= MaxTake, "take", fmt.Sprintf("must be 2 to %d pieces", MaxTake))
		bad.Want(p.Pay >= 1 && p.Pay < max(p.Take, 2), "pay", "must be at least 1 and less than take")
	case Gift:
		bad.Want(p.GiftVariant != "", "gift_variant", "must be a variant's id")
		bad.Want(p.GiftQuantity >= 1 && p.GiftQuantity <= MaxTake, "gift_quantity", fmt.Sprintf("must be 1 to %d pieces", MaxTake))
	case FreeDelivery:
	default:
		bad.Add("kind", "must be percent, amount, n_for_m, gift or free_delivery")
		return
	}
	for _, x := range []struct {
		name string
		set  bool
		kind Kind
	}{{"percent", p.Percent != 0, Percent}, {"amount", p.Amount != 0, Amount}, {"take", p.Take != 0, NForM}, {"pay", p.Pay != 0, NForM},
		{"gift_variant", p.GiftVariant != "", Gift}, {"gift_quantity", p.GiftQuantity != 0, Gift}, {"methods", len(p.Methods) > 0, FreeDelivery}} {
		bad.Want(!x.set || x.kind == p.Kind, x.name, "belongs to a promotion of kind "+string(x.kind))
	}
}

func checkConditions(bad *fault.Fields, p Promotion) {
	bad.Want(p.MinTotal >= 0 && p.MinTotal <= maxMoney, "min_total", "must not be negative")
	bad.Want(p.Limit >= 0, "limit", "must not be negative; 0 is without limit")
	bad.Want(p.PerContact >= 0, "per_contact", "must not be negative; 0 is without limit")
	bad.Want(p.Priority >= -1000 && p.Priority <= 1000, "priority", "must be -1000 to 1000")
	bad.Want(p.Until.IsZero() || p.Until.After(p.From), "until", "must be after from")
	for _, x := range []struct {
		name string
		ids  []string
	}{{"products", p.Products}, {"categories", p.Categories}, {"contacts", p.Contacts}, {"methods", p.Methods}} {
		bad.Want(len(x.ids) <= MaxList, x.name, fmt.Sprintf("must name at most %d", MaxList))
		bad.Want(!slices.Contains(x.ids, ""), x.name, "must not have empty ids")
	}
}

func checkCodes(bad *fault.Fields, codes []string) {
	bad.Want(len(codes) <= MaxCodes, "codes", fmt.Sprintf("must be at most %d", MaxCodes))
	seen := map[string]bool{}
	for i, c := range codes {
		name, folded := fmt.Sprintf("codes[%d]", i), FoldCode(c)
		bad.Want(utf8.RuneCountInString(folded) >= 3, name, fmt.Sprintf("must have 3 to %d letters or digits", MaxCode))
		bad.Want(folded == "" || !seen[folded], name, "stands twice: letters that look alike count as one")
		seen[folded] = true
	}
}
