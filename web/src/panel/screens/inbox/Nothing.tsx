import { useLingui } from '@lingui/react/macro';
import { IconMessages } from '@tabler/icons-react';
import { Empty } from '../../ui/Empty';

/** Nothing stands where a conversation will be. */
export function Nothing() {
  const { t } = useLingui();
  return (
    <Empty icon={IconMessages} title={t`Choose a conversation`}>
      {t`J and K go through the list, Enter opens, ? shows all keys.`}
    </Empty>
  );
}
