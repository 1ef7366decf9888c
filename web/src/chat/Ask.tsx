import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { useTools } from './context';

/** Ask is the native way to answer what the shop asked for, beside typing. */
export default function Ask({ kind }: { kind: 'phone' | 'location' }): ReactNode {
  return kind === 'phone' ? <AskPhone /> : <AskPlace />;
}

/** AskPhone is a field for the number. */
function AskPhone(): ReactNode {
  const { t, chat } = useTools();
  const [phone, setPhone] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const digits = phone.replace(/\D/g, '').length;
    if (digits < 10 || digits > 15 || /[^\d+\s().\-\u00a0]/.test(phone)) {
      setWrong(true);
      document.getElementById('phone')?.focus();
      return;
    }
    chat.sharePhone(phone.trim());
    document.getElementById('say')?.focus();
  };
  return (
    <form className="ask" onSubmit={submit} noValidate>
      <label htmlFor="phone">{t.phoneLabel}</label>
      <div className="ask-row">
        <input
          id="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          placeholder="+7 900 000-00-00"
          value={phone}
          aria-invalid={wrong}
          aria-describedby="phone-hint"
          onChange={(e) => {
            setPhone(e.target.value);
            setWrong(false);
          }}
        />
        <button type="submit" className="button primary">
          {t.send}
        </button>
      </div>
      <p id="phone-hint" className={wrong ? 'wrong' : 'hint'} role={wrong ? 'alert' : undefined}>
        {wrong ? t.phoneBad : t.phoneHint}
      </p>
    </form>
  );
}

/** AskPlace offers to send where the visitor is; the address can be typed as well. */
function AskPlace(): ReactNode {
  const { t, chat } = useTools();
  const [wrong, setWrong] = useState(false);
  const find = () =>
    navigator.geolocation.getCurrentPosition(
      (p) => chat.sharePlace(p.coords.latitude, p.coords.longitude),
      () => setWrong(true),
      { timeout: 10_000 },
    );
  if (!('geolocation' in navigator)) return null;
  return (
    <div className="ask">
      <button type="button" className="button primary" onClick={find}>
        {t.sendPlace}
      </button>
      {wrong && (
        <p className="wrong" role="alert">
          {t.placeBad}
        </p>
      )}
    </div>
  );
}
