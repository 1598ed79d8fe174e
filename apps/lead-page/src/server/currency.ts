const EURO_REGIONS = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');
const OTHER_CURRENCIES =
  'US:USD GB:GBP CH:CHF SE:SEK NO:NOK DK:DKK PL:PLN CZ:CZK HU:HUF RO:RON CA:CAD MX:MXN BR:BRL AR:ARS CL:CLP ' +
  'CO:COP AU:AUD NZ:NZD JP:JPY CN:CNY KR:KRW IN:INR SG:SGD HK:HKD TW:TWD TH:THB ZA:ZAR AE:AED IL:ILS TR:TRY';
const CURRENCY_BY_REGION: ReadonlyMap<string, string> = new Map([
  ...OTHER_CURRENCIES.split(' ').map((pair) => pair.split(':') as [region: string, currency: string]),
  ...EURO_REGIONS.map((region) => [region, 'EUR'] as const),
]);

/** The currency that a new org gets from its locale, such as `en_US` or `de_DE_EURO`; undefined if it is not known. */
export const currencyOf = (localeKey: string): string | undefined =>
  localeKey.endsWith('_EURO') ? 'EUR' : CURRENCY_BY_REGION.get(/_([A-Z]{2})(?:_|$)/.exec(localeKey)?.[1] ?? '');

/** An amount as the platform displays it to a user of this language. */
export const formatAmount = (amount: number, currency: string, language: string): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount);
