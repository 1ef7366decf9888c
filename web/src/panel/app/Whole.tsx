import { Center, Loader } from '@mantine/core';

/** Whole is the page while nothing is known yet. */
export function Whole() {
  return (
    <Center h="100dvh" role="status">
      <Loader type="dots" />
    </Center>
  );
}
