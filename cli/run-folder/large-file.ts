// Files that may be larger than memory: written piece by piece, and printed so.
import { once } from 'node:events';
import { closeSync, createReadStream, openSync, renameSync, writeFileSync } from 'node:fs';
import { stableJson } from '#runner/stable-json.ts';

/** So much text is written at once. */
const pieceLength = 64 * 1024;

/** Writes a file piece by piece. Until it is whole it stands under another name. */
export function writePieces(path: string, pieces: Iterable<string>): void {
  const partPath = `${path}.part`;
  const file = openSync(partPath, 'w');
  try {
    let text = '';
    for (const piece of pieces) {
      text += piece;
      if (text.length < pieceLength) continue;
      // Unlike `writeSync` it goes on until all is written, or fails.
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
 * An object as stable JSON, in pieces: the same bytes as `stableJson` makes of all of it.
 * @param lists members that are long lists; each is gone through once, in the order of their names
 */
export function* jsonPieces(
  head: Readonly<Record<string, unknown>>,
  lists: Readonly<Record<string, Iterable<unknown>>>,
): Generator<string> {
  const emptyLists = Object.keys(lists).map((name): [string, never[]] => [name, []]);
  let rest = stableJson({ ...head, ...Object.fromEntries(emptyLists) });
  for (const name of Object.keys(lists).sort()) {
    // No string in JSON has a newline in it, so only a member of the whole stands like that.
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

/** Prints a file no faster than it is read. Whoever stops reading has seen enough. */
export async function printFile(path: string, stdout: NodeJS.Process['stdout']): Promise<void> {
  for await (const text of createReadStream(path, 'utf8')) {
    if (stdout.write(text)) continue;
    const isRead = new AbortController();
    await Promise.race(
      ['drain', 'close'].map((event) => once(stdout, event, { signal: isRead.signal })),
    ).catch(() => {
      // The stream's own listener says what an error means.
    });
    isRead.abort();
    if (stdout.destroyed) return;
  }
}
