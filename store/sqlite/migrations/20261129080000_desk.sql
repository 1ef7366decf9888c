-- See supabase/migrations/20261129080000_desk.sql, whose twin this is.
ALTER TABLE conversations ADD COLUMN active_at text NOT NULL DEFAULT '1970-01-01 00:00:00.000000Z';
ALTER TABLE conversations ADD COLUMN asked_seq integer NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN read_to integer NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN labels text NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN snoozed_until text;
ALTER TABLE conversations ADD COLUMN revision integer NOT NULL DEFAULT 1;
UPDATE conversations SET active_at = updated_at,
  asked_seq = COALESCE((SELECT max(m.seq) FROM messages m WHERE m.conversation_id = conversations.id AND m.author = 'contact'), 0);
CREATE INDEX conversations_desk ON conversations (shop_id, active_at, id, status, channel, assignee, labels, asked_seq, answered_to);

-- SQLite has one writer: rows come in the order of commits.
CREATE TABLE desk_changes (
  seq             integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  xid             integer NOT NULL DEFAULT 0,
  shop_id         text NOT NULL,
  kind            text NOT NULL,
  conversation_id text NOT NULL,
  order_id        text
);
CREATE INDEX desk_changes_order ON desk_changes (shop_id, xid, seq);

CREATE TRIGGER desk_messages_added AFTER INSERT ON messages BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'message', NEW.conversation_id);
END;
CREATE TRIGGER desk_messages_changed AFTER UPDATE ON messages
  WHEN OLD.state IS NOT NEW.state OR OLD.text IS NOT NEW.text OR OLD.payload IS NOT NEW.payload OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'message', NEW.conversation_id);
END;
CREATE TRIGGER desk_notes_added AFTER INSERT ON conversation_notes BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'note', NEW.conversation_id);
END;
CREATE TRIGGER desk_conversations_changed AFTER UPDATE ON conversations
  WHEN OLD.status IS NOT NEW.status OR OLD.assignee IS NOT NEW.assignee OR OLD.labels IS NOT NEW.labels
    OR OLD.snoozed_until IS NOT NEW.snoozed_until OR OLD.read_to IS NOT NEW.read_to BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'conversation', NEW.id);
END;
CREATE TRIGGER desk_orders_changed AFTER INSERT ON order_events BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id, order_id)
    SELECT o.shop_id, 'order', COALESCE(o.conversation_id, ''), o.id FROM orders o WHERE o.shop_id = NEW.shop_id AND o.id = NEW.order_id;
END;
