import { HOUR_MS, seededRandom } from '@leadlight/common';

const SOURCES = ['Web', 'Referral', 'Trade show', 'Cold call', 'Partner'];

/** A CSV of leads whose conversion depends on visits, source and phone number; the other columns are noise. */
export function leadCsv(rows: number, seed: number, delimiter = ','): string {
  const random = seededRandom(seed);
  const lines = [['Lead ID', 'Created', 'Source', 'Visits', 'Has phone', 'Newsletter', 'City', 'Converted']];
  for (let row = 0; row < rows; row += 1) {
    const source = SOURCES[Math.floor(random() * SOURCES.length)]!;
    const visits = Math.floor(random() * 12);
    const phone = random() < 0.5;
    const logit = -2.2 + (source === 'Referral' ? 1.6 : 0) + 0.22 * visits + (phone ? 0.8 : 0);
    const converted = random() < 1 / (1 + Math.exp(-logit));
    const created = new Date(Date.UTC(2025, 0, 1) + row * HOUR_MS).toISOString();
    lines.push([
      `L-${row}`,
      created,
      source,
      random() < 0.1 ? '' : String(visits),
      phone ? 'yes' : 'no',
      random() < 0.5 ? 'true' : 'false',
      random() < 0.5 ? `"Paris, ${Math.floor(random() * 9)}"` : 'Łódź',
      converted ? '1' : '0',
    ]);
  }
  return `${lines.map((cells) => cells.join(delimiter)).join('\r\n')}\r\n`;
}
