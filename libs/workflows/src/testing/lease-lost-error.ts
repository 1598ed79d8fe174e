import { defineErrors, LeadlightError } from '@leadlight/common';

const errors = defineErrors({
  lease_lost: { reason: () => 'Another process took the lease over.', remedy: 'Try again.', example: {} },
});

/** What `Lease.renew` throws when another process has taken the lease over. */
export class LeaseLostError extends LeadlightError<'lease_lost'> {
  constructor() {
    super(errors, 'lease_lost', {});
  }
}
