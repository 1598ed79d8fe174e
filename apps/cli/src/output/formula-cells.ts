/** What makes a spreadsheet run a cell, in half and full width. @source OWASP, "CSV Injection" */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;
/** A number with a sign: digits, separators, a currency sign, a percent sign or an exponent; also a sign alone. */
const SIGNED_NUMBER = /^[+-](?:[\d\s.,'’\p{Sc}%]|[eE][+-]?\d)*$/u;

/** Whether a spreadsheet would run the cell as a formula when it opens the file. Numbers with a sign are none. */
export const isFormula = (cell: string): boolean => FORMULA.test(cell) && !SIGNED_NUMBER.test(cell);

export interface NeutralizedRows {
  readonly rows: readonly (readonly string[])[];
  /** Cells that were changed. */
  readonly neutralized: number;
}

/** Puts an apostrophe in front of cells that a spreadsheet would run as formulas, so that it shows them as text. */
export function neutralizeFormulas(rows: readonly (readonly string[])[]): NeutralizedRows {
  let neutralized = 0;
  const safe = rows.map((cells) =>
    cells.map((cell) => {
      if (!isFormula(cell)) return cell;
      neutralized += 1;
      return `'${cell}`;
    }),
  );
  return { rows: safe, neutralized };
}
