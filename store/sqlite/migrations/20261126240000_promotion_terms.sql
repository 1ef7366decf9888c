-- What a promotion was when an order used it: see the twin in supabase/migrations.
ALTER TABLE promotion_redemptions ADD COLUMN kind text;
ALTER TABLE promotion_redemptions ADD COLUMN rule text;
ALTER TABLE promotion_redemptions ADD COLUMN priority integer;
