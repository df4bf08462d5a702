// The last thing before the terminal: whatever was forgotten on the way is made plain here.
import { plainScreen } from '#domain/plain-text.ts';

/** A stream, as far as text is written to it. */
export interface TextStream {
  write(...parts: never[]): boolean;
}

/** Lets a stream say nothing that a terminal would obey, but our own colours and redrawn lines. */
export function keepPlain(stream: TextStream): void {
  const write = stream.write.bind(stream) as (...parts: unknown[]) => boolean;
  stream.write = (...[text, ...rest]: unknown[]) =>
    write(typeof text === 'string' ? plainScreen(text) : text, ...rest);
}
