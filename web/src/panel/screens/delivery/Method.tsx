import { Anchor, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconChevronLeft, IconTruck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import css from '../settings/Settings.module.css';
import { methods } from './data';
import { MethodForm } from './MethodForm';

/** Method is the page of one way to deliver, or of a new one. */
export function Method() {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const { id } = useParams({ strict: false });
  const all = useQuery(methods);
  const method = all.data?.find((m) => m.id === id);
  const title = id === 'new' ? t`New method` : method?.title[lang] || method?.title.ru || method?.title.en || t`Delivery method`;
  return (
    <Page title={title}>
      <div className={css.wide}>
        <Anchor component={Link} to="/settings/delivery" className={css.back} size="sm">
          <IconChevronLeft size={16} aria-hidden />
          <Trans>All methods</Trans>
        </Anchor>
        {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
        {all.isPending && <Skeleton h={500} role="status" aria-label={t`Loading`} />}
        {all.data && id !== 'new' && !method && (
          <Empty icon={IconTruck} title={t`This method is gone`}>
            {t`Somebody has deleted it. Orders keep their copy.`}
          </Empty>
        )}
        {all.data && (id === 'new' || method) && <MethodForm key={id} method={method ?? null} />}
      </div>
    </Page>
  );
}
