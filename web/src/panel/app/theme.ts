import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

// The counter's green, of the chat page: its seventh step is #0b6e4f.
const counter: MantineColorsTuple = ['#e7f5ef', '#d2e8de', '#a6d2be', '#76bb9c', '#4fa880', '#369c6e', '#0b6e4f', '#0a6247', '#08563e', '#064a35'];

export const theme = createTheme({
  primaryColor: 'counter',
  primaryShade: 6,
  colors: { counter },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  headings: { fontWeight: '650' },
  // The title of a dialog is a <header>, which outside of <main> would be the page's banner.
  // Orange words on its own tint are too pale for WCAG AA: titles of alerts are in ink, and so
  // are initials, whose color comes from the name.
  components: {
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Avatar: { styles: { placeholder: { color: 'var(--mantine-color-text)' } } },
  },
});

// White words on Mantine's red are too pale for WCAG AA.
const red = { '--mantine-color-red-filled': '#c92a2a', '--mantine-color-red-filled-hover': '#b02525' };

/** variables are the paper and ink of the chat page, in both color schemes. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...red,
    '--mantine-color-body': '#fffdf9',
    '--mantine-color-text': '#211e1a',
    '--mantine-color-dimmed': '#655e54',
    '--mantine-color-placeholder': '#6f685e',
    // Mantine's red is too pale for WCAG AA on its own tint, under the pointer.
    '--mantine-color-red-light-color': '#a61e1e',
    '--mantine-color-red-text': '#a61e1e',
    '--panel-paper': '#f6f2ea',
    '--panel-line': '#e4ddd0',
    '--panel-note': '#fbf1cf',
  },
  dark: {
    ...red,
    '--mantine-color-body': '#1d1b18',
    '--mantine-color-text': '#f2eee6',
    '--mantine-color-dimmed': '#b3aca0',
    '--mantine-color-placeholder': '#a39c90',
    '--panel-paper': '#141311',
    '--panel-line': '#35322c',
    '--panel-note': '#38301a',
  },
});
