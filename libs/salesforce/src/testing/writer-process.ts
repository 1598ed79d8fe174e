/** A writer process for tests that kill it: writes one score to leads by a job, with its ledger in a file. */
import { connectSalesforce, type ConnectOptions } from '../connection/connect.ts';
import { createScoreWriter } from '../write/score-writer.ts';
import { fileWriteClaim } from './file-write-claim.ts';
import { scoreUpdate } from './score-update.ts';

const [options, leadIds, score, ledger] = process.argv.slice(2) as [string, string, string, string];
const connection = await connectSalesforce(JSON.parse(options) as ConnectOptions);
const writer = createScoreWriter(connection, { bulkThreshold: 1 });
const updates = leadIds.split(',').map((leadId) => scoreUpdate(leadId, { score: Number(score) }));
await writer.writeScores(updates, fileWriteClaim(ledger));
