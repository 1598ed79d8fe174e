/** One result of checking an org. */
export interface Finding {
  readonly check:
    'sign-in' | 'clock' | 'objects' | 'fields' | 'history' | 'budget' | 'write' | 'model' | 'worker' | 'training';
  /** `warning`: it works, but with restrictions. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** Present unless `ok`. */
  readonly remedy?: string;
  /** The org that a successful sign-in led to. */
  readonly orgId?: string;
}
