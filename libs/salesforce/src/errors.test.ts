import { describe, expect, it } from 'vitest';
import {
  isNotFound,
  isSalesforceError,
  SalesforceError,
  salesforceErrors,
  type SalesforceErrorCode,
} from './errors.ts';

const codes = Object.keys(salesforceErrors) as SalesforceErrorCode[];

describe('salesforceErrors', () => {
  it.each(codes)('%s has a reason and a remedy in full sentences', (code) => {
    const error = new SalesforceError(code, salesforceErrors[code].example);
    expect(error.reason).toMatch(/^\S.*[.!?)”]$/);
    expect(error.remedy).toMatch(/^[A-Z].*\.$/);
    expect(error.message).toBe(`${error.reason} ${error.remedy}`);
  });
});

describe('isSalesforceError', () => {
  it('recognises an error by its class and its code', () => {
    const error = new SalesforceError('rows_lost', { jobId: '750', expected: 2, read: 1 });
    expect(isSalesforceError(error)).toBe(true);
    expect(isSalesforceError(error, 'rows_lost', 'job_failed')).toBe(true);
    expect(isSalesforceError(error, 'job_failed')).toBe(false);
    expect(isSalesforceError(new Error('rows_lost'))).toBe(false);
  });
});

describe('isNotFound', () => {
  it('is true only for a request with status 404', () => {
    const rejection = (status: number) =>
      new SalesforceError('request_rejected', { request: 'GET /x', status, errorCode: 'X', message: 'x' });
    expect([404, 400].map((status) => isNotFound(rejection(status)))).toEqual([true, false]);
  });
});
