/**
 * `node write-scores.ts <connection as JSON> <count>`: writes a score and a history row to open leads of an org, as a write-back
 * does but without storage, and prints a JSON document. It is a process of its own, so that its memory can be measured.
 */
import { connectSalesforce, createScoreWriter, type ConnectOptions } from '@leadlight/salesforce';
import type { LeadScoreUpdate, WriteClaim } from '@leadlight/workflows';
import { queryAll } from '../shared/query-all.ts';

const BATCH_SIZE = 10_000;
const connection = await connectSalesforce(JSON.parse(process.argv[2] ?? '{}') as ConnectOptions);
const writer = createScoreWriter(connection);
const rows = await queryAll<{ readonly Id: string }>(
  (path) => connection.json({ method: 'GET', path }),
  `SELECT Id FROM Lead WHERE IsConverted = false LIMIT ${Number(process.argv[3] ?? 100_000)}`,
);
const scoredAt = Date.now();
const reasons = JSON.stringify({
  baseline: 0.12,
  baselineScore: 50,
  otherPoints: 3,
  reasons: ['lead_source', 'industry', 'replies', 'employees', 'days_since_last_touch'].map((feature, points) => ({
    feature,
    field: 'LeadSource',
    labelKey: `Feature_${feature}`,
    value: 'Referral',
    points,
  })),
});
const updates = rows.map(({ Id: leadId }, index): LeadScoreUpdate => ({
  leadId,
  score: 1 + (index % 99),
  band: 'ABCD'.charAt(index % 4),
  qualified: index % 5 === 0,
  probability: (index % 1000) / 1000,
  unranked: null,
  reasons,
  modelLabel: 'v1 0123456789abcdef',
  scoredAt,
  inputHash: index.toString(16).padStart(64, '0'),
}));
/** A claim without storage, as no other process writes to this org. */
const claim: WriteClaim = {
  lost: new AbortController().signal,
  jobs: { list: async () => [], add: async () => undefined, remove: async () => undefined },
};
const callsBefore = connection.requestsSent();
const cpuBefore = process.cpuUsage();
const began = performance.now();
let written = 0;
for (let start = 0; start < updates.length; start += BATCH_SIZE) {
  const results = await writer.writeScores(updates.slice(start, start + BATCH_SIZE), claim);
  written += results.filter(({ outcome, message }) => outcome === 'written' && message === undefined).length;
}
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(
  `${JSON.stringify({
    requested: updates.length,
    written,
    seconds: (performance.now() - began) / 1000,
    processorSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    calls: connection.requestsSent() - callsBefore,
  })}\n`,
);
