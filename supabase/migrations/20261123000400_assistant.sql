-- The assistant: turns with their transcripts, proposals, budgets, the model's health.

CREATE TABLE prilavok.turns (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  conversation_id text NOT NULL,
  contact_id      text NOT NULL,
  status          text NOT NULL,
  path            text NOT NULL DEFAULT '',
  model           text NOT NULL DEFAULT '',
  prompt_version  text NOT NULL DEFAULT '',
  rounds          bigint NOT NULL DEFAULT 0,
  tokens_in       bigint NOT NULL DEFAULT 0,
  tokens_out      bigint NOT NULL DEFAULT 0,
  cost            bigint NOT NULL DEFAULT 0,
  fault           text,
  up_to           bigint NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  ended_at        timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX turns_conversation ON prilavok.turns (shop_id, conversation_id, created_at);
CREATE INDEX turns_time ON prilavok.turns (shop_id, created_at);
SELECT prilavok.secure('turns');

-- A transcript: a model's response stands here before its first tool runs, and a
-- tool's effect is committed together with its row.
CREATE TABLE prilavok.turn_steps (
  shop_id    text NOT NULL,
  turn_id    text NOT NULL,
  step       bigint NOT NULL,
  kind       text NOT NULL,
  data       jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, turn_id, step),
  FOREIGN KEY (shop_id, turn_id) REFERENCES prilavok.turns (shop_id, id) ON DELETE CASCADE
);
SELECT prilavok.secure('turn_steps');

-- What the assistant has offered to do and somebody has to say yes to.
CREATE TABLE prilavok.proposals (
  shop_id         text NOT NULL,
  token           text NOT NULL,
  conversation_id text NOT NULL,
  contact_id      text NOT NULL,
  turn_id         text NOT NULL,
  kind            text NOT NULL,
  payload         jsonb NOT NULL,
  status          text NOT NULL,
  asked           boolean NOT NULL,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  settled_at      timestamptz,
  PRIMARY KEY (shop_id, token),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX proposals_open ON prilavok.proposals (shop_id, conversation_id) WHERE status = 'open';
CREATE INDEX proposals_conversation ON prilavok.proposals (shop_id, conversation_id);
SELECT prilavok.secure('proposals');

-- Tokens and messages by day or hour, of the shop ('') and of each contact.
CREATE TABLE prilavok.assistant_usage (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  period     text NOT NULL,
  contact_id text NOT NULL,
  messages   bigint NOT NULL DEFAULT 0,
  tokens     bigint NOT NULL DEFAULT 0,
  cost       bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, period, contact_id)
);
SELECT prilavok.secure('assistant_usage');

CREATE TABLE prilavok.model_health (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  down_since timestamptz,
  fault      text,
  told_on    text NOT NULL DEFAULT '',
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id)
);
SELECT prilavok.secure('model_health');
