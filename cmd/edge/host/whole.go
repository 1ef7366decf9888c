//go:build js && wasm && !breakable

package host

// breaks is empty in what is deployed: nothing that a request names ends this program.
func (h *Host) breaks(Request) {}
