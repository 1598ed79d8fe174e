import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { seededRandom } from '@leadlight/common';

const SOURCES = ['Web', 'Referral', 'Trade show', 'Cold call', 'Partner', 'Webinar', 'Advertisement'];
const ROWS_PER_WRITE = 2000;

/** Writes leads with 20 columns: an id, dates, categories, yes or no, counts, amounts and texts in quotes. */
export async function writeLeads(file: string, rows: number): Promise<void> {
  const random = seededRandom(20);
  const whole = (below: number) => Math.floor(random() * below);
  const stream = createWriteStream(file);
  stream.write(
    'Lead ID,Created,Source,Region,Industry,City,Employees,Revenue,Fit %,Visits,Minutes,Opt In,Phone known,Campaign,Company,Title,Note,Last seen,Score,Converted\n',
  );
  for (let row = 0; row < rows;) {
    const lines: string[] = [];
    for (let i = 0; i < ROWS_PER_WRITE && row < rows; i += 1, row += 1) {
      const day = `2025-${String(1 + whole(12)).padStart(2, '0')}-${String(1 + whole(28)).padStart(2, '0')}`;
      lines.push(
        `00Q5e${String(row).padStart(10, '0')},${day},${SOURCES[whole(7)]},R${whole(5)},I${whole(24)},"City ${whole(900)}, X",` +
          `${whole(20_000)},${(random() * 9_000_000).toFixed(2)},${(random() * 100).toFixed(1)},${whole(60)},${(random() * 300).toFixed(3)},` +
          `${random() < 0.5},${random() < 0.5 ? 'yes' : 'no'},C${whole(300)},Company ${whole(40_000)},T${whole(200)},` +
          `${random() < 0.1 ? `"said ""${whole(1000)}"""` : ''},${day} 10:${String(whole(60)).padStart(2, '0')},${whole(100)},${whole(2)}\n`,
      );
    }
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
