//go:build !js

package main

import "log"

// main says what this is where it cannot run: tools that look at all packages find one.
func main() { log.Fatal("cmd/edge/bot is WebAssembly: scripts/edge builds it") }
