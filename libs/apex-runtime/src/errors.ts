export type ApexErrorCode = 'apex_syntax' | 'apex_unknown' | 'apex_type' | 'apex_not_supported' | 'apex_internal';

const remedies: Record<ApexErrorCode, string> = {
  apex_syntax: 'Correct the source.',
  apex_unknown: 'Correct the name, or declare it in libs/apex-runtime/src/platform if Apex has it.',
  apex_type: 'Correct the types.',
  apex_not_supported: 'Write it differently, or add it to libs/apex-runtime.',
  apex_internal: 'Report it: this is a defect of the runtime.',
};

/** What stops a program before or while it runs and is not an Apex exception. Apex code cannot catch it. */
export class ApexError extends Error {
  readonly code: ApexErrorCode;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly remedy: string;

  /** @param line starts at 1; 0 = unknown */
  constructor(code: ApexErrorCode, reason: string, file: string, line: number) {
    super(`${file}:${line}: ${reason} ${remedies[code]}`);
    this.code = code;
    this.file = file;
    this.line = line;
    this.reason = reason;
    this.remedy = remedies[code];
  }
}
