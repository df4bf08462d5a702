// For tests: a process's streams at a terminal, with somebody who types.
import { PassThrough } from 'node:stream';

/** The streams, and what was said on them. */
export interface TypingTerminal {
  readonly said: { stdout: string; stderr: string };
  readonly streams: {
    readonly stdout: NodeJS.Process['stdout'];
    readonly stderr: NodeJS.Process['stderr'];
    readonly stdin: NodeJS.ReadStream;
  };
}

/**
 * @param typed what is typed, line by line; undefined: there is no terminal
 */
export function typingTerminal(typed?: string): TypingTerminal {
  const said = { stdout: '', stderr: '' };
  const isTTY = typed !== undefined;
  const into = (name: keyof typeof said) => ({
    isTTY,
    write: (text: string) => {
      said[name] += text;
      return true;
    },
  });
  const stdin = Object.assign(new PassThrough(), { isTTY });
  stdin.end(typed ?? '');
  const streams = { stdout: into('stdout'), stderr: into('stderr'), stdin };
  return { said, streams: streams as unknown as TypingTerminal['streams'] };
}
