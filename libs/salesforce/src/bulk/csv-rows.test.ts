import { describe, expect, it } from 'vitest';
import { parseCsvRows } from './csv-rows.ts';

const fields = ['Id', 'Company', 'Campaign.Type'];

describe('parseCsvRows', () => {
  it('keeps commas, quotes, newlines, other delimiters and every script', () => {
    const csv =
      '"Id","Company","Campaign.Type"\n' +
      '"00Q1","Smith, ""Sons"" & Co.\nLine two\r\nLine three","a|b;c^d`e\tf"\n' +
      '"00Q2","株式会社 東京 – Ελλάδα – مرحبا – 🦊","Id"\n';
    expect(parseCsvRows(csv, fields)).toEqual([
      { Id: '00Q1', Company: 'Smith, "Sons" & Co.\nLine two\r\nLine three', 'Campaign.Type': 'a|b;c^d`e\tf' },
      { Id: '00Q2', Company: '株式会社 東京 – Ελλάδα – مرحبا – 🦊', 'Campaign.Type': 'Id' },
    ]);
  });

  it('reads an empty cell as null', () => {
    expect(parseCsvRows('Id,Company,Campaign.Type\n00Q1,,""\n', fields)).toEqual([
      { Id: '00Q1', Company: null, 'Campaign.Type': null },
    ]);
  });

  it('skips a repeated header', () => {
    const csv = 'Id,Company,Campaign.Type\n00Q1,A,x\nId,Company,Campaign.Type\n00Q2,B,y\n';
    expect(parseCsvRows(csv, fields).map(({ Id }) => Id)).toEqual(['00Q1', '00Q2']);
  });

  it('matches columns by name, in any order and case, after a byte-order mark', () => {
    expect(parseCsvRows('\uFEFFCOMPANY,campaign.type,id\nA,x,00Q1\n', fields)).toEqual([
      { Id: '00Q1', Company: 'A', 'Campaign.Type': 'x' },
    ]);
  });

  it('returns no rows for an empty page or a header alone', () => {
    expect(parseCsvRows('Id,Company,Campaign.Type\n', fields)).toEqual([]);
    expect(parseCsvRows('', fields)).toEqual([]);
  });

  it('names a missing column', () => {
    expect(() => parseCsvRows('Id,Campaign.Type\n00Q1,x\n', fields)).toThrow(
      expect.objectContaining({ code: 'field_missing', facts: expect.objectContaining({ field: 'Company' }) }),
    );
  });

  it('rejects a truncated page instead of reading half of it', () => {
    expect(() => parseCsvRows('Id,Company,Campaign.Type\n00Q1,"half a va', fields)).toThrow(
      expect.objectContaining({ code: 'response_unreadable' }),
    );
  });
});
