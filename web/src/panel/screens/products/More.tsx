import { Button, Menu } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconBellRinging, IconCategory, IconChevronDown, IconDiscount, IconFileSpreadsheet, IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Categories } from './Categories';

/** More is what is done with the catalog besides its products. */
export function More() {
  const [categories, setCategories] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
            <Trans>More</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCategory size={16} aria-hidden />} onClick={() => setCategories(true)}>
            <Trans>Categories</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconDiscount size={16} aria-hidden />} component={Link} to="/promotions">
            <Trans>Promotions</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconFileSpreadsheet size={16} aria-hidden />} component={Link} to="/products/import">
            <Trans>Import a table</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} component={Link} to="/products/imports">
            <Trans>What was imported</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconBellRinging size={16} aria-hidden />} component={Link} to="/products/waits">
            <Trans>What customers wait for</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Categories opened={categories} close={() => setCategories(false)} />
    </>
  );
}
