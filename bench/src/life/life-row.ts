/** One line of the table of `npm run bench:life`. */
export interface LifeRow {
  readonly name: string;
  /** What must be measured, in words. */
  readonly must: string;
  run(): Promise<LifeResult> | LifeResult;
}

export interface LifeResult {
  /** Figures, in words. */
  readonly measured: string;
  /** null = not measured: its data or programs are not here. */
  readonly isReached: boolean | null;
}

/** A row with the experiments or records that it is measured on. */
export interface RowOnData extends LifeRow {
  readonly data: string;
}
