import type { CrmLimits } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import { expectObject } from './json.ts';
import type { SalesforceConnection } from './salesforce-connection.ts';

/** @source Salesforce, REST API Developer Guide, "Limits" */
export function createCrmLimits(connection: SalesforceConnection): CrmLimits {
  return {
    async readApiUsage() {
      const context = 'GET /limits';
      try {
        const body = expectObject(await connection.json({ method: 'GET', path: '/limits' }), context);
        const { Max: limit, Remaining: remaining } = expectObject(body.DailyApiRequests, context);
        return { used: Number(limit) - Number(remaining), limit: Number(limit) };
      } catch (error) {
        const usage = connection.apiUsage();
        // The org refuses even this call, and says in a header how many there were.
        if (isSalesforceError(error, 'api_limit_exceeded') && usage) return usage;
        throw error;
      }
    },
  };
}
