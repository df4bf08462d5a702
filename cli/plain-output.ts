// The last step before the terminal. It escapes what earlier steps have forgotten.
import { plainScreen } from '#domain/plain-text.ts';

/** The part of a stream that writes text. */
export interface TextStream {
  write(...parts: never[]): boolean;
}

/**
 * Keeps a stream from writing terminal control codes, except this program's own colours and redrawn
 * lines.
 */
export function keepPlain(stream: TextStream): void {
  const write = stream.write.bind(stream) as (...parts: unknown[]) => boolean;
  stream.write = (...[text, ...rest]: unknown[]) =>
    write(typeof text === 'string' ? plainScreen(text) : text, ...rest);
}
