// What stands in a workbook (.xlsx) that the browser saved: the first sheet's rows, as texts.
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** The files of a zip archive, by its central directory. */
function filesOf(bytes) {
  const files = new Map();
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== 0x06054b50) end -= 1;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, name, extra, comment] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    const head = bytes.readUInt32LE(at + 42);
    const from = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
    const data = bytes.subarray(from, from + packed);
    const text = () => (bytes.readUInt16LE(head + 8) === 0 ? data : inflateRawSync(data)).toString('utf8');
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), text);
    at += 46 + name + extra + comment;
  }
  return files;
}

const plain = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
const texts = (xml) => plain([...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, one]) => one).join(''));
const columnOf = (reference) => [...reference.replace(/\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Rows of cells; empty cells are ''. */
export function rowsOf(path) {
  const files = filesOf(readFileSync(path));
  const shared = [...(files.get('xl/sharedStrings.xml')?.() ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, one]) => texts(one));
  const sheet = files.get('xl/worksheets/sheet1.xml')();
  return [...sheet.matchAll(/<row[^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, row = '']) => {
    const cells = [];
    for (const [, attributes, inner = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const at = columnOf(/r="([A-Z]+\d+)"/.exec(attributes)[1]);
      const value = /<v>([^<]*)<\/v>/.exec(inner)?.[1] ?? '';
      while (cells.length <= at) cells.push('');
      if (/t="s"/.test(attributes)) cells[at] = shared[Number(value)];
      else cells[at] = /t="inlineStr"/.test(attributes) ? texts(inner) : plain(value);
    }
    return cells;
  });
}
