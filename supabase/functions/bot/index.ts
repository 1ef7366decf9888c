// The bot on Supabase Edge Functions. No rule of the shop lives here; the bot itself is
// cmd/edge/bot, compiled to bot.wasm by scripts/edge.
import "./wasm_exec.mjs"; // first: the rest works with what it defines
import { serve } from "../_shared/serve.ts";

serve("bot", new URL("./bot.wasm", import.meta.url), [
  "PRILAVOK_SECRET_KEY",
  "PRILAVOK_TICK_SECRET",
  "PRILAVOK_LOG_LEVEL",
  "PRILAVOK_TELEGRAM_API_URL",
  "PRILAVOK_META_APP_SECRET",
  "PRILAVOK_INSTAGRAM_APP_SECRET",
  "PRILAVOK_INSTAGRAM_VERIFY_TOKEN",
  "PRILAVOK_PUBLIC_URL",
  "PRILAVOK_KEEP_TRANSCRIPTS",
  "PRILAVOK_BUDGET_DAILY_TOKENS",
  "PRILAVOK_BUDGET_CONTACT_TOKENS",
  "PRILAVOK_BUDGET_TURN_TOKENS",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENAI_PROFILE",
  "OPENAI_MODEL",
  "OPENAI_MODEL_FAST",
  "OPENAI_MODEL_TRANSCRIBE",
  "OPENAI_MODEL_VISION",
  "OPENAI_TIMEOUT",
  "OPENAI_PRICE_INPUT",
  "OPENAI_PRICE_OUTPUT",
]);
