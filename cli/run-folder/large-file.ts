// Writes and prints files that may be larger than memory, piece by piece.
import { once } from 'node:events';
import { closeSync, createReadStream, openSync, renameSync, writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { stableJson } from '#runner/stable-json.ts';

/** How much text is written at once. */
const pieceLength = 64 * 1024;

/** Writes a file piece by piece. Until it is complete it has another name. */
export function writePieces(path: string, pieces: Iterable<string>): void {
  const partPath = `${path}.part`;
  const file = openSync(partPath, 'w');
  try {
    let text = '';
    for (const piece of pieces) {
      text += piece;
      if (text.length < pieceLength) continue;
      // Unlike `writeSync`, this continues until all is written, or fails.
      writeFileSync(file, text);
      text = '';
    }
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
  renameSync(partPath, path);
}

/**
 * An object as stable JSON, in pieces. The bytes are those of `stableJson` for the whole object.
 * @param lists members that are long lists; each is read once, in the order of their names
 */
export function* jsonPieces(
  head: Readonly<Record<string, unknown>>,
  lists: Readonly<Record<string, Iterable<unknown>>>,
): Generator<string> {
  const emptyLists = Object.keys(lists).map((name): [string, never[]] => [name, []]);
  let rest = stableJson({ ...head, ...Object.fromEntries(emptyLists) });
  for (const name of Object.keys(lists).sort()) {
    // No string in JSON holds a newline, so only a member of the whole object has this form.
    const place = `\n  ${JSON.stringify(name)}: [`;
    const at = rest.indexOf(place) + place.length;
    yield rest.slice(0, at);
    let isFirst = true;
    for (const item of lists[name] ?? []) {
      yield `${isFirst ? '' : ','}\n${stableJson(item).trimEnd().replaceAll(/^/gm, '    ')}`;
      isFirst = false;
    }
    if (!isFirst) yield '\n  ';
    rest = rest.slice(at);
  }
  yield rest;
}

/** Prints a file no faster than it is read. If the reader stops reading, the rest is left out. */
export async function printFile(path: string, stdout: Writable): Promise<void> {
  for await (const text of createReadStream(path, 'utf8')) {
    if (stdout.write(text)) continue;
    const isRead = new AbortController();
    await Promise.race(
      ['drain', 'close'].map((event) => once(stdout, event, { signal: isRead.signal })),
    ).catch(() => {
      // The stream's own listener handles the error.
    });
    isRead.abort();
    if (stdout.destroyed) return;
  }
}
