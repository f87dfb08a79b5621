/** Mantine's theme, mapped to the variables of tokens.css so that both themes come from one place. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const shades = (color: string): MantineColorsTuple => [
  `color-mix(in srgb, ${color} 8%, var(--panel))`,
  `color-mix(in srgb, ${color} 14%, var(--panel))`,
  `color-mix(in srgb, ${color} 26%, var(--panel))`,
  `color-mix(in srgb, ${color} 42%, var(--panel))`,
  `color-mix(in srgb, ${color} 62%, var(--panel))`,
  `color-mix(in srgb, ${color} 82%, var(--panel))`,
  color,
  `color-mix(in srgb, ${color} 92%, var(--ink))`,
  `color-mix(in srgb, ${color} 82%, var(--ink))`,
  `color-mix(in srgb, ${color} 70%, var(--ink))`,
];

export const mantineTheme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)', fontWeight: '600' },
  colors: { forward: shades('var(--fwd)'), backward: shades('var(--bwd)'), update: shades('var(--upd)') },
  primaryColor: 'forward',
  primaryShade: 6,
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '12.5px', md: '14px', lg: '16px', xl: '20px' },
});

const shared = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink2)',
  '--mantine-color-placeholder': 'var(--ink3)',
  '--mantine-color-anchor': 'var(--fwd)',
  '--mantine-color-error': 'var(--bwd)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-disabled': 'var(--chip)',
  '--mantine-color-disabled-color': 'var(--ink3)',
  '--mantine-primary-color-contrast': 'var(--panel)',
};

export const mantineVariables: CSSVariablesResolver = () => ({
  variables: { '--mantine-line-height': '1.45' },
  light: shared,
  dark: shared,
});
