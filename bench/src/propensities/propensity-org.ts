import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import { rocAuc } from '@leadlight/evaluation';
import { readyMade, type PropensityDefinition } from '@leadlight/propensity';
import { createSubjectSource, type SalesforceConnection } from '@leadlight/salesforce';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  addPropensity,
  buildSubjectDataset,
  noProgress,
  syncSubjects,
  trainPropensity,
  type PropensityTraining,
  type PropensityTrainingRequest,
} from '@leadlight/workflows';
import { startSandbox, type Sandbox } from '../shared/sandbox.ts';

const NOW = Date.UTC(2026, 10, 20, 9);

interface Company {
  readonly leads: number;
  readonly months: number;
  readonly seed: number;
  readonly customers?: number;
  readonly deals?: number;
  readonly cases?: number;
}

/** The best possible prediction for a row of the test, and what became of it. */
export interface BestPrediction {
  readonly label: number;
  readonly best: number;
}

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form: all ready-made propensities, instead of account-churns and opportunity-wins only. */
export const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;

/** A simulated org with propensities, from its records to their models. */
export class PropensityOrg {
  readonly now = NOW;
  readonly company: Company & { readonly now: number };
  readonly #folder = mkdtempSync(join(tmpdir(), 'leadlight-propensity-'));
  readonly #parts: string;
  sandbox!: Sandbox;
  storage!: Storage;
  connection!: SalesforceConnection;

  constructor(company: Company, parts = '') {
    this.company = { ...company, now: NOW };
    this.#parts = parts;
  }

  get orgId(): string {
    return this.connection.orgId;
  }

  get ports() {
    return { ...this.storage, clock: { now: () => NOW } };
  }

  async start(): Promise<void> {
    const { now: _now, ...counts } = this.company;
    const options = Object.entries(counts).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const parts = this.#parts === '' ? [] : ['--with', this.#parts];
    this.sandbox = await startSandbox(this.#folder, [...options, '--now', new Date(NOW).toISOString(), ...parts]);
    this.storage = await openStorage({ folder: this.#folder });
    this.connection = await this.sandbox.connect();
  }

  async stop(): Promise<void> {
    await this.storage?.close();
    await this.sandbox?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Adds a propensity, reads what it needs and trains it. */
  async train(
    definition: PropensityDefinition,
    request: PropensityTrainingRequest = { quick: true },
  ): Promise<PropensityTraining> {
    await addPropensity(this.ports, this.orgId, definition, 'test');
    await syncSubjects({ ...this.ports, subjectSource: createSubjectSource(this.connection) }, noProgress);
    return trainPropensity(this.ports, this.orgId, definition.id, request, noProgress);
  }

  /**
   * The rows that the report measured, with the best possible prediction of each.
   * @param bestOf undefined for a subject that is not simulated
   */
  async bestPredictions(
    definition: PropensityDefinition,
    { report }: PropensityTraining,
    bestOf: (createdAt: number, asOf: number) => number | undefined,
  ): Promise<{ readonly tested: number; readonly known: readonly BestPrediction[] }> {
    const { dataset } = await buildSubjectDataset(this.storage.subjectRecords, this.orgId, definition, noProgress, {
      now: NOW,
    });
    const times = dataset.times!;
    const tested = [...dataset.labels.keys()].filter((row) => times.asOf[row]! >= report.split.splitAt!);
    const known = tested.flatMap((row) => {
      const best = bestOf(dataset.createdAt![row]!, times.asOf[row]!);
      return best === undefined ? [] : [{ label: dataset.labels[row]!, best }];
    });
    return { tested: tested.length, known };
  }
}

export const getReadyMade = (id: string): PropensityDefinition => readyMade.find((each) => each.id === id)!;

/** The AUC of the best possible predictions. */
export const ceilingOf = (known: readonly BestPrediction[]): number =>
  rocAuc({
    labels: Uint8Array.from(known, ({ label }) => label),
    probabilities: Float64Array.from(known, ({ best }) => best),
  });

/** The verdict of the search for leakage on each field and feature. */
export const verdictsOf = ({ report }: PropensityTraining): ReadonlyMap<string, string> =>
  new Map(report.leakage.findings.map(({ field, verdict }) => [field, verdict]));
