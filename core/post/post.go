// Package post knows which products a post, a reel or a story of a channel account is
// about: by the owner's word, else by what the catalog and the post say of each other. It
// also counts the posts that people asked about and nobody linked. It reads no channel and
// looks at no picture.
package post

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/txn"
)

// MaxProducts is how many products a post may be linked to: as many as a carousel shows.
const MaxProducts = 10

// Faults of posts.
var (
	ErrName    = fault.New(fault.Invalid, "post.name", "name the post by its address, https://www.instagram.com/p/…, or by its media id")
	ErrProduct = fault.New(fault.Invalid, "post.product", "one of the products is not there, or there are more than ten")
	ErrAccount = fault.New(fault.NotFound, "post.account", "the shop has no such channel account")
)

// Ref is how a post is named: by its id, by its address, or by both.
type Ref struct {
	AccountID string
	MediaID   string
	URL       string // permalink, or where a picture of it stands
	Caption   string
	Kind      string // post, reel, story; "" is not known
}

// Post is a post that was linked or asked about.
type Post struct {
	ID        string // the media id, or what its permalink ends in where only that is known
	AccountID string
	Code      string // what the permalink ends in; "" not known
	URL       string // the permalink; "" not known
	Caption   string
	Kind      string
	Products  []string // linked by the owner
	Guess     string   // the product that customers said it is, "" none
	Asked     int64    // how often it was asked about while nothing was linked
	AskedAt   time.Time
	UpdatedAt time.Time
}

// Store is what posts need of a database. All run inside a unit of work, in the shop of ctx.
type Store interface {
	// PostOf finds the row with an id, or with a code that is not ""; the linked one first.
	PostOf(ctx context.Context, accountID, id, code string) (p Post, found bool, err error)
	// SavePost keeps everything but how often a post was asked about.
	SavePost(ctx context.Context, p Post) error
	// CountPost adds one question about a post, which is kept if it is new.
	CountPost(ctx context.Context, p Post) error
	// Posts lists those that are linked, or those that are not, most asked about first.
	Posts(ctx context.Context, linked bool, limit, offset int) ([]Post, error)
	// ProductsNaming lists active products whose pictures, facts or story have a text.
	ProductsNaming(ctx context.Context, text string, limit int) ([]string, error)
	// HasAccount reports whether the shop has a channel account.
	HasAccount(ctx context.Context, accountID string) (bool, error)
}

// Goods is the catalog as posts see it.
type Goods interface {
	SKUOwners(ctx context.Context, skus []string) (map[string]catalog.SKUOwner, error)
	Products(ctx context.Context, ids []string) ([]catalog.Product, error)
}

// Service answers what a post is about, in the shop of ctx.
type Service struct {
	store Store
	goods Goods
	tx    txn.Runner
	now   func() time.Time
}

// New returns the service.
func New(s Store, g Goods, tx txn.Runner, now func() time.Time) *Service {
	return &Service{s, g, tx, now}
}

// permalink is an address of a post; reels and videos have one too.
var permalink = regexp.MustCompile(`(?i)^(?:https?://)?(?:www\.)?instagram\.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]{5,40})`)

// CodeOf is what the permalink of a post ends in; "" where an address is none.
func CodeOf(address string) string {
	if m := permalink.FindStringSubmatch(strings.TrimSpace(address)); m != nil {
		return m[1]
	}
	return ""
}

func (r Ref) id() string {
	if r.MediaID != "" {
		return r.MediaID
	}
	return CodeOf(r.URL)
}

func (r Ref) row(now time.Time) Post {
	p := Post{ID: r.id(), AccountID: r.AccountID, Code: CodeOf(r.URL), Caption: short(r.Caption), Kind: r.Kind, UpdatedAt: now}
	if p.Code != "" {
		p.URL = r.URL
	}
	return p
}

const maxCaption = 500

func short(s string) string {
	if r := []rune(s); len(r) > maxCaption {
		return string(r[:maxCaption])
	}
	return s
}

// ProductsOf returns the products that a post is about, those that can be shown, in the
// owner's order: by the owner's links, else by the catalog: an article number in the
// caption, or the post's address among what is said of a product. None is no fault.
func (s *Service) ProductsOf(ctx context.Context, r Ref) (list []catalog.Product, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		ids, err := s.find(ctx, r)
		if err != nil || len(ids) == 0 {
			return err
		}
		if list, err = s.goods.Products(ctx, ids); err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(p catalog.Product) bool { return len(p.Sellable()) == 0 })
		return nil
	})
	return list, err
}

// ProductOf returns the ids of the products that a post of an account is about, from what
// is known without asking the channel.
func (s *Service) ProductOf(ctx context.Context, accountID, mediaID string) ([]string, error) {
	list, err := s.ProductsOf(ctx, Ref{AccountID: accountID, MediaID: mediaID})
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	return ids, err
}

func (s *Service) find(ctx context.Context, r Ref) ([]string, error) {
	code, caption := CodeOf(r.URL), r.Caption
	if id := r.id(); id != "" {
		p, found, err := s.store.PostOf(ctx, r.AccountID, id, code)
		if err != nil || len(p.Products) > 0 {
			return p.Products, err
		}
		if found && p.Code != "" && code == "" { // its address is known by now: so may be the owner's link to that
			if other, _, err := s.store.PostOf(ctx, r.AccountID, p.Code, p.Code); err != nil || len(other.Products) > 0 {
				return other.Products, err
			}
			code = p.Code
		}
		if caption == "" {
			caption = p.Caption
		}
	}
	if ids, err := s.byNumber(ctx, caption); err != nil || len(ids) > 0 {
		return ids, err
	}
	if code == "" {
		return nil, nil
	}
	return s.store.ProductsNaming(ctx, "/"+code, MaxProducts)
}

// byNumber finds products whose article numbers stand in a caption.
func (s *Service) byNumber(ctx context.Context, caption string) ([]string, error) {
	numbers := numbersIn(caption)
	if len(numbers) == 0 {
		return nil, nil
	}
	owners, err := s.goods.SKUOwners(ctx, numbers)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, n := range numbers {
		if o, ok := owners[n]; ok && !slices.Contains(ids, o.ProductID) && len(ids) < MaxProducts {
			ids = append(ids, o.ProductID)
		}
	}
	return ids, nil
}

// numbersIn lists the words of a caption that may be an article number: three signs or
// more, with a digit or in capital Latin letters. A word that merely looks like one is
// nobody's.
func numbersIn(caption string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(caption, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.' && r != '/'
	}) {
		w = strings.Trim(w, "-_./")
		latin := strings.IndexFunc(w, func(r rune) bool { return r >= 'A' && r <= 'Z' }) >= 0 && strings.ToUpper(w) == w
		if n := len(w); n >= 3 && n <= 64 && (latin || strings.ContainsAny(w, "0123456789")) && !slices.Contains(out, w) && len(out) < 40 {
			out = append(out, w)
		}
	}
	return out
}

// Learn keeps what a channel tells of a post.
func (s *Service) Learn(ctx context.Context, r Ref) error {
	return s.change(ctx, r, func(p *Post) {})
}

// Guessed notes what a customer said that a post shows. It links nothing: the owner does.
func (s *Service) Guessed(ctx context.Context, r Ref, productID string) error {
	if r.id() == "" {
		return nil
	}
	return s.change(ctx, r, func(p *Post) { p.Guess = productID })
}

// Asked counts a question about a post that leads nowhere.
func (s *Service) Asked(ctx context.Context, r Ref) error {
	if r.id() == "" {
		return nil
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		p := r.row(s.now())
		p.AskedAt = s.now()
		return s.store.CountPost(ctx, p)
	})
}

// Link says which products a post is about, in their order; none takes the link away.
//
// Faults: ErrName, ErrAccount, ErrProduct.
func (s *Service) Link(ctx context.Context, r Ref, productIDs []string) (p Post, err error) {
	if r.id() == "" || len(r.id()) > 64 {
		return p, ErrName
	}
	if len(productIDs) > MaxProducts {
		return p, ErrProduct
	}
	return p, s.tx.InTx(ctx, func(ctx context.Context) error {
		ok, err := s.store.HasAccount(ctx, r.AccountID)
		if err == nil && !ok {
			err = ErrAccount
		}
		if err != nil {
			return err
		}
		known, err := s.goods.Products(ctx, productIDs)
		if err != nil {
			return err
		}
		if len(known) != len(productIDs) {
			return ErrProduct
		}
		if err := s.change(ctx, r, func(p *Post) { p.Products = productIDs }); err != nil {
			return err
		}
		p, _, err = s.store.PostOf(ctx, r.AccountID, r.id(), CodeOf(r.URL))
		return err
	})
}

// change writes the row of a post; what is known of it already stays.
func (s *Service) change(ctx context.Context, r Ref, fn func(p *Post)) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		fresh := r.row(s.now())
		p, found, err := s.store.PostOf(ctx, r.AccountID, fresh.ID, fresh.Code)
		if err != nil {
			return err
		}
		if !found || r.MediaID != "" && p.ID != r.MediaID { // only its address was known so far
			p = fresh
		}
		for _, x := range []struct{ to, from *string }{{&p.Code, &fresh.Code}, {&p.URL, &fresh.URL}, {&p.Caption, &fresh.Caption}, {&p.Kind, &fresh.Kind}} {
			if *x.from != "" {
				*x.to = *x.from
			}
		}
		p.UpdatedAt = fresh.UpdatedAt
		fn(&p)
		return s.store.SavePost(ctx, p)
	})
}

// List returns linked posts, or those that people asked about and nobody linked, most asked
// about first.
func (s *Service) List(ctx context.Context, linked bool, limit, offset int) (list []Post, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		list, err = s.store.Posts(ctx, linked, limit, offset)
		return err
	})
	return list, err
}
