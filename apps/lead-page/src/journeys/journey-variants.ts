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

/** Every combination of any two of the four properties occurs. */
export const journeyVariants: readonly JourneyVariant[] = [
  { ...WIDE, colorScheme: 'light', locale: 'en-GB', input: 'mouse' },
  { ...WIDE, colorScheme: 'dark', locale: 'de-DE', input: 'keyboard' },
  { ...NARROW, colorScheme: 'light', locale: 'de-DE', input: 'keyboard' },
  { ...NARROW, colorScheme: 'dark', locale: 'en-GB', input: 'keyboard' },
  { ...NARROW, colorScheme: 'dark', locale: 'de-DE', input: 'mouse' },
];

export const variantName = ({ width, colorScheme, locale, input }: JourneyVariant): string =>
  `${width} px, ${colorScheme}, ${locale}, by ${input}`;

/** For file names: `1280-light-en-mouse`. */
export const variantSlug = ({ width, colorScheme, locale, input }: JourneyVariant): string =>
  [width, colorScheme, locale.slice(0, 2), input].join('-');
