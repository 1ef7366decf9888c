package store

import (
	"context"
	"time"

	"prilavok/core/staff/person"
)

const personColumns = `shop_id, id, email, name, lang, password, secret, secret_key_id, totp_on, totp_step, recovery, telegram_id, created_at, updated_at`

func (s *Store) person(ctx context.Context, where string, args ...any) (person.Person, error) {
	var p person.Person
	_, err := s.conn(ctx).one(ctx, "person", `SELECT `+personColumns+` FROM staff_people WHERE `+where, args, &p.ShopID, &p.ID, &p.Email, &p.Name, &p.Lang, &p.Password,
		&p.Secret, text(&p.SecretKey), flag(&p.TOTP), &p.TOTPStep, doc(&p.Recovery), text(&p.TelegramID), at(&p.CreatedAt), at(&p.UpdatedAt))
	return p, err
}

// PersonByEmail implements person.Lookup.
func (s *Store) PersonByEmail(ctx context.Context, key string) (person.Person, error) {
	return s.person(ctx, `email_key = $1`, key)
}

// PersonByTelegram implements person.Lookup.
func (s *Store) PersonByTelegram(ctx context.Context, telegramID string) (person.Person, error) {
	return s.person(ctx, `telegram_id = $1`, telegramID)
}

// PersonByID implements person.Lookup.
func (s *Store) PersonByID(ctx context.Context, id string) (person.Person, error) {
	return s.person(ctx, `id = $1`, id)
}

// HoldPerson implements person.People.
func (s *Store) HoldPerson(ctx context.Context, id string) (person.Person, error) {
	return s.person(ctx, `shop_id = $1 AND id = $2`+s.db.Dialect.forUpdate(), shopID(ctx), id)
}

// secretOf is a sealed secret for a column that may be NULL.
func secretOf(sealed []byte) any {
	if sealed == nil {
		return nil
	}
	return sealed
}

// InsertPerson implements person.People.
func (s *Store) InsertPerson(ctx context.Context, p person.Person, emailKey string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert person", `
		INSERT INTO staff_people (`+personColumns+`, email_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING`,
		shopID(ctx), p.ID, clean(p.Email), clean(p.Name), string(p.Lang), p.Password, secretOf(p.Secret), null(p.SecretKey), p.TOTP, p.TOTPStep, toJSON(p.Recovery), null(p.TelegramID),
		p.CreatedAt, p.UpdatedAt, emailKey)
	return n > 0, err
}

// UpdatePerson implements person.People.
func (s *Store) UpdatePerson(ctx context.Context, p person.Person) error {
	_, err := s.conn(ctx).exec(ctx, "update person", `
		UPDATE staff_people SET name = $3, lang = $4, password = $5, secret = $6, secret_key_id = $7, totp_on = $8, totp_step = $9, recovery = $10, updated_at = $11
		WHERE shop_id = $1 AND id = $2`, shopID(ctx), p.ID, clean(p.Name), string(p.Lang), p.Password, secretOf(p.Secret), null(p.SecretKey), p.TOTP, p.TOTPStep, toJSON(p.Recovery), p.UpdatedAt)
	return err
}

// LinkTelegram implements person.People.
func (s *Store) LinkTelegram(ctx context.Context, personID, telegramID string, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "link telegram", `UPDATE staff_people SET telegram_id = $3, updated_at = $4 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), personID, null(telegramID), at)
	return err
}

const passkeyColumns = `shop_id, id, person_id, credential_id, credential, name, created_at, used_at`

// InsertPasskey implements person.PasskeyStore.
func (s *Store) InsertPasskey(ctx context.Context, k person.Passkey) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert passkey", `
		INSERT INTO staff_passkeys (`+passkeyColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		shopID(ctx), k.ID, k.PersonID, k.CredentialID, string(k.Credential), clean(k.Name), k.CreatedAt, k.UsedAt)
	return n > 0, err
}

// Passkeys implements person.PasskeyStore.
func (s *Store) Passkeys(ctx context.Context, personID string) ([]person.Passkey, error) {
	var out []person.Passkey
	err := s.conn(ctx).all(ctx, "passkeys", `SELECT `+passkeyColumns+` FROM staff_passkeys WHERE shop_id = $1 AND person_id = $2 ORDER BY id`,
		[]any{shopID(ctx), personID}, func(row scanner) error {
			var k person.Passkey
			err := row.Scan(&k.ShopID, &k.ID, &k.PersonID, &k.CredentialID, &k.Credential, &k.Name, at(&k.CreatedAt), at(&k.UsedAt))
			out = append(out, k)
			return err
		})
	return out, err
}

// UsePasskey implements person.PasskeyStore.
func (s *Store) UsePasskey(ctx context.Context, id string, credential []byte, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "use passkey", `UPDATE staff_passkeys SET credential = $3, used_at = $4 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), id, string(credential), at)
	return err
}

// RenamePasskey implements person.PasskeyStore.
func (s *Store) RenamePasskey(ctx context.Context, personID, id, name string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "rename passkey", `UPDATE staff_passkeys SET name = $4 WHERE shop_id = $1 AND person_id = $2 AND id = $3`, shopID(ctx), personID, id, name)
	return n > 0, err
}

// DeletePasskey implements person.PasskeyStore.
func (s *Store) DeletePasskey(ctx context.Context, personID, id string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "delete passkey", `DELETE FROM staff_passkeys WHERE shop_id = $1 AND person_id = $2 AND id = $3`, shopID(ctx), personID, id)
	return n > 0, err
}
