/** A cell that a spreadsheet would take for a formula is text. */
export function csvCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With a byte order mark, or Excel reads Chinese as noise. */
export const csv = (rows: (string | number)[][]): string => `\ufeff${rows.map(row => row.map(csvCell).join(',')).join('\r\n')}\r\n`;

export function saveCsv(name: string, rows: (string | number)[][]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv(rows)], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
