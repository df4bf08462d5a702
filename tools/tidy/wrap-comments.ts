/**
 * Wraps comments that are wider than `columnsMax`, which the formatter leaves alone. What does not
 * fit moves to the start of the next line if that goes on with the same prose. Lines with a URL,
 * with code before the comment, and everything that is not a comment stay as they are.
 */
export function wrapComments(text: string, columnsMax: number): string {
  const pending = text.split('\n');
  const done: string[] = [];
  for (let line = pending.shift(); line !== undefined; line = pending.shift()) {
    if (line.length <= columnsMax || /https?:\/\//.test(line)) {
      done.push(line);
      continue;
    }
    const oneLiner = /^(\s*)\/\*\* (.*) \*\/$/.exec(line);
    if (oneLiner) {
      const [, indent = '', prose = ''] = oneLiner;
      const sentences = prose.split(/ (?=@(?:param|returns|throws)\b)/);
      const body = sentences.map((sentence) => `${indent} * ${sentence}`);
      pending.unshift(`${indent}/**`, ...body, `${indent} */`);
      continue;
    }
    const [head, ...tail] = breakLine(line, pending, columnsMax);
    done.push(head);
    pending.unshift(...tail);
  }
  return done.join('\n');
}

// Takes the line that continues the prose, if any, off `pending`.
function breakLine(line: string, pending: string[], columnsMax: number): [string, ...string[]] {
  const [, prefix, prose] = /^(\s*(?:\/\/|\*) +)(.*)$/.exec(line) ?? [];
  if (prefix === undefined || prose === undefined) return [line];
  const space = prose.lastIndexOf(' ', columnsMax - prefix.length);
  if (space <= 0) return [line];
  const rest = prose.slice(space + 1);
  const head = prefix + prose.slice(0, space);
  const next = pending[0];
  if (next === undefined || !continuesProse(next, prefix)) return [head, prefix + rest];
  pending.shift();
  return [head, `${prefix + rest} ${next.slice(prefix.length)}`];
}

// A list item, a tag, a table or a code block starts something new.
function continuesProse(line: string, prefix: string): boolean {
  return (
    line.startsWith(prefix) &&
    /^[\p{L}\p{N}`'"(]/u.test(line.slice(prefix.length)) &&
    !/^(\d+[.)] |```)/.test(line.slice(prefix.length))
  );
}
