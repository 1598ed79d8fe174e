/** Why the lead page cannot be served. The message names cause and remedy. */
export type LeadPageErrorCode = 'usage' | 'page_not_built' | 'port_taken';

export class LeadPageError extends Error {
  readonly code: LeadPageErrorCode;

  constructor(code: LeadPageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LeadPageError';
    this.code = code;
  }
}
