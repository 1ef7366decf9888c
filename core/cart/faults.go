package cart

import (
	"prilavok/core/fault"
	"prilavok/core/promotion"
)

// Problem is a stable code of what stands in the way. The dialog writes the words.
type Problem string

// Problems of a quote.
const (
	ProblemNone     Problem = ""
	ProblemEmpty    Problem = "empty"        // nothing in the cart
	ProblemGone     Problem = "gone"         // a line is no longer sold
	ProblemOut      Problem = "out_of_stock" // a line cannot be had
	ProblemShort    Problem = "short"        // a line wants more than there is
	ProblemMinTotal Problem = "min_total"    // the goods are worth less than the least order
	ProblemMethod   Problem = "no_method"    // the chosen delivery is not offered (any more)
	ProblemZone     Problem = "no_zone"      // the delivery's zone is missing or unknown
	ProblemNoPoint  Problem = "no_point"     // which pickup point is not chosen
	ProblemNoSlot   Problem = "no_slot"      // the delivery needs a time and none is chosen
	ProblemSlot     Problem = "slot_taken"   // the chosen time is taken or over
	ProblemHeavy    Problem = "too_heavy"    // the delivery does not take that weight
)

// Problems of a promotion's code. They stand in CodeTrouble and hinder no order.
const (
	ProblemCodeUnknown  = Problem(promotion.ProblemUnknown)
	ProblemCodeEarly    = Problem(promotion.ProblemEarly)
	ProblemCodeOver     = Problem(promotion.ProblemOver)
	ProblemCodeUsedUp   = Problem(promotion.ProblemUsedUp)
	ProblemCodeUsed     = Problem(promotion.ProblemUsed)
	ProblemCodeNotYours = Problem(promotion.ProblemNotYours)
	ProblemCodeNotFirst = Problem(promotion.ProblemNotFirst)
	ProblemCodeMinTotal = Problem(promotion.ProblemMinTotal)
	ProblemCodeGoods    = Problem(promotion.ProblemGoods)
	ProblemCodeNoGift   = Problem(promotion.ProblemNoGift)
	ProblemCodeMixing   = Problem(promotion.ProblemMixing)
	ProblemCodeNoEffect = Problem(promotion.ProblemNoEffect)
)

// Problems of an answer to a checkout step.
const (
	ProblemName     Problem = "bad_name"
	ProblemPhone    Problem = "bad_phone"
	ProblemChoice   Problem = "bad_choice" // none of the deliveries offered
	ProblemCity     Problem = "not_served" // no zone has this city
	ProblemAddress  Problem = "bad_address"
	ProblemPoint    Problem = "bad_point" // none of the pickup points
	ProblemTime     Problem = "bad_time"  // no free time was understood
	ProblemNoTimes  Problem = "no_times"  // every time of the delivery is taken
	ProblemTooLong  Problem = "too_long"
	ProblemNotHere  Problem = "not_here" // a button of another step
	ProblemUnclear  Problem = "unclear"  // at the summary: neither yes, nor a field to change
	ProblemWay      Problem = "bad_way"  // none of the ways to pay
	ProblemNoWay    Problem = "no_way"   // the chosen way to pay is not offered any more
	ProblemNoMethod Problem = "no_delivery"
)

// Faults of the cart.
var (
	ErrTooMany    = fault.New(fault.Invalid, "cart.too_many", "a line holds 1 to 99 pieces")
	ErrFull       = fault.New(fault.Invalid, "cart.full", "a cart holds at most 50 lines: order these first or remove some")
	ErrNotForSale = fault.New(fault.NotFound, "cart.not_for_sale", "this variant is not sold")
	ErrOutOfStock = fault.New(fault.Conflict, "cart.out_of_stock", "there are not that many pieces left")
	ErrNoLine     = fault.New(fault.NotFound, "cart.no_line", "this variant is not in the cart")
	ErrNoMethod   = fault.New(fault.NotFound, "cart.no_method", "there is no such delivery method")
	ErrNoCheckout = fault.New(fault.NotFound, "cart.no_checkout", "no checkout is under way here: begin one")
	ErrEmpty      = fault.New(fault.Conflict, "cart.empty", "the cart is empty")
	ErrStale      = fault.New(fault.Conflict, "cart.checkout_changed", "the checkout was changed at the same moment: try again")
)
