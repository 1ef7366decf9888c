package openai

import (
	"strings"

	"prilavok/core/fault"
)

// Profile says what a service that speaks chat completions can do. A field that a
// profile lacks is never sent: some gateways reject unknown ones, others silently
// change what they do.
type Profile struct {
	Name      string
	BaseURL   string // used when the settings name none
	TokenURL  string // of services that give a short-lived token for the key
	has       map[string]bool
	maxTokens string // name of the field that bounds an answer
}

// The features a profile may have; the names stand in settings.
const (
	StrictTools   = "strict_tools"   // function.strict
	JSONSchema    = "json_schema"    // response_format json_schema
	JSONObject    = "json_object"    // response_format json_object
	ParallelTools = "parallel_tools" // parallel_tool_calls
	Developer     = "developer"      // role "developer" instead of "system"
	Completion    = "max_completion_tokens"
	Temperature   = "temperature"
	Vision        = "vision"
	Speech        = "speech" // /audio/transcriptions
	CacheKey      = "prompt_cache_key"
	SafetyID      = "safety_identifier"
	NoStore       = "store" // store:false
	ModelList     = "models"
	OAuth         = "oauth" // GigaChat's token exchange
)

// profiles: openai from its SDK 3.96.0 and guides; ollama from docs.ollama.com;
// gigachat from developers.sber.ru; yandex from its documentation of compatibility;
// vllm, openrouter and custom name only what is common to all of them.
var profiles = map[string]Profile{
	"openai": {BaseURL: "https://api.openai.com/v1", has: set(StrictTools, JSONSchema, JSONObject, ParallelTools,
		Completion, Temperature, Vision, Speech, CacheKey, SafetyID, NoStore, ModelList)},
	"ollama":     {BaseURL: "http://127.0.0.1:11434/v1", has: set(JSONSchema, JSONObject, Temperature, ModelList)},
	"vllm":       {BaseURL: "http://127.0.0.1:8000/v1", has: set(JSONSchema, JSONObject, Temperature, ModelList)},
	"openrouter": {BaseURL: "https://openrouter.ai/api/v1", has: set(JSONSchema, JSONObject, Temperature, ModelList)},
	"yandex":     {BaseURL: "https://llm.api.cloud.yandex.net/v1", has: set(JSONSchema, Temperature, ModelList)},
	"gigachat": {BaseURL: "https://gigachat.devices.sberbank.ru/api/v1", TokenURL: "https://ngw.devices.sberbank.ru:9443/api/v2/oauth",
		has: set(Temperature, ModelList, OAuth)},
	"custom": {has: set(Temperature, ModelList)},
}

var features = set(StrictTools, JSONSchema, JSONObject, ParallelTools, Developer, Completion, Temperature, Vision,
	Speech, CacheKey, SafetyID, NoStore, ModelList, OAuth)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// ParseProfile reads a setting like "vllm" or "custom,+vision,-temperature": a known
// profile, then features that this installation adds or takes away.
//
// Faults: model.profile (Invalid), naming the part that is not understood.
func ParseProfile(setting string) (Profile, error) {
	parts := strings.Split(setting, ",")
	name := strings.TrimSpace(parts[0])
	if name == "" {
		name = "openai"
	}
	base, ok := profiles[name]
	if !ok {
		return Profile{}, fault.New(fault.Invalid, "model.profile",
			"unknown model profile %q: use openai, ollama, vllm, openrouter, yandex, gigachat or custom", name)
	}
	p := Profile{Name: name, BaseURL: base.BaseURL, TokenURL: base.TokenURL, has: map[string]bool{}}
	for f := range base.has {
		p.has[f] = true
	}
	for _, part := range parts[1:] {
		part = strings.TrimSpace(part)
		if len(part) < 2 || (part[0] != '+' && part[0] != '-') || !features[part[1:]] {
			return Profile{}, fault.New(fault.Invalid, "model.profile",
				"unknown feature %q in the model profile: write +name or -name of vision, speech, temperature, …", part)
		}
		p.has[part[1:]] = part[0] == '+'
	}
	p.maxTokens = "max_tokens"
	if p.has[Completion] {
		p.maxTokens = "max_completion_tokens"
	}
	return p, nil
}

// Has reports whether the service can do a thing.
func (p Profile) Has(feature string) bool { return p.has[feature] }

// Guess names the profile of a well-known address, "custom" for others and "openai"
// for none.
func Guess(baseURL string) string {
	if baseURL == "" {
		return "openai"
	}
	for host, name := range map[string]string{
		"api.openai.com": "openai", ":11434": "ollama", "openrouter.ai": "openrouter",
		"cloud.yandex.net": "yandex", "gigachat": "gigachat", "api.giga.chat": "gigachat",
	} {
		if strings.Contains(baseURL, host) {
			return name
		}
	}
	return "custom"
}
