// Package deploy looks after a Supabase project that runs the bot and the API: it writes
// the project's files, builds the modules, checks everything before a deploy, sets up the
// database's clock, and looks at what was deployed. It deploys nothing itself: the
// Supabase CLI does, and what it needs of us stands here.
package deploy

import (
	"path"

	"prilavok/core/fault"
)

// Where things are in a project.
const (
	functionsDir = "supabase/functions"
	execName     = "wasm_exec.mjs"
	builtName    = "build.json"
	configPath   = "supabase/config.toml"
	SecretsPath  = "supabase/functions/.env" // of the secrets, which are never committed
)

// functions are the edge functions of a project. Each is a program of cmd/edge, and has its
// module, the page of its compiler and build.json in a folder of its name.
var functions = []function{{"bot", ""}, {"admin", "nethttpomithttp2"}}

type function struct{ name, tags string } // the compiler's tags

func (f function) wasm() string { return f.name + ".wasm" }

func (f function) file(name string) string { return path.Join(functionsDir, f.name, name) }

// Sizes of the module in bytes. The platform takes 20 MB of a bundle; whether before or
// after packing is not documented, so that both are held.
const (
	mostRaw    = 15e6
	mostPacked = 3.5e6
)

// aims are what a module is to come to: the admin's holds the whole API, and is asked less often.
var aims = map[string]struct{ raw, packed float64 }{"bot": {12e6, 3e6}, "admin": {mostRaw, mostPacked}}

// Faults of a project.
var (
	ErrRef = fault.New(fault.Invalid, "deploy.ref",
		"a project's reference is 20 lower-case letters: Dashboard → Project Settings → General → Project ID")
	ErrSource = fault.New(fault.Invalid, "deploy.source",
		"the module is built from Prilavok's source: run this in its folder, with Go installed")
	ErrLarge = fault.New(fault.Invalid, "deploy.large",
		"the module is larger than allowed (15 MB, or 3.5 MB packed): a deploy may be refused")
	ErrHalfModule = fault.New(fault.Invalid, "deploy.half_module",
		"a module, wasm_exec.mjs and build.json belong together: name a bot.wasm that prilavok supabase build has made, beside the other two; admin.wasm has its own in the folder admin next to it")
)
