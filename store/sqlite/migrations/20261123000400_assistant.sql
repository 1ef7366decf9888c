-- The assistant: see supabase/migrations/20261123000400_assistant.sql, whose twin this is.

CREATE TABLE turns (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  conversation_id text NOT NULL,
  contact_id      text NOT NULL,
  status          text NOT NULL,
  path            text NOT NULL DEFAULT '',
  model           text NOT NULL DEFAULT '',
  prompt_version  text NOT NULL DEFAULT '',
  rounds          integer NOT NULL DEFAULT 0,
  tokens_in       integer NOT NULL DEFAULT 0,
  tokens_out      integer NOT NULL DEFAULT 0,
  cost            integer NOT NULL DEFAULT 0,
  fault           text,
  up_to           integer NOT NULL DEFAULT 0,
  created_at      text NOT NULL,
  ended_at        text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX turns_conversation ON turns (shop_id, conversation_id, created_at);
CREATE INDEX turns_time ON turns (shop_id, created_at);

-- A transcript: a model's response stands here before its first tool runs, and a
-- tool's effect is committed together with its row.
CREATE TABLE turn_steps (
  shop_id    text NOT NULL,
  turn_id    text NOT NULL,
  step       integer NOT NULL,
  kind       text NOT NULL,
  data       text NOT NULL,
  created_at text NOT NULL,
  PRIMARY KEY (shop_id, turn_id, step),
  FOREIGN KEY (shop_id, turn_id) REFERENCES turns (shop_id, id) ON DELETE CASCADE
);

-- What the assistant has offered to do and somebody has to say yes to.
CREATE TABLE proposals (
  shop_id         text NOT NULL,
  token           text NOT NULL,
  conversation_id text NOT NULL,
  contact_id      text NOT NULL,
  turn_id         text NOT NULL,
  kind            text NOT NULL,
  payload         text NOT NULL,
  status          text NOT NULL,
  asked           boolean NOT NULL,
  created_at      text NOT NULL,
  expires_at      text NOT NULL,
  settled_at      text,
  PRIMARY KEY (shop_id, token),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX proposals_open ON proposals (shop_id, conversation_id) WHERE status = 'open';
CREATE INDEX proposals_conversation ON proposals (shop_id, conversation_id);

-- Tokens and messages by day or hour, of the shop ('') and of each contact.
CREATE TABLE assistant_usage (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  period     text NOT NULL,
  contact_id text NOT NULL,
  messages   integer NOT NULL DEFAULT 0,
  tokens     integer NOT NULL DEFAULT 0,
  cost       integer NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, period, contact_id)
);

CREATE TABLE model_health (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  down_since text,
  fault      text,
  told_on    text NOT NULL DEFAULT '',
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id)
);
