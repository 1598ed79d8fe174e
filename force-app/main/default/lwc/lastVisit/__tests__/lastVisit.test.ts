import { recordVisit } from 'c/lastVisit';

const MINUTE_MS = 60_000;
const noon = Date.UTC(2026, 10, 23, 12);

describe('recordVisit', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => jest.restoreAllMocks());

  it('returns undefined at the first visit', () => {
    expect(recordVisit('00Q1', noon)).toBeUndefined();
  });

  it('returns the previous visit of each lead', () => {
    recordVisit('00Q1', noon);
    expect(recordVisit('00Q1', noon + 60 * MINUTE_MS)).toBe(noon);
    expect(recordVisit('00Q2', noon + 60 * MINUTE_MS)).toBeUndefined();
  });

  it('returns the same visit while the user stays on the lead', () => {
    recordVisit('00Q1', noon);
    recordVisit('00Q1', noon + 60 * MINUTE_MS);
    expect(recordVisit('00Q1', noon + 80 * MINUTE_MS)).toBe(noon);
    expect(recordVisit('00Q1', noon + 100 * MINUTE_MS)).toBe(noon);
  });

  it.each(['not json', '7', 'null', '{"latest":"x"}'])('returns undefined if the browser has stored %s', (kept) => {
    localStorage.setItem('leadlight.visit.00Q1', kept);
    expect(recordVisit('00Q1', noon)).toBeUndefined();
  });

  it('returns undefined if the browser stores nothing', () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(recordVisit('00Q1', noon)).toBeUndefined();
  });
});
