package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"prilavok/app/server"
	"prilavok/core/lang"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

var errPaymentsUsage = errors.New(`usage: prilavok payments list SLUG | add SLUG PROVIDER [hold] [receipts=VAT] [methods=a,b] [-] | test SLUG PROVIDER | report SLUG | problems SLUG | limit SLUG AMOUNT|none
limit: what operators may give back of one order, in kopecks or cents.
Keys come from the environment (YOOKASSA_SHOP_ID, YOOKASSA_SECRET_KEY, STRIPE_SECRET_KEY, …) or, with -, as NAME=VALUE lines from standard input`)

// payments connects payment providers to a shop, looks at them and compares them with
// the orders. Keys are never arguments: other people of the machine read those.
func (c console) payments(ctx context.Context, args []string) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		if len(rest) < 2 {
			return errPaymentsUsage
		}
		sh, err := shopBySlug(ctx, s, rest[1])
		if err != nil {
			return err
		}
		ctx := txn.ForShop(ctx, sh.ID)
		pay := s.App.Payments
		switch {
		case rest[0] == "list":
			return c.listPayments(ctx, s)
		case rest[0] == "add" && len(rest) > 2:
			return c.addPayments(ctx, s, rest[2], rest[3:])
		case rest[0] == "test" && len(rest) == 3:
			if err := pay.Test(ctx, rest[2]); err != nil {
				return err
			}
			fmt.Fprintf(c.Out, "%s answers, and the keys are good\n", rest[2])
			return nil
		case rest[0] == "report":
			return c.reportPayments(ctx, pay)
		case rest[0] == "problems":
			return c.problemsOfPayments(ctx, pay)
		case rest[0] == "limit" && len(rest) == 3:
			return limitRefunds(ctx, s, sh, rest[2])
		}
		return errPaymentsUsage
	})
}

// limitRefunds sets what operators may give back of one order: minor units, or none.
func limitRefunds(ctx context.Context, s *server.Server, sh shop.Shop, amount string) error {
	sh.Settings.Refunds.OperatorLimit = nil
	if amount != "none" {
		n, err := strconv.ParseInt(amount, 10, 64)
		if err != nil || n < 0 {
			return errPaymentsUsage
		}
		sh.Settings.Refunds.OperatorLimit = &n
	}
	_, err := s.App.Shops.Save(ctx, sh)
	return err
}

func (c console) listPayments(ctx context.Context, s *server.Server) error {
	list, err := s.App.Payments.List(ctx)
	if err != nil {
		return err
	}
	for _, a := range list {
		how := "takes at once"
		if a.Config.TwoStage {
			how = "holds first"
		}
		fmt.Fprintf(c.Out, "%-10s %-20s %s, methods %s\n", a.Provider, a.Name, how, strings.Join(a.Config.Methods, ","))
	}
	if len(list) == 0 {
		fmt.Fprintln(c.Out, "nothing is connected: orders are paid on delivery")
	}
	return nil
}

// addPayments connects an account and says where its notices are to be posted.
func (c console) addPayments(ctx context.Context, s *server.Server, provider string, words []string) error {
	var kind payment.Kind
	for _, k := range s.App.Payments.Kinds() {
		if k.Name == provider {
			kind = k
		}
	}
	if kind.Name == "" {
		return payment.ErrNoAccount
	}
	a := payment.Account{Provider: provider, Name: kind.Title.In(lang.EN), Active: true}
	secrets := map[string]string{}
	for _, x := range kind.Secrets {
		if v, ok := c.Env(strings.ToUpper(provider + "_" + x.Name)); ok {
			secrets[x.Name] = v
		}
	}
	for _, w := range words {
		if err := c.paymentWord(&a, secrets, w); err != nil {
			return err
		}
	}
	acc, err := s.App.Payments.Connect(ctx, a, secrets)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%s is connected\n", kind.Title.In(lang.EN))
	if !kind.Can.Notices {
		return nil
	}
	path, err := s.App.Payments.HookPath(acc)
	if err == nil {
		fmt.Fprintf(c.Out, "Have it post its notices to (the address is a secret):\n%s%s\n", strings.TrimSuffix(s.Config.PublicURL, "/"), path)
	}
	return err
}

func (c console) paymentWord(a *payment.Account, secrets map[string]string, word string) error {
	name, value, _ := strings.Cut(word, "=")
	switch name {
	case "hold":
		a.Config.TwoStage = true
	case "methods":
		a.Config.Methods = strings.Split(value, ",")
	case "receipts":
		a.Config.Receipt.On = true
		if _, err := fmt.Sscan(value, &a.Config.Receipt.Vat); err != nil || a.Config.Receipt.Vat < 1 || a.Config.Receipt.Vat > 12 {
			return errors.New("receipts=VAT: a vat code from 1 to 12")
		}
	case "-":
		return readSecrets(c.In, secrets)
	default:
		return errPaymentsUsage
	}
	return nil
}

// readSecrets reads NAME=VALUE lines.
func readSecrets(in io.Reader, secrets map[string]string) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		name, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		if !ok && name != "" {
			return errors.New("standard input: lines are NAME=VALUE")
		}
		if ok {
			secrets[strings.ToLower(name)] = value
		}
	}
	return lines.Err()
}

func (c console) reportPayments(ctx context.Context, pay *payment.Service) error {
	r, err := pay.Compare(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%s: %d payments and %d orders compared, %d receipts looked for, %d new findings, %d payments not answered for\n",
		r.Day, r.Payments, r.Orders, r.Receipts, r.Findings, r.Unreachable)
	return c.problemsOfPayments(ctx, pay)
}

func (c console) problemsOfPayments(ctx context.Context, pay *payment.Service) error {
	list, err := pay.Problems(ctx, "", 500)
	if err != nil {
		return err
	}
	for _, p := range list {
		fmt.Fprintf(c.Out, "%s  %s  order %s  payment %s  %v\n", p.CreatedAt.Format("2006-01-02 15:04"), payment.ProblemText(p.Kind, lang.EN), p.OrderID, p.PaymentID, p.Data)
	}
	if len(list) == 0 {
		fmt.Fprintln(c.Out, "nothing about money waits for a person")
	}
	return nil
}
