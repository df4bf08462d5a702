import { plainLine } from '#domain/plain-text.ts';

/** Confined code threw, or used more than it may. Its message is the reason alone. */
export class ConfinedError extends Error {
  override readonly name = 'ConfinedError';
  /** The file, with line and column where they are known. */
  readonly place: string;

  constructor(place: string, reason: string, options?: ErrorOptions) {
    super(plainLine(reason), options);
    this.place = plainLine(place);
  }

  /** Place and reason. */
  get sentence(): string {
    return `${this.place}: ${this.message}`;
  }
}

/** Where confined code threw; undefined for an error that is not its. */
export function confinedPlaceOf(error: unknown): string | undefined {
  return error instanceof ConfinedError ? error.place : undefined;
}
