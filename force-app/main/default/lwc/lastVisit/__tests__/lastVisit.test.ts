import { noteVisit } from 'c/lastVisit';

const MINUTE_MS = 60_000;
const noon = Date.UTC(2026, 10, 23, 12);

describe('the last visit', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => jest.restoreAllMocks());

  it('is unknown at the first', () => {
    expect(noteVisit('00Q1', noon)).toBeUndefined();
  });

  it('is the one before, for each lead by itself', () => {
    noteVisit('00Q1', noon);
    expect(noteVisit('00Q1', noon + 60 * MINUTE_MS)).toBe(noon);
    expect(noteVisit('00Q2', noon + 60 * MINUTE_MS)).toBeUndefined();
  });

  it('stays the one before while the user keeps looking', () => {
    noteVisit('00Q1', noon);
    noteVisit('00Q1', noon + 60 * MINUTE_MS);
    expect(noteVisit('00Q1', noon + 80 * MINUTE_MS)).toBe(noon);
    expect(noteVisit('00Q1', noon + 100 * MINUTE_MS)).toBe(noon);
  });

  it.each(['not json', '7', 'null', '{"latest":"x"}'])('is unknown where the browser kept %s', (kept) => {
    localStorage.setItem('leadlight.visit.00Q1', kept);
    expect(noteVisit('00Q1', noon)).toBeUndefined();
  });

  it('is unknown where the browser keeps nothing', () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(noteVisit('00Q1', noon)).toBeUndefined();
  });
});
