//go:build js && wasm && !breakable

package main

// breaks is empty in what is deployed: nothing that a request names ends this program.
func (e *edge) breaks(request) (res response, ok bool) { return response{}, false }
