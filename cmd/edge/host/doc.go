// Package host is what the programs of the edge share: the page's environment, log and
// fetch, the conversion of requests and answers, and the end of an isolate. What a program
// answers is its own: cmd/edge/bot, cmd/edge/admin.
package host
