/** Languages whose month names are read. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];

const letters = (name: string): string => name.toLowerCase().replaceAll('.', '');

function readMonthNames(): ReadonlyMap<string, number> {
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2025, month, 15)));
  const monthByName = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      const { format } = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' });
      months.forEach((day, month) => {
        const name = letters(format(day));
        if (!monthByName.has(name)) monthByName.set(name, month + 1);
      });
    }
  }
  return monthByName.set('sept', 9);
}

/** Read at the first look-up: all languages take about 30 ms, and few files have names of months. */
let monthByName: ReadonlyMap<string, number> | undefined;

/** 1 to 12; undefined where it is no name of a month. */
export const monthOfName = (name: string): number | undefined => (monthByName ??= readMonthNames()).get(letters(name));
