// What the browser saves as a file.

/** Bytes under a name; the address is given back once the browser has taken them. */
export function saveBlob(name: string, bytes: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A table as CSV (UTF-8 with a mark, so that Excel reads the Chinese). */
export function saveTable(name: string, rows: (string | number)[][]): void {
  const lines = rows.map((row) => row.map(cell).join(','));
  saveBlob(name, new Blob(['\ufeff', lines.join('\r\n')], { type: 'text/csv;charset=utf-8' }));
}

/** Quoted where needed; a leading = + - @ is kept from running as a formula. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+@]|^-(?!\d)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
