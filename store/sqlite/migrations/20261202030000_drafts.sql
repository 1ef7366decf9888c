-- See supabase/migrations/20261202030000_drafts.sql, whose twin this is.
ALTER TABLE conversations ADD COLUMN mode text NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN held_to integer NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN draft_id text NOT NULL DEFAULT '';

CREATE TABLE drafts (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  conversation_id text NOT NULL,
  from_seq        integer NOT NULL,
  up_to           integer NOT NULL,
  status          text NOT NULL,
  body            text NOT NULL DEFAULT '',
  products        text NOT NULL DEFAULT '[]',
  would           text NOT NULL DEFAULT '[]',
  path            text NOT NULL DEFAULT '',
  fault           text,
  asked_by        text,
  settled_by      text,
  edited          boolean NOT NULL DEFAULT false,
  created_at      text NOT NULL,
  settled_at      text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX drafts_conversation ON drafts (shop_id, conversation_id, id);

CREATE TRIGGER desk_drafts_added AFTER INSERT ON drafts BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'draft', NEW.conversation_id);
END;
CREATE TRIGGER desk_drafts_changed AFTER UPDATE ON drafts BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'draft', NEW.conversation_id);
END;
DROP TRIGGER desk_conversations_changed;
CREATE TRIGGER desk_conversations_changed AFTER UPDATE ON conversations
  WHEN OLD.status IS NOT NEW.status OR OLD.assignee IS NOT NEW.assignee OR OLD.labels IS NOT NEW.labels OR OLD.snoozed_until IS NOT NEW.snoozed_until
    OR OLD.read_to IS NOT NEW.read_to OR OLD.mode IS NOT NEW.mode OR OLD.draft_id IS NOT NEW.draft_id BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'conversation', NEW.id);
END;
