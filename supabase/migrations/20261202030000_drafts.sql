-- Who answers a conversation: mode is '' (as the shop's setting says), answer, draft or off.
-- held_to is what the assistant has left to people without an answer; draft_id is the draft
-- that waits for them.
ALTER TABLE prilavok.conversations
  ADD COLUMN mode text NOT NULL DEFAULT '',
  ADD COLUMN held_to bigint NOT NULL DEFAULT 0,
  ADD COLUMN draft_id text NOT NULL DEFAULT '';
SELECT prilavok.share('conversations', 'reader', 'SELECT', 'key, address_id, assignee, question, labels, draft_id');

-- What the assistant proposes to say, for a person to send, change or drop.
CREATE TABLE prilavok.drafts (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  conversation_id text NOT NULL,
  from_seq        bigint NOT NULL,
  up_to           bigint NOT NULL,
  status          text NOT NULL,
  body            text NOT NULL DEFAULT '',
  products        jsonb NOT NULL DEFAULT '[]',
  would           jsonb NOT NULL DEFAULT '[]',
  path            text NOT NULL DEFAULT '',
  fault           text,
  asked_by        text,
  settled_by      text,
  edited          boolean NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL,
  settled_at      timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX drafts_conversation ON prilavok.drafts (shop_id, conversation_id, id);
SELECT prilavok.secure('drafts');
SELECT prilavok.share('drafts', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('drafts', 'reader', '');

CREATE TRIGGER desk_changed AFTER INSERT OR UPDATE ON prilavok.drafts FOR EACH ROW EXECUTE FUNCTION prilavok.desk_changed('draft');
DROP TRIGGER desk_changed ON prilavok.conversations;
CREATE TRIGGER desk_changed AFTER UPDATE ON prilavok.conversations FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.assignee IS DISTINCT FROM NEW.assignee OR OLD.labels IS DISTINCT FROM NEW.labels
    OR OLD.snoozed_until IS DISTINCT FROM NEW.snoozed_until OR OLD.read_to IS DISTINCT FROM NEW.read_to OR OLD.mode IS DISTINCT FROM NEW.mode
    OR OLD.draft_id IS DISTINCT FROM NEW.draft_id)
  EXECUTE FUNCTION prilavok.desk_conversation_changed();
