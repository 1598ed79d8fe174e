import type { ColumnFinding, OutcomeValues, TableReading, TextCount } from '@leadlight/lead-table';

/** Columns that a fact names; the others are counted. */
const MAX_COLUMNS = 20;

/** How a table was read, for the report's table of facts: only what a person should know, so nothing for a clean table. */
export function readingFacts(
  { columns }: TableReading,
  values: OutcomeValues | undefined,
  rowsWithoutCreationTime: number,
  fileNotes: readonly string[] = [],
): Record<string, string | number> {
  return {
    ...(fileNotes.length > 0 && { file: fileNotes.join(' ') }),
    ...(values && { converted: textsOf(values.converted), notConverted: textsOf(values.notConverted) }),
    ...(values && values.undecided.length > 0 && { undecidedAndLeftOut: textsOf(values.undecided) }),
    ...(values && values.emptyRows > 0 && { rowsWithoutOutcome: values.emptyRows }),
    ...(rowsWithoutCreationTime > 0 && { rowsWithoutCreationTime }),
    ...listed('cellsCountedAsMissing', columns, ({ unreadable, missing }) =>
      [...unreadable.examples, ...missing.texts].length > 0
        ? textsOf([...unreadable.examples, ...missing.texts])
        : undefined,
    ),
    ...listed('notesOnColumns', columns, ({ notes }) => (notes.length > 0 ? notes.join(' ') : undefined)),
  };
}

const textsOf = (texts: readonly TextCount[]): string => texts.map(({ text, rows }) => `${text} (${rows})`).join(', ');

function listed(
  name: string,
  columns: readonly ColumnFinding[],
  factOf: (finding: ColumnFinding) => string | undefined,
): Record<string, string> {
  const facts = columns.flatMap((finding) => {
    const fact = factOf(finding);
    return fact === undefined ? [] : [`${finding.column}: ${fact}`];
  });
  if (facts.length === 0) return {};
  const more = facts.length > MAX_COLUMNS ? [`and ${facts.length - MAX_COLUMNS} more columns`] : [];
  return { [name]: [...facts.slice(0, MAX_COLUMNS), ...more].join('; ') };
}
