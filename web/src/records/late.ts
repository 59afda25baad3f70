// How long ago a day of a form is; both as the browser's date field has them.
const day = 86_400_000;

/** Whole days from one to the other; 0 where one of them is no day. */
export function daysPast(on: string, today: string): number {
  const past = Date.parse(`${today}T00:00:00Z`) - Date.parse(`${on}T00:00:00Z`);
  return Number.isNaN(past) ? 0 : Math.round(past / day);
}
