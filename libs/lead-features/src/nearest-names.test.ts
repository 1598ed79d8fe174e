import { describe, expect, it } from 'vitest';
import { nearestNames } from './nearest-names.ts';

const HEADER = ['Visits', 'Lead Source', 'Lead Origin', 'Employees', 'Region__c', 'X'];

describe('nearestNames', () => {
  it.each([
    ['visits', ['Visits']],
    ['Vistis', ['Visits']],
    ['lead_sorce', ['Lead Source']],
    ['Lead Orign', ['Lead Origin']],
    ['Region', ['Region__c']],
    ['employes', ['Employees']],
  ])('finds what %s was to be', (wanted, meant) => {
    expect(nearestNames(wanted, HEADER)).toEqual(meant);
  });

  it('puts the nearest first and names each once', () => {
    expect(nearestNames('note 1', ['note 12', 'note 1', 'note 1', 'note 2'])).toEqual(['note 1', 'note 12', 'note 2']);
  });

  it('is empty where no name is near', () => {
    expect(nearestNames('Budget', HEADER)).toEqual([]);
    expect(nearestNames('Y', HEADER)).toEqual([]);
    expect(nearestNames('', HEADER)).toEqual([]);
  });
});
