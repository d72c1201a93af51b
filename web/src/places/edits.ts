/** Are these two words at most `most` slips apart: a letter more, less, another, or two swapped (Damerau-Levenshtein). */
export function editsWithin(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) return false;
  let before: number[] = [];
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const kept = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same];
      if (swapped) kept.push((before[j - 2] ?? 0) + 1);
      next.push(Math.min(...kept));
    }
    [before, row] = [row, next];
  }
  return (row[other.length] ?? 0) <= most;
}
