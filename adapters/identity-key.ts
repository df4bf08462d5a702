// A key that proofs are made and checked with. It is a secret of the stack. An environment reads it
// once, and again after an hour.
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { keyKnownForMs, previousKeyKnownForMs } from '#domain/limits.ts';
import { secretsManagerClient } from './clients.ts';
import { environmentVariable, type Runtime } from './runtime.ts';

export interface IdentityKey {
  /** @throws whatever Secrets Manager answers when it cannot be read */
  current(): Promise<string>;
  /** The key as it was last read, however long ago; read if it never was. @throws as `current` */
  lastRead(): Promise<string>;
  /**
   * Whether the current key fits, or for a day and an hour the one before the last rotation. So a
   * rotation refuses no client whose proof is under way. A second rotation within a proof's
   * lifetime would.
   * @throws whatever Secrets Manager answers when they cannot be read
   */
  someMatches(fits: (key: string) => boolean): Promise<boolean>;
}

/**
 * A proof that fits no key may come from a newer key than the environment has read. It then reads
 * the keys again, but not more often than this. Otherwise a forger could make it call Secrets
 * Manager without end.
 */
const rereadPauseMs = 1_000;

/** The keys as the environment last read them. */
interface Reading {
  readonly current: string;
  /** Since when it is the current one, by Secrets Manager; else since it was read here. */
  readonly currentSinceMs: number;
  /** Read only when a proof does not fit the current key. Undefined until the first rotation. */
  previous: Promise<string | undefined> | undefined;
}

/** Which variable of a function names the secret. */
type SecretVariable = 'IDENTITY_SECRET_ARN' | 'TURN_SECRET_ARN';

export function openIdentityKey(runtime: Runtime, variable: SecretVariable): IdentityKey {
  const keys = new KeyReader(runtime, variable);
  return {
    current: async () => (await keys.reading(keyKnownForMs)).current,
    lastRead: async () => (await keys.reading(Number.POSITIVE_INFINITY)).current,
    someMatches: async (fits) => {
      const known = await keys.reading(keyKnownForMs);
      if (await keys.oneFits(known, fits)) return true;
      const latest = await keys.reading(rereadPauseMs);
      return latest !== known && keys.oneFits(latest, fits);
    },
  };
}

class KeyReader {
  readonly #runtime: Runtime;
  readonly #variable: SecretVariable;
  #client: SecretsManagerClient | undefined;
  #last: Promise<Reading> | undefined;
  #lastReadAtMs = Number.NEGATIVE_INFINITY;

  constructor(runtime: Runtime, variable: SecretVariable) {
    this.#runtime = runtime;
    this.#variable = variable;
  }

  /** The keys, read at most `ageMsMax` ago. Callers at the same time share one request. */
  reading(ageMsMax: number): Promise<Reading> {
    const nowMs = this.#runtime.nowMs();
    if (this.#last !== undefined && nowMs - this.#lastReadAtMs < ageMsMax) return this.#last;
    const reading = this.#read('AWSCURRENT').then(({ text, createdAtMs }) => {
      return { current: text, currentSinceMs: createdAtMs ?? nowMs, previous: undefined };
    });
    this.#last = reading;
    this.#lastReadAtMs = nowMs;
    // A failure is not kept: the next caller asks Secrets Manager again.
    reading.catch(() => {
      if (this.#last === reading) this.#last = undefined;
    });
    return reading;
  }

  async oneFits(reading: Reading, fits: (key: string) => boolean): Promise<boolean> {
    if (fits(reading.current)) return true;
    const ageMs = this.#runtime.nowMs() - reading.currentSinceMs;
    if (ageMs >= previousKeyKnownForMs) return false;
    reading.previous ??= this.#readPrevious();
    const previous = await reading.previous.catch((error: unknown) => {
      reading.previous = undefined;
      throw error;
    });
    return previous !== undefined && fits(previous);
  }

  async #readPrevious(): Promise<string | undefined> {
    try {
      return (await this.#read('AWSPREVIOUS')).text;
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  async #read(VersionStage: string): Promise<{ text: string; createdAtMs: number | undefined }> {
    const SecretId = environmentVariable(this.#runtime, this.#variable);
    this.#client ??= secretsManagerClient(this.#runtime);
    const command = new GetSecretValueCommand({ SecretId, VersionStage });
    const { SecretString: text, CreatedDate } = await this.#client.send(command);
    if (!text) throw new Error(`secret ${SecretId}: expected ${VersionStage} to be a text`);
    return { text, createdAtMs: CreatedDate?.getTime() };
  }
}
