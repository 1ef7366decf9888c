-- Where a contact wants things sent: what the next checkout offers first.
ALTER TABLE prilavok.contacts ADD COLUMN postal jsonb NOT NULL DEFAULT '{}';
