import { Anchor, Box, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Still } from '../../ui/Still';
import { When } from '../../ui/When';
import css from '../order/Order.module.css';
import { Part } from '../order/Part';
import { Addresses } from './Addresses';
import { Consents } from './Consents';
import { Data } from './Data';
import { Joins } from './Joins';
import { Orders } from './Orders';
import { Told } from './Told';

/** Customer is the page of one person: where they write from, what they bought, what they allowed. */
export function Customer() {
  const { t } = useLingui();
  const { id = '' } = useParams({ strict: false });
  const read = useQuery({ queryKey: keys.contact(id), queryFn: () => got(api.GET('/api/v1/contacts/{id}', { params: { path: { id } } })) });
  const [orders, sell, erase] = [useMay('orders:read'), useMay('orders:write'), useMay('contacts:erase')];
  const c = read.data;
  const language = { ru: t`Russian`, en: t`English` }[c?.lang ?? ''];
  return (
    <Page
      title={c ? c.name || t`Visitor` : t`Customer`}
      actions={
        sell &&
        (c ? (
          <Button component={Link} to="/orders/new" search={{ contact_id: id } as never} variant="default" leftSection={<IconPlus size={16} aria-hidden />}>
            <Trans>New order</Trans>
          </Button>
        ) : (
          <Skeleton h={36} w={140} />
        ))
      }
    >
      <Stack gap="sm">
        <Anchor component={Link} to="/customers" size="sm" className={css.back}>
          <IconArrowLeft size={16} aria-hidden /> <Trans>All customers</Trans>
        </Anchor>
        {!c && read.error ? (
          <>
            <Failed error={read.error} again={() => void read.refetch()} />
            <Joins id={id} gone />
          </>
        ) : !c ? (
          <Skeleton h={480} role="status" aria-label={t`Loading`} />
        ) : (
          <Still>
            <Box className={css.page}>
              <Stack gap="sm">
                <Addresses id={id} />
                {orders && <Orders id={id} />}
                <Told id={id} />
              </Stack>
              <Stack gap="sm">
                <Part title={t`Contact`}>
                  <Stack gap={4}>
                    {c.phone && (
                      <Group gap="xs">
                        <Anchor href={`tel:${c.phone}`}>{c.phone}</Anchor>
                        {c.phone_verified && (
                          <Text size="xs" c="dimmed">
                            <Trans>proven by the channel</Trans>
                          </Text>
                        )}
                      </Group>
                    )}
                    {c.email && <Anchor href={`mailto:${c.email}`}>{c.email}</Anchor>}
                    {language && <Text size="sm">{language}</Text>}
                    <Text size="sm" c="dimmed">
                      <Trans>
                        Here since <When at={c.created_at} />
                      </Trans>
                    </Text>
                  </Stack>
                </Part>
                <Consents id={id} />
                <Joins id={id} />
                {erase && <Data id={id} name={c.name} />}
              </Stack>
            </Box>
          </Still>
        )}
      </Stack>
    </Page>
  );
}
