/** The cells of a record that are not empty. */
export const filledCells = (cells: readonly string[]): readonly string[] => cells.filter((cell) => cell.trim() !== '');
