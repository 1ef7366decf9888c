-- Files that were fetched from a channel stand beside the pictures of visitors: each once,
-- by what it was fetched from. Files that were sent to us have no source.
ALTER TABLE prilavok.uploads ADD COLUMN source text;
CREATE UNIQUE INDEX uploads_source ON prilavok.uploads (shop_id, account_id, source);
