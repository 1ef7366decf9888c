package main

import (
	"context"

	"prilavok/bench/tau2"
	"prilavok/core/fault"
)

// bench carries out a public data set's tasks and prints how many end as prescribed. It
// works in a temporary folder and touches no shop.
func (c console) bench(ctx context.Context, args []string) error {
	if len(args) != 2 || args[0] != "tau2" {
		return fault.New(fault.Invalid, "cli.bench", "write: prilavok bench tau2 DIR, a folder with db.json and tasks.json")
	}
	rep, err := tau2.Run(ctx, args[1])
	if err != nil {
		return err
	}
	if err := rep.Print(c.Out); err != nil {
		return err
	}
	if rep.Right < len(rep.Results) {
		return exitCode(1)
	}
	return nil
}
