// Codes of places (GB/T 2260 and GB/T 10114): province 2 digits, city 2, county 2, town 3, village 3;
// what is below is filled with zeros.
const ends = [2, 4, 6, 9, 12];

/** What all places within a place begin with. */
function stemOf(place: string): string {
  const end = ends.find((one) => /^0*$/.test(place.slice(one)));
  return place.slice(0, end ?? place.length);
}

/** Whether a place is another one or lies within it. */
export const lies = (place: string, within: string): boolean => place !== '' && within !== '' && place.startsWith(stemOf(within));
