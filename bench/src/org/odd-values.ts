import type { OtherClient } from '../shared/sandbox.ts';

/** Values that CSV readers often get wrong. */
const ODD_VALUES = [
  'comma, semicolon; caret^ pipe| and\ttab',
  'a "quoted" word, and a lone " too',
  'first line\nsecond line\r\nthird, "quoted"\n\nfifth',
  '株式会社サンプル、東京',
  'مثال للشركة، "الرياض"',
  'Ωμέγα & Σία, Αθήνα',
  'Приме́р «кавычки», Москва',
  '👩‍🔬 Señor Ñandú – “typographic” …',
  '=1+1, #N/A and Id',
  "it's a \\ backslash \\n and a 'quote'",
  '"',
  ',',
];

const LEAD_COUNT = 1_000;
const BATCH_SIZE = 200;

/** Writes odd values to the newest open leads, as another client. @returns the org's time since which their history is compared */
export async function writeOddValues(other: OtherClient): Promise<number> {
  const since = Math.floor(Date.now() / 1000) * 1000;
  const { records } = await other.send<{ records: readonly { Id: string }[] }>(
    'GET',
    `/query?q=${encodeURIComponent(`SELECT Id FROM Lead WHERE IsConverted = false ORDER BY CreatedDate DESC LIMIT ${LEAD_COUNT}`)}`,
  );
  for (let start = 0; start < records.length; start += BATCH_SIZE) {
    const results = await other.send<readonly { success: boolean; errors: unknown }[]>('PATCH', '/composite/sobjects', {
      records: records.slice(start, start + BATCH_SIZE).map(({ Id }, at) => oddLead(Id, start + at)),
    });
    const rejected = results.find(({ success }) => !success);
    if (rejected) throw new Error(`An odd value was rejected: ${JSON.stringify(rejected.errors)}`);
  }
  return since;
}

function oddLead(Id: string, nth: number) {
  const odd = ODD_VALUES[nth % ODD_VALUES.length]!;
  return {
    attributes: { type: 'Lead' },
    Id,
    Company: `${odd} ${nth}`,
    Title: odd,
    Street: `${nth} ${odd}`,
    Description: `${odd}\n${ODD_VALUES.toReversed().join('\n')}`,
    Phone: `${nth} ${odd}`.slice(0, 39).toWellFormed(),
  };
}
