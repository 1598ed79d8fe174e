import { environmentValue } from '@leadlight/common';

/** The window, language and input device of a journey. */
export interface JourneyVariant {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  readonly locale: 'en-GB' | 'de-DE';
  readonly input: 'mouse' | 'keyboard';
}

const WIDE = { width: 1280, height: 900 } as const;
const NARROW = { width: 390, height: 844 } as const;

/** The first two differ in every property. In all of them, every combination of any two properties occurs. */
const VARIANTS: readonly JourneyVariant[] = [
  { ...WIDE, colorScheme: 'light', locale: 'en-GB', input: 'mouse' },
  { ...NARROW, colorScheme: 'dark', locale: 'de-DE', input: 'keyboard' },
  { ...WIDE, colorScheme: 'dark', locale: 'en-GB', input: 'keyboard' },
  { ...WIDE, colorScheme: 'light', locale: 'de-DE', input: 'keyboard' },
  { ...NARROW, colorScheme: 'light', locale: 'en-GB', input: 'mouse' },
  { ...NARROW, colorScheme: 'dark', locale: 'de-DE', input: 'mouse' },
];

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form: all of them. */
export const journeyVariants = VARIANTS.slice(0, environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60 ? 6 : 2);

export const variantName = ({ width, colorScheme, locale, input }: JourneyVariant): string =>
  `${width} px, ${colorScheme}, ${locale}, by ${input}`;

/** For file names: `1280-light-en-mouse`. */
export const variantSlug = ({ width, colorScheme, locale, input }: JourneyVariant): string =>
  [width, colorScheme, locale.slice(0, 2), input].join('-');
