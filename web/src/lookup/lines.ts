// The lines of a pasted or opened list: one person each. Of a table the cell with an ID number counts,
// else the first that is not empty; quotes, blanks and full-width digits are taken off. A first line of
// several cells without a number is the headings.
export function linesOf(text: string): string[] {
  const rows = text.split(/\r?\n/).map((line) => line.split(/[\t,，;；]/).map((cell) => plain(cell)));
  return rows
    .filter((cells, at) => at > 0 || cells.length === 1 || cells.some((cell) => isNumber(cell)))
    .map((cells) => cells.find((cell) => isNumber(cell)) ?? cells.find((cell) => cell !== '') ?? '')
    .filter((line) => line !== '');
}

const isNumber = (cell: string): boolean => /^\d{15}(\d{2}[\dXx])?$/.test(cell);

function plain(cell: string): string {
  const narrow = cell.replace(/[０-９Ｘｘ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  return narrow.replace(/^['"\s\u3000\ufeff]+|['"\s\u3000]+$/g, '');
}
