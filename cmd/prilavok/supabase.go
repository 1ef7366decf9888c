package main

import (
	"context"
	"fmt"

	"prilavok/app/deploy"
)

// supabase looks after a Supabase project that runs the bot.
func (c console) supabase(ctx context.Context, args []string) error {
	cmd, err := deploy.Read(args)
	if err != nil {
		return err
	}
	switch cmd.Verb {
	case "init":
		return c.supabaseInit(cmd)
	case "build":
		built, err := deploy.Build(ctx, ".", cmd.Out)
		if built.Raw > 0 {
			fmt.Fprintln(c.Out, "edge:", built)
		}
		return err
	}
	return nil
}

func (c console) supabaseInit(cmd deploy.Command) error {
	written, err := deploy.Init(cmd.Dir, cmd.Ref, cmd.Wasm, cmd.Force)
	for _, path := range written {
		fmt.Fprintln(c.Out, "wrote", path)
	}
	if err == nil && len(written) == 0 {
		fmt.Fprintln(c.Out, "nothing to write")
	}
	return err
}
