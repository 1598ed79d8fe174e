import type { LocalizedMessage } from '@leadlight/contract';

type Format = LocalizedMessage['values'][number]['format'];

/** A message of the service as the tests need it. */
export const message = (
  code: string,
  ...values: readonly (readonly [format: Format, value: number | null])[]
): LocalizedMessage => ({
  code,
  values: values.map(([format, value]) => ({ format, value })),
  english: 'English.',
});
