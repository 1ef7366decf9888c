-- What one piece weighs, in grams; 0 is not known. Parcels are priced by it.
ALTER TABLE prilavok.variants ADD COLUMN grams bigint NOT NULL DEFAULT 0 CHECK (grams >= 0);
