/** The window, language and input device of a journey. */
export interface JourneyVariant {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  readonly locale: 'en-GB' | 'de-DE';
  readonly input: 'mouse' | 'keyboard';
}

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
] as const;

/**
 * Every size in every colour scheme and every language. Mouse and keyboard alternate so that every combination of any
 * three of the four properties occurs in only half of the sixteen possible variants.
 */
export const journeyVariants: readonly JourneyVariant[] = SIZES.flatMap((size, a) =>
  (['light', 'dark'] as const).flatMap((colorScheme, b) =>
    (['en-GB', 'de-DE'] as const).map((locale, c) => ({
      ...size,
      colorScheme,
      locale,
      input: (a + b + c) % 2 === 0 ? ('mouse' as const) : ('keyboard' as const),
    })),
  ),
);

export const variantName = ({ width, colorScheme, locale, input }: JourneyVariant): string =>
  `${width} px, ${colorScheme}, ${locale}, by ${input}`;

/** For file names: `1280-light-en-mouse`. */
export const variantSlug = ({ width, colorScheme, locale, input }: JourneyVariant): string =>
  [width, colorScheme, locale.slice(0, 2), input].join('-');
