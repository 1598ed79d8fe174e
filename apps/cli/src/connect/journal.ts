import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { writeFileAtomically } from '../output/output-file.ts';
import { STEP_IDS, type StepId } from './step.ts';

/** What a step made, by a name of its own. It contains no secret. */
export type Made = Readonly<Record<string, string | boolean | readonly string[]>>;

interface StepRecord {
  readonly state: 'started' | 'done' | 'left';
  readonly made: Made;
}

interface JournalFile {
  readonly version: 1;
  readonly orgId: string;
  readonly steps: Readonly<Partial<Record<StepId, StepRecord>>>;
}

/**
 * What `leadlight connect` has made in an org, so that an interrupted run continues and `--undo` takes back no more than that.
 * Something is entered before it is made: after a kill in between, it counts as made. Reading creates no file.
 */
export class Journal {
  readonly #path: string;
  #file: JournalFile;

  /** @throws CliError `journal_unreadable` */
  constructor(folder: string, orgId: string) {
    this.#path = join(folder, `connect-${orgId}.json`);
    this.#file = readJournal(this.#path) ?? { version: 1, orgId, steps: {} };
  }

  get path(): string {
    return this.#path;
  }

  stateOf(step: StepId): StepRecord['state'] | undefined {
    return this.#file.steps[step]?.state;
  }

  made(step: StepId): Made {
    return this.#file.steps[step]?.made ?? {};
  }

  /** The steps that made something, the last one first. */
  stepsWithResults(): readonly StepId[] {
    return STEP_IDS.filter((step) => Object.keys(this.made(step)).length > 0).reverse();
  }

  /** Enters what a step is about to make, in addition to what it made before. */
  enter(step: StepId, made: Made): void {
    this.#save(step, { state: 'started', made: { ...this.made(step), ...made } });
  }

  finish(step: StepId, state: 'done' | 'left'): void {
    if (this.stateOf(step) !== state) this.#save(step, { state, made: this.made(step) });
  }

  /** Forgets a step, which was undone, and with it what made nothing of its own, such as that leads were scored. */
  forget(step: StepId): void {
    const kept = this.stepsWithResults().filter((other) => other !== step);
    const steps = Object.fromEntries(kept.map((other) => [other, this.#file.steps[other]!]));
    this.#file = { ...this.#file, steps };
    if (kept.length === 0) rmSync(this.#path, { force: true });
    else this.#write();
  }

  #save(step: StepId, record: StepRecord): void {
    this.#file = { ...this.#file, steps: { ...this.#file.steps, [step]: record } };
    this.#write();
  }

  #write(): void {
    mkdirSync(join(this.#path, '..'), { recursive: true, mode: 0o700 });
    writeFileAtomically(this.#path, `${JSON.stringify(this.#file, undefined, 2)}\n`, 0o600);
  }
}

function readJournal(path: string): JournalFile | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<JournalFile>;
    if (file.version === 1 && file.orgId !== undefined && file.steps !== undefined) return file as JournalFile;
  } catch {
    // Reported below like a file of another version.
  }
  throw new CliError('journal_unreadable', { file: path });
}
