/** Text in lines of at most `columns`, but for longer words; all but the first are indented. */
export function wrapLines(text: string, columns: number, indent: string): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.length - 1;
    const line = lines[last] ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= columns || line.trim() === '') lines[last] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines.join('\n');
}
