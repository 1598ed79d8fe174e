/** Languages whose month names are read. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];
const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2025, month, 15)));

const letters = (name: string): string => name.toLowerCase().replaceAll('.', '');

const monthByName = new Map<string, number>();
for (const language of LANGUAGES) {
  for (const style of ['long', 'short'] as const) {
    const { format } = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' });
    MONTHS.forEach((day, month) => {
      const name = letters(format(day));
      if (!monthByName.has(name)) monthByName.set(name, month + 1);
    });
  }
}
monthByName.set('sept', 9);

/** 1 to 12; undefined where it is no name of a month. */
export const monthOfName = (name: string): number | undefined => monthByName.get(letters(name));
