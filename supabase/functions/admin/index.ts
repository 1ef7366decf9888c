// The shop's API on Supabase Edge Functions: cmd/edge/admin, compiled to admin.wasm by
// scripts/edge. It verifies its callers itself: API keys, and people's access tokens.
import "./wasm_exec.mjs"; // first: the rest works with what it defines
import { serve } from "../_shared/serve.ts";

serve("admin", new URL("./admin.wasm", import.meta.url), [
  "PRILAVOK_SECRET_KEY",
  "PRILAVOK_LOG_LEVEL",
  "PRILAVOK_PUBLIC_URL",
  "PRILAVOK_PANEL_ORIGIN",
  "PRILAVOK_TELEGRAM_API_URL",
  "PRILAVOK_META_APP_ID",
  "PRILAVOK_META_APP_SECRET",
  "PRILAVOK_INSTAGRAM_APP_ID",
  "PRILAVOK_INSTAGRAM_APP_SECRET",
  "PRILAVOK_INSTAGRAM_API_URL",
  "PRILAVOK_INSTAGRAM_API_VERSION",
  "PRILAVOK_SUPABASE_URL",
  "PRILAVOK_SUPABASE_ANON_KEY",
  "PRILAVOK_SUPABASE_JWT_SECRET",
  "SUPABASE_URL",
  "SUPABASE_ANON_KEY",
  "PRILAVOK_SUPABASE_PICTURES_BUCKET",
  "PRILAVOK_SUPABASE_SERVICE_ROLE_KEY",
  "SUPABASE_SERVICE_ROLE_KEY",
]);
