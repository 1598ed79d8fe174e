import { describe, expect, it } from 'vitest';
import { findForbiddenSubjectReason } from './forbidden-subject-fields.ts';

describe('findForbiddenSubjectReason', () => {
  it('forbids fields of one object whatever their case, and those of every object', () => {
    expect(findForbiddenSubjectReason('Opportunity', 'IsWon')?.code).toBe('reveals_outcome');
    expect(findForbiddenSubjectReason('Opportunity', 'PROBABILITY')?.code).toBe('updated_by_staff');
    expect(findForbiddenSubjectReason('Account', 'IsWon')).toBeUndefined();
    expect(findForbiddenSubjectReason('Case', 'OwnerId')?.code).toBe('updated_by_staff');
  });
});
