import { Modal } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { session } from '../api/session';
import { SignInForm } from '../ui/SignInForm';

/**
 * SignedOut asks to sign in again over the page that is open, which keeps everything that is
 * typed there; what failed meanwhile is asked for anew.
 */
export function SignedOut() {
  const { t } = useLingui();
  const [lost, setLost] = useState(false);
  const client = useQueryClient();
  useEffect(() => session.listen((present) => setLost(!present)), []);
  const back = () => {
    setLost(false);
    session.found();
    void client.invalidateQueries();
  };
  return (
    <Modal opened={lost} onClose={() => setLost(false)} title={t`Your session has ended`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <SignInForm signed={back} />
    </Modal>
  );
}
