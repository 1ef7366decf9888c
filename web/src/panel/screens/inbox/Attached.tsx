import { Anchor, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconFile, IconPhotoOff } from '@tabler/icons-react';
import { safeUrl } from '../../../chat/markup';
import type { Media, Message } from '../../api/desk';
import { useFile } from './file';
import css from './Thread.module.css';

/** Attached is what a message holds besides words: files, products, buttons. */
export function Attached({ m }: { m: Message }) {
  return (
    <>
      {(m.media ?? []).map((f) => (
        <File key={f.id} f={f} />
      ))}
      {(m.cards ?? []).map((card) => (
        <div key={card.product_id} className={css.card}>
          {card.image && <img src={card.image} alt="" loading="lazy" />}
          <div>
            <Text size="sm" fw={600}>
              {card.title}
            </Text>
            {card.price && <Text size="sm">{card.price}</Text>}
          </div>
        </div>
      ))}
      {(m.buttons ?? []).length > 0 && (
        <div className={css.buttons}>
          {(m.buttons ?? []).map((b, i) => (
            <Text key={i} size="xs" px={8} py={2} bd="1px solid var(--panel-line)" style={{ borderRadius: 8 }}>
              {b.url && safeUrl(b.url) ? (
                <Anchor href={b.url} target="_blank" rel="noopener noreferrer" inherit>
                  {b.text}
                </Anchor>
              ) : (
                b.text
              )}
            </Text>
          ))}
        </div>
      )}
    </>
  );
}

const pictures = ['photo', 'image', 'sticker'];

function File({ f }: { f: Media }) {
  const { t } = useLingui();
  const name = f.name || t`File`;
  if (f.elsewhere) {
    return (
      <Text size="xs" c="dimmed">
        <IconFile size={14} aria-hidden /> <Trans>{name}: files do not open here, look at it in the messenger itself</Trans>
      </Text>
    );
  }
  return <Here f={f} name={name} />;
}

/** Here is a file that this server gives out. */
function Here({ f, name }: { f: Media; name: string }) {
  const { t, i18n } = useLingui();
  const picture = pictures.includes(f.kind);
  const { at, copied, failed, load } = useFile(f.url, picture);
  if (f.gone || failed) {
    return (
      <Text size="xs" c="dimmed">
        <IconPhotoOff size={14} aria-hidden /> <Trans>{name}: the channel does not have it any more</Trans>
      </Text>
    );
  }
  if (picture) {
    return (
      <a href={at} target="_blank" rel="noopener noreferrer">
        <img className={css.picture} src={at} alt={f.name || t`Picture`} loading="lazy" />
      </a>
    );
  }
  const about = (
    <>
      <IconFile size={16} aria-hidden /> {name}
      {f.size ? ` · ${size(f.size, i18n.locale)}` : ''}
    </>
  );
  if (!at) {
    return (
      <Anchor component="button" type="button" onClick={load} size="sm">
        {about}
      </Anchor>
    );
  }
  if (f.kind === 'voice' || f.kind === 'audio') return <audio controls preload="none" src={at} aria-label={name} style={{ maxWidth: '100%' }} />;
  if (f.kind === 'video') return <video controls preload="none" src={at} aria-label={name} className={css.picture} />;
  return (
    <Anchor href={at} {...(copied ? { download: name } : { target: '_blank', rel: 'noopener noreferrer' })} size="sm">
      {about}
    </Anchor>
  );
}

function size(bytes: number, lang: string): string {
  const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  return new Intl.NumberFormat(lang, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / (unit === 'kilobyte' ? 1000 : 1_000_000));
}
