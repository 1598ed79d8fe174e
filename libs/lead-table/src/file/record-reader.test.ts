import { describe, expect, it } from 'vitest';
import { RecordReader } from './record-reader.ts';

function read(chunks: readonly string[], delimiter = ',') {
  const records: { cells: string[]; line: number }[] = [];
  const reader = new RecordReader(delimiter, {
    onRecord: (cells, { line }) => records.push({ cells: [...cells], line }),
    onBadQuotes: (line, why) => {
      throw new Error(`line ${line}: ${why}`);
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return records;
}
const cellsOf = (text: string, delimiter?: string) => read([text], delimiter).map(({ cells }) => cells);

describe('RecordReader', () => {
  it('reads CR, LF and CRLF, also mixed, and counts lines', () => {
    expect(read(['a,b\r1,2\n3,4\r\n\r\n5,6'])).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['1', '2'], line: 2 },
      { cells: ['3', '4'], line: 3 },
      { cells: ['5', '6'], line: 5 },
    ]);
  });

  it('reads quoted delimiters, line ends and doubled quotes, and quotes inside unquoted cells', () => {
    expect(cellsOf('"a,b","say ""hi""","1\r\n2"\n5" pipe,"x" ,')).toEqual([
      ['a,b', 'say "hi"', '1\r\n2'],
      ['5" pipe', 'x', ''],
    ]);
    expect(read(['"1\n2"\n3'])[1]).toEqual({ cells: ['3'], line: 3 });
  });

  it('reads the same records wherever the text is cut', () => {
    const text = '\ufeffid;note\r\n1;"a ""b"";\r\nc"\r\n2;\r\n\n3;"x"';
    const whole = read([text], ';');
    expect(whole.map(({ cells }) => cells)).toEqual([
      ['id', 'note'],
      ['1', 'a "b";\r\nc'],
      ['2', ''],
      ['3', 'x'],
    ]);
    for (let at = 0; at <= text.length; at += 1) expect(read([text.slice(0, at), text.slice(at)], ';')).toEqual(whole);
    expect(read([...text], ';')).toEqual(whole);
  });

  it('names the line of a cell that is not closed, and of text after a closing quote', () => {
    expect(() => read(['a,b\n"1,2\n3,4'])).toThrow('line 2: a quoted cell is not closed');
    expect(() => read(['a\n"b"c\n'])).toThrow('line 2: text follows the closing quote');
  });

  it('reads a cell of megabytes that comes in small pieces', () => {
    const piece = 'x'.repeat(10_000);
    const [record] = read(['"', ...Array.from({ length: 300 }, () => piece), '"\n']);
    expect(record!.cells[0]).toHaveLength(3_000_000);
  });
});
