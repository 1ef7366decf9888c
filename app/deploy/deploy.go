// Package deploy looks after a Supabase project that runs the bot: it writes the
// project's files, builds the module, checks everything before a deploy, sets up the
// database's clock, and looks at what was deployed. It deploys nothing itself: the
// Supabase CLI does, and what it needs of us stands here.
package deploy

import (
	"path"

	"prilavok/core/fault"
)

// Where things are in a project.
const (
	functionDir = "supabase/functions/bot"
	wasmName    = "bot.wasm"
	execName    = "wasm_exec.mjs"
	builtName   = "build.json"
	configPath  = "supabase/config.toml"
	SecretsPath = "supabase/functions/.env" // of the secrets, which are never committed
)

func inFunction(name string) string { return path.Join(functionDir, name) }

// Sizes of the module in bytes. The platform takes 20 MB of a bundle; whether before or
// after packing is not documented, so that both are held.
const (
	aimRaw, mostRaw       = 12e6, 15e6
	aimPacked, mostPacked = 3e6, 3.5e6
)

// Faults of a project.
var (
	ErrRef = fault.New(fault.Invalid, "deploy.ref",
		"a project's reference is 20 lower-case letters: Dashboard → Project Settings → General → Project ID")
	ErrSource = fault.New(fault.Invalid, "deploy.source",
		"the module is built from Prilavok's source: run this in its folder, with Go installed")
	ErrLarge = fault.New(fault.Invalid, "deploy.large",
		"the module is larger than allowed (15 MB, or 3.5 MB packed): a deploy may be refused")
	ErrHalfModule = fault.New(fault.Invalid, "deploy.half_module",
		"bot.wasm, wasm_exec.mjs and build.json belong together: name a bot.wasm that prilavok supabase build has made, beside the other two")
)
