import { defineErrors, LeadlightError } from '@leadlight/common';

const errors = defineErrors({
  claim_lost: { reason: () => 'Another process took the work over.', remedy: 'Try again.', example: {} },
});

/** What `JobClaim.confirm` throws when another process has taken the work over. */
export class ClaimLostError extends LeadlightError<'claim_lost'> {
  constructor() {
    super(errors, 'claim_lost', {});
  }
}
